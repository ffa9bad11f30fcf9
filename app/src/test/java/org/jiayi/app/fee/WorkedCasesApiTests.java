package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jiayi.app.HandledBatch;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.RegistryClient.Answer;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** The worked cases 1 to 7 of the trade, through the API, down to the balances of the ledger. */
@JiayiTest
class WorkedCasesApiTests {

    private static final String FIRST = "H43990100003";
    private static final String SECOND = "H43990100004";

    /** All packages of the worked cases; refunds by whole months. */
    private static final String POLICY = """
            {"kind": "contract_fee", "name": "算例", "staffShare": "0.725", "refund": "%s",
             "packages": [
               {"servicePackage": "basic", "listPriceFen": 12000,
                "shares": [{"payer": "public_health", "fixedFen": 3000}, {"payer": "pooled_fund", "fixedFen": 7000},
                           {"payer": "resident", "fixedFen": 2000}],
                "waivers": [{"category": "extreme_poverty", "payer": "medical_assistance", "full": true},
                            {"category": "low_income", "payer": "medical_assistance", "upToFen": 1200}]},
               {"servicePackage": "chronic", "listPriceFen": 4999,
                "shares": [{"payer": "pooled_fund", "ratio": "0.4"}, {"payer": "public_health", "ratio": "0.4"},
                           {"payer": "resident", "ratio": "0.2"}]},
               {"servicePackage": "elderly", "listPriceFen": 70900, "discount": "0.7", "roundTo": "yuan",
                "shares": [{"payer": "public_health", "fixedFen": 10000}, {"payer": "resident", "fixedFen": 20000},
                           {"payer": "institution_let_off", "remainder": true}]},
               {"servicePackage": "child",
                "tiers": [{"fromScore": "0", "listPriceFen": 5000}, {"fromScore": "60", "listPriceFen": 8000},
                          {"fromScore": "80", "listPriceFen": 10000}],
                "shares": [{"payer": "pooled_fund", "ratio": "1"}]},
               {"servicePackage": "maternal", "listPriceFen": 11999, "shares": [{"payer": "pooled_fund", "ratio": "1"}]}]}
            """;

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final MovableClock clock;
    private FeeCounty county;

    WorkedCasesApiTests(WebTestClient http, TestIssuer issuer, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
    }

    @BeforeEach
    void open_a_county() {
        clock.moveTo(LocalDate.of(2025, 12, 21));
        county = FeeCounty.open(http, issuer, POLICY.formatted("whole_months"));
    }

    @AfterEach
    void lines_and_ledger_tie() {
        county.ties();
    }

    @Test
    void case_1_fixed_split_with_waivers() {
        String ordinary = county.sign(1, "T001", "基础包", "一般").get(0);
        String extremePoverty = county.sign(1, "T001", "基础包", "特困").get(0);
        String lowIncome = county.sign(1, "T001", "基础包", "低保").get(0);
        assertThat(county.bears(ordinary)).containsExactly("public_health 3000", "pooled_fund 7000", "resident 2000");
        assertThat(county.bears(extremePoverty))
                .containsExactly("public_health 3000", "pooled_fund 7000", "resident 0", "medical_assistance 2000");
        assertThat(county.bears(lowIncome))
                .containsExactly("public_health 3000", "pooled_fund 7000", "resident 800", "medical_assistance 1200");
        assertThat(county.balances())
                .isEqualTo(FeeCounty.ordered(
                        "fund:public_health",
                        9000,
                        "fund:pooled_fund",
                        21000,
                        "fund:medical_assistance",
                        3200,
                        "receivable:resident",
                        2800,
                        "payable:" + FIRST,
                        -36000));
    }

    @Test
    void case_2_ratio_split() {
        String contract = county.sign(1, "T001", "慢病包", "一般").get(0);
        assertThat(county.bears(contract)).containsExactly("pooled_fund 2000", "public_health 1999", "resident 1000");
    }

    @Test
    void case_3_a_discounted_package_whose_let_off_is_no_income() {
        String contract = county.sign(1, "T001", "老年包", "一般").get(0);
        assertThat(county.bears(contract))
                .containsExactly("public_health 10000", "resident 20000", "institution_let_off 19600");
        assertThat(county.balances())
                .isEqualTo(FeeCounty.ordered(
                        "fund:public_health",
                        10000,
                        "receivable:resident",
                        20000,
                        "let_off:" + FIRST,
                        19600,
                        "clearing:let_off",
                        -19600,
                        "payable:" + FIRST,
                        -30000));
    }

    @Test
    void case_4_the_staffs_share_by_points_prepared_by_one_and_approved_by_another() {
        raiseCapacity("T001");
        county.sign(1037, "T001", "基础包", "一般"); // 12 444 000 fen
        clock.moveTo(LocalDate.of(2026, 1, 5));
        List<Map<String, String>> points = points("487", "303", "259");
        Map<String, Object> order = Map.of("firstMonth", "2025-12", "lastMonth", "2025-12", "points", points);
        String path = "/api/v1/teams/" + county.team("T001") + "/staff-distributions";
        county.post(county.institution(), path, order).isRefused(RefusalCode.MONTH_STILL_OPEN);
        county.close("2025-12");
        Map<String, Long> before = county.balances();
        JsonNode prepared =
                county.post(county.institution(), path, order).isOk().body();
        assertThat(prepared.path("incomeFen").asLong()).isEqualTo(12_444_000);
        assertThat(prepared.path("staffPoolFen").asLong()).isEqualTo(9_021_900);
        assertThat(prepared.path("parts")
                        .valueStream()
                        .map(part -> part.path("amountFen").asLong())
                        .sorted())
                .containsExactly(2_227_524L, 2_605_944L, 4_188_432L);
        assertThat(county.balances()).as("nothing is booked yet").isEqualTo(before);

        county.post(county.institution(), path, order).isRefused(RefusalCode.DISTRIBUTED_ALREADY);
        HandledBatch.of(http, county.county(), "staff_distribution", FIRST, "2025-12")
                .published();
        assertThat(county.get("/api/v1/staff-distributions/"
                                + prepared.path("id").asString())
                        .path("status")
                        .asString())
                .isEqualTo("posted");
        assertThat(county.balances())
                .containsEntry("payable:" + FIRST, -12_444_000L + 9_021_900)
                .containsEntry("payable:team:T001", -9_021_900L);
    }

