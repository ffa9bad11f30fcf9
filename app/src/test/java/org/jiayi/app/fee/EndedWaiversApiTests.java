package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.RegistryClient.Answer;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Waivers that are not the residents' any more (减免终止待同意): who is told, and how their consent settles them. */
@JiayiTest
class EndedWaiversApiTests {

    private static final Duration DAY_WAIT = Duration.ofSeconds(30);

    private static final String POLICY = """
            {"kind": "contract_fee", "name": "减免", "staffShare": "0.7", "refund": "whole_months", "charged": "yearly",
             "packages": [{"servicePackage": "basic", "listPriceFen": 12000,
                "shares": [{"payer": "public_health", "fixedFen": 3000}, {"payer": "pooled_fund", "fixedFen": 7000},
                           {"payer": "resident", "fixedFen": 2000}],
                "waivers": [{"category": "extreme_poverty", "payer": "medical_assistance", "full": true},
                            {"category": "low_income", "payer": "medical_assistance", "upToFen": 1200}]}]}
            """;

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final MovableClock clock;
    private FeeCounty county;

    EndedWaiversApiTests(WebTestClient http, TestIssuer issuer, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
    }

    @BeforeEach
    void open_a_county() {
        clock.moveTo(LocalDate.of(2025, 12, 21));
        county = FeeCounty.open(http, issuer, POLICY);
    }

    @AfterEach
    void lines_and_ledger_tie() {
        county.ties();
        county.balances();
    }

    private JsonNode listed() {
        return county.get("/api/v1/pooling-areas/" + county.area() + "/ended-waivers")
                .path("data");
    }

    /** Every contract that is listed, and what its resident bears and would bear. */
    private List<String> shares() {
        return listed().valueStream()
                .map(row -> row.path("contractId").asString() + " "
                        + row.path("residentFen").asLong() + " → "
                        + row.path("residentFenNow").asLong())
                .toList();
    }

    private Answer review(String contract, Map<String, ?> body) {
        return county.post(county.institution(), "/api/v1/contracts/" + contract + "/waiver-review", body);
    }

    private static Map<String, ?> consent(long residentFen, String on) {
        return Map.of("consent", Map.of("residentFen", residentFen, "consentedOn", on, "evidence", "同意书 2026-17"));
    }

    @Test
    void a_waiver_that_was_none_waits_for_the_residents_consent_and_is_settled_by_it() {
        String contract = county.sign(1, "T001", "基础包", "特困").get(0);
        String rightly = county.sign(1, "T001", "基础包", "特困").get(0);
        String unwaived = county.sign(1, "T001", "基础包", "一般").get(0);
        county.category(rightly, "2026-02-01", "ordinary");
        county.category(unwaived, "2025-12-01", "low_income");
        assertThat(listed()).isEmpty();

        clock.moveTo(LocalDate.of(2026, 3, 1));
        county.category(contract, "2025-12-01", "ordinary");
        JsonNode row = listed().get(0);
        assertThat(shares()).containsExactly(contract + " 0 → 2000");
        assertThat(row.propertyNames())
                .as("no name and no number")
                .containsExactlyInAnyOrder(
                        "contractId", "institutionId", "teamId", "residentFen", "residentFenNow", "years");
        assertThat(row.path("teamId").asString()).isEqualTo(county.team("T001"));
        JsonNode year = row.at("/years/0");
        assertThat(year.path("decidedOn").asString()).isEqualTo("2025-12-20");
        assertThat(year.path("chargedCategoryName").asString()
                        + year.path("categoryName").asString())
                .isEqualTo("特困一般");
        assertThat(year.path("knownSince").asString()).startsWith("2026-03-01");
        assertThat(year.path("text").asString()).isEqualTo("收费按特困减免，而 2025-12-20 的经济类型现登记为一般");

        review(contract, Map.of()).isRefused(RefusalCode.RESIDENT_SHARE_NEEDS_CONSENT);
        Answer tooLittle =
                review(contract, consent(1999, "2026-03-01")).isRefused(RefusalCode.RESIDENT_SHARE_NEEDS_CONSENT);
        assertThat(tooLittle.body().at("/errors/0/pointer").asString()).isEqualTo("/consent/residentFen");
        review(contract, consent(2000, "2026-03-02")).isRefused(RefusalCode.IN_THE_FUTURE);
        review(contract, Map.of("consent", Map.of("residentFen", 2000, "consentedOn", "2026-03-01")))
                .isRefused(RefusalCode.INVALID_VALUE);
        assertThat(shares()).as("nothing of that settles it").containsExactly(contract + " 0 → 2000");

        String key = UUID.randomUUID().toString();
        String path = "/api/v1/contracts/" + contract + "/waiver-review";
        for (String replayed : List.of("false", "true")) {
            Answer answer = county.client()
                    .post(county.institution(), path, key, consent(2000, "2026-03-01"))
                    .isOk();
            assertThat(answer.headers().getFirst("Idempotency-Replayed")).isEqualTo(replayed);
        }
        county.client()
                .post(county.institution(), path, key, consent(2001, "2026-03-01"))
                .isRefused(RefusalCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(listed()).isEmpty();
        assertThat(county.bears(contract))
                .containsExactly("public_health 3000", "pooled_fund 7000", "resident 2000", "medical_assistance 0");
        assertThat(county.fee(contract).path("lines")).as("done once").hasSize(4 + 2);
        assertThat(county.fee(contract).at("/lines/4/explanation/steps/1/text").asString())
                .contains("居民于 2026-03-01 同意个人承担 20.00 元，凭据：同意书 2026-17");
        assertThat(county.balances())
                .containsEntry("receivable:resident", 2000L + 800L)
                .containsEntry("fund:medical_assistance", 2000L + 1200L);
    }

    /** What is listed goes by what is still borne, and by whom; what was given back is nobody's any more. */
    @Test
    void only_what_is_still_borne_in_the_residents_place_is_listed() {
        String less = county.sign(1, "T001", "基础包", "特困").get(0);
        String ended = county.sign(1, "T001", "基础包", "特困").get(0);
        String undone = county.sign(1, "T001", "基础包", "特困").get(0);
        String takenOver = county.sign(1, "T001", "基础包", "特困").get(0);
        String again = county.sign(1, "T001", "基础包", "特困").get(0);
        county.post(
                        county.institution(),
                        "/api/v1/residents/" + county.resident(undone) + "/death",
                        Map.of("diedOn", "2025-12-21"))
                .isOk();
        county.post(
                        county.bureau(),
                        "/api/v1/contracts/" + takenOver + "/payer-change",
                        Map.of(
                                "fromPayer",
                                "medical_assistance",
                                "toPayer",
                                "village_subsidy",
                                "amountFen",
                                2000,
                                "note",
                                "村集体承担"))
                .isOk();
        clock.moveTo(LocalDate.of(2026, 6, 30));
        county.act(ended, "termination", Map.of("reason", "own_wish", "lastDay", "2026-06-30"))
                .isOk();
        county.category(less, "2025-12-01", "low_income");
        for (String contract : List.of(ended, takenOver, again)) {
            county.category(contract, "2025-12-01", "ordinary");
        }
        assertThat(shares()).containsExactlyInAnyOrder(less + " 0 → 800", ended + " 0 → 1000", again + " 0 → 2000");
        county.category(again, "2025-12-01", "extreme_poverty");
        assertThat(shares()).containsExactlyInAnyOrder(less + " 0 → 800", ended + " 0 → 1000");
        review(ended, consent(1000, "2026-06-30")).isOk();
        review(less, consent(2000, "2026-06-30")).isOk();
        assertThat(listed()).isEmpty();
        assertThat(county.bears(ended))
                .containsExactly("public_health 1500", "pooled_fund 3500", "resident 1000", "medical_assistance 0");
        assertThat(county.bears(less))
                .as("agreed to more, and charged what is due")
                .containsExactly("public_health 3000", "pooled_fund 7000", "resident 800", "medical_assistance 1200");
    }

    @Test
    void an_institution_sees_its_own_and_an_area_its_own_page_by_page() {
        List<String> first = new ArrayList<>(county.sign(3, "T001", "基础包", "特困"));
        String second = county.sign(1, "T003", "基础包", "特困").get(0);
        List<String> all = new ArrayList<>(first);
        all.add(second);
        all.forEach(contract -> county.category(contract, "2025-12-01", "ordinary"));
        String path = "/api/v1/pooling-areas/" + county.area() + "/ended-waivers";
        assertThat(ids(county.get(path)))
                .containsExactlyElementsOf(all.stream().sorted().toList());
        assertThat(ids(county.client().get(county.institution(), path).isOk().body()))
                .containsExactlyInAnyOrderElementsOf(first);
        String other = issuer.institution(county.area(), TestCounty.SECOND_INSTITUTION);
        assertThat(ids(county.client().get(other, path).isOk().body())).containsExactly(second);

        List<String> paged = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = county.get(path + "?limit=3" + after);
            paged.addAll(ids(page));
            after = page.path("page").has("next")
                    ? "&after=" + page.at("/page/next").asString()
                    : "";
        } while (!after.isEmpty());
        assertThat(paged).containsExactlyElementsOf(all.stream().sorted().toList());

        FeeCounty elsewhere = FeeCounty.open(http, issuer, POLICY);
        assertThat(elsewhere
                        .get("/api/v1/pooling-areas/" + elsewhere.area() + "/ended-waivers")
                        .path("data"))
                .isEmpty();
        elsewhere.client().get(elsewhere.bureau(), path).isRefused(RefusalCode.NOT_FOUND);
        elsewhere
                .post(
                        elsewhere.institution(),
                        "/api/v1/contracts/" + second + "/waiver-review",
                        consent(2000, "2025-12-21"))
                .isRefused(RefusalCode.NOT_FOUND);
    }