    @Test
    void case_5_tiers_by_assessment() {
        county.sign(31, "T001", "儿童包", "一般");
        county.sign(214, "T002", "儿童包", "一般");
        county.sign(567, "T003", "儿童包", "一般");
        assertThat(county.balances()).as("the lowest tier at signing").containsEntry("fund:pooled_fund", 812 * 5000L);
        JsonNode job = county.assess(Map.of("T001", "59.9", "T002", "60", "T003", "100"));
        assertThat(job.path("contracts").asLong()).isEqualTo(214 + 567);
        assertThat(county.balances())
                .isEqualTo(FeeCounty.ordered(
                        "fund:pooled_fund",
                        7_537_000,
                        "payable:" + FIRST,
                        -(31 * 5000 + 214 * 8000),
                        "payable:" + SECOND,
                        -567 * 10000));
        county.ties();
        assertThat(county.assess(Map.of("T003", "99")).path("contracts").asLong())
                .as("the same tier once more")
                .isZero();
        county.assess(Map.of("T003", "79.99"));
        assertThat(county.balances()).containsEntry("payable:" + SECOND, -567 * 8000L);
    }

    @Test
    void case_6_refunds_by_whole_months_and_by_day() {
        String contract = county.sign(1, "T001", "基础包", "一般").get(0);
        clock.moveTo(LocalDate.of(2026, 5, 15));
        ended(contract);
        assertThat(county.bears(contract))
                .containsExactly(
                        "public_health 1250", "pooled_fund 2917", "resident 833"); // 1 750 / 4 083 / 1 167 back
        assertThat(county.balances())
                .isEqualTo(FeeCounty.ordered(
                        "fund:public_health",
                        1250,
                        "fund:pooled_fund",
                        2917,
                        "receivable:resident",
                        833,
                        "payable:" + FIRST,
                        -5000));

        clock.moveTo(LocalDate.of(2025, 12, 21));
        FeeCounty byDay = FeeCounty.open(http, issuer, POLICY.formatted("by_day"));
        String other = byDay.sign(1, "T001", "基础包", "一般").get(0);
        clock.moveTo(LocalDate.of(2026, 5, 15));
        byDay.act(other, "termination", Map.of("reason", "own_wish", "lastDay", "2026-05-15"))
                .isOk();
        assertThat(byDay.bears(other))
                .containsExactly(
                        "public_health 1109", "pooled_fund 2589", "resident 740"); // 1 891 / 4 411 / 1 260 back
    }

    private void ended(String contract) {
        county.act(contract, "termination", Map.of("reason", "own_wish", "lastDay", "2026-05-15"))
                .isOk();
    }

    @Test
    void case_7_a_fee_that_follows_a_resident_to_another_institution() {
        String contract = county.sign(1, "T001", "孕产妇包", "一般").get(0);
        clock.moveTo(LocalDate.of(2026, 4, 30));
        Answer moved =
                county.act(contract, "transfer", Map.of("teamId", county.team("T003"), "firstDay", "2026-05-01"));
        assertThat(moved.status()).as(moved.text()).isEqualTo(201);
        assertThat(county.bears(contract)).containsExactly("pooled_fund 4000");
        assertThat(county.bears(moved.id())).containsExactly("pooled_fund 7999");
        assertThat(county.balances())
                .isEqualTo(FeeCounty.ordered(
                        "fund:pooled_fund", 11999, "payable:" + FIRST, -4000, "payable:" + SECOND, -7999));
    }

    private void raiseCapacity(String team) {
        String path = "/api/v1/teams/" + county.team(team);
        String etag = county.client().get(county.institution(), path).etag();
        county.client()
                .putIfMatch(county.institution(), path + "/capacity", etag, Map.of("basis", "fixed", "cap", 2000))
                .isOk();
    }

    /** Points of the leader and of two more members. */
    private List<Map<String, String>> points(String... points) {
        String path = "/api/v1/teams/" + county.team("T001");
        List<String> members = new ArrayList<>();
        members.add(county.client()
                .get(county.institution(), path)
                .body()
                .at("/members/0/practitionerId")
                .asString());
        for (int more = 1; more < points.length; more++) {
            String nurse = county.post(
                            issuer.administrator(),
                            "/api/v1/pooling-areas/" + county.area() + "/practitioners",
                            Map.of(
                                    "name",
                                    "护士" + more,
                                    "kind",
                                    "nurse",
                                    "employerId",
                                    "ins_" + county.area() + "_" + FIRST,
                                    "firstDay",
                                    "2025-01-01"))
                    .isOk()
                    .id();
            county.post(
                            county.institution(),
                            path + "/members",
                            Map.of("practitionerId", nurse, "role", "nurse", "firstDay", "2025-12-01"))
                    .isOk();
            members.add(nurse);
        }
        List<Map<String, String>> given = new ArrayList<>();
        for (int index = 0; index < points.length; index++) {
            given.add(Map.of("practitionerId", members.get(index), "points", points[index]));
        }
        return given;
    }
}