    private static List<String> ids(JsonNode page) {
        return page.path("data")
                .valueStream()
                .map(row -> row.path("contractId").asString())
                .toList();
    }

    /** Known in time: the next year goes on at what was agreed, until the resident consents to more. */
    @Test
    void a_further_year_keeps_the_waiver_of_the_year_before_until_there_is_consent() {
        String contract = county.signUntil("2027-12-31", "特困");
        county.category(contract, "2026-06-01", "ordinary");
        assertThat(listed()).isEmpty();
        clock.moveTo(LocalDate.of(2027, 1, 1));
        await().atMost(DAY_WAIT)
                .until(() -> county.fee(contract).path("totalFen").asLong() == 24000);
        assertThat(shares()).containsExactly(contract + " 0 → 2000");
        assertThat(listed().at("/0/years")).hasSize(1);
        assertThat(listed().at("/0/years/0/decidedOn").asString()).isEqualTo("2027-01-01");
        review(contract, consent(2000, "2027-01-01")).isOk();
        assertThat(listed()).isEmpty();
        assertThat(county.bears(contract))
                .containsExactlyInAnyOrder(
                        "public_health 6000", "pooled_fund 14000", "resident 2000", "medical_assistance 2000");
    }

    /** Who goes on elsewhere signs anew: the category of that day decides on what moved with them. */
    @Test
    void what_moved_on_with_a_waiver_that_had_ended_is_listed_for_whom_it_moved_to() {
        String contract = county.sign(1, "T001", "基础包", "特困").get(0);
        county.category(contract, "2026-03-01", "ordinary");
        clock.moveTo(LocalDate.of(2026, 4, 30));
        String next = county.moved(contract, "T003", "2026-05-01");
        assertThat(shares()).containsExactly(next + " 0 → 1333");
        assertThat(listed().at("/0/years/0/decidedOn").asString()).isEqualTo("2026-04-30");
    }
}
