package org.jiayi.app.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jiayi.app.HandledBatch;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.RegistryClient.Answer;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Months of a year, or of two, under several versions of the policy: each by the one that holds on its first day. */
@JiayiTest
@Timeout(120)
class PolicyVersionsApiTests {

    private static final String FIRST = TestCounty.FIRST_INSTITUTION;
    private static final String SECOND = TestCounty.SECOND_INSTITUTION;

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final MovableClock clock;
    private final RegistryClient client;

    PolicyVersionsApiTests(WebTestClient http, TestIssuer issuer, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
        this.client = new RegistryClient(http);
    }

    /** So much for everybody. */
    private static String policy(String base, String prepaid, String besides) {
        return """
                {"kind": "capitation", "name": "每人同价", "scheme": "390", "year": 2026, %s, "prepaid": "%s"%s,
                 "headCount": {"snapshotDay": 15, "joinThroughDay": 15, "leave": "month_of_last_day"}, "packages": ["basic"],
                 "ageBands": [{"code": "0+", "fromAge": 0, "male": "1", "female": "1", "unspecified": "1"}], "groups": []}
                """.formatted(base, prepaid, besides);
    }

    private static String yearly(long fen, String prepaid) {
        return policy("\"baseQuotaFen\": " + fen, prepaid, "");
    }

    /** Li with the first institution's T001 and Wang with the second's T003, both for two years. */
    private TestCounty county() {
        var county = TestCounty.open(http, issuer).withTeams();
        county.publish(TestCounty.demoPolicy("contract-fee"), "2025-01-01", "");
        county.take(
                "residents",
                TestCounty.RESIDENT_COLUMNS
                        + TestCounty.resident("李", number(1960), "390", "", "一般") + "\n"
                        + TestCounty.resident("王", number(1950), "390", "", "一般"));
        county.take("contracts", TestCounty.CONTRACT_COLUMNS + contract(1960, "T001") + "\n" + contract(1950, "T003"));
        return county;
    }

    private static String number(int year) {
        return TestCounty.identityNumber(LocalDate.of(year, 3, 1), 411);
    }

    private static String contract(int year, String team) {
        return String.join(",", number(year), team, "基础包", "2025-12-20", "2026-01-01", "2027-12-31", "纸质");
    }

    /**
     * 12 000 a year and nine tenths prepaid; from 10 March on, and so from April, 24 000 and eight tenths. Wang died in February,
     * which is told in April: March is taken back at March's price, and the new rate holds for the year so far.
     */
    @Test
    void a_month_is_priced_by_the_version_of_its_first_day_and_taken_back_by_it() {
        clock.moveTo(LocalDate.of(2026, 5, 10));
        var county = county();
        var old = county.publish(yearly(12_000, "0.9"), "2026-01-01", "");
        assertThat(supersede(county, yearly(24_000, "0.8"), "2026-03-10", old)).isEqualTo("200");
        county.take("events", TestCounty.EVENT_COLUMNS + number(1950) + ",死亡,2026-02-20,2026-04-20,");
        for (var month : List.of("2026-01-28", "2026-02-28", "2026-03-28")) {
            var batch = compute(county, month).isOk();
            assertThat(lines(county, batch))
                    .containsExactly(FIRST + " 1 +0 due 1000 prepaid 900", SECOND + " 1 +0 due 1000 prepaid 900");
            county.approve(batch.body());
        }
        var march = batch(county, "2026-03");
        var april = compute(county, "2026-04-28").isOk();
        assertThat(lines(county, april))
                .containsExactly(FIRST + " 1 +0 due 2000 prepaid 1300", SECOND + " 0 +-1 due -1000 prepaid -1100");
        var explained = new HandledBatch(http, county, april).explanation("ins_" + county.area() + "_" + SECOND);
        assertThat(HandledBatch.results(explained, "corrected_heads")).containsExactly("-1000");
        assertThat(explained.at("/steps/2/formula").asString()).isEqualTo("HALF_UP(2000) − 3000 = 2000 − 3000");
        assertThat(explained.at("/steps/3/formula").asString()).isEqualTo("HALF_UP(2000 × 0.8) − 2700");
        county.approve(april.body());

        assertThat(batch(county, "2026-03")).as("a closed month stays as it is").isEqualTo(march);
        // the months' balances, of which the published one has its payment before it
        assertThat(held(county, "retention:" + FIRST + ":390")).isEqualTo(5_000 - 4_000);
        assertThat(held(county, "retention:" + SECOND + ":390")).isEqualTo(2_000 - 1_600);
        assertThat(held(county, "fund:pooled_390")).isEqualTo(-7_000);
    }

    @Test
    void a_month_is_not_confirmed_by_a_version_that_another_has_replaced() {
        clock.moveTo(LocalDate.of(2026, 2, 10));
        var county = county();
        var old = county.publish(yearly(12_000, "0.9"), "2025-12-01", "");
        var december = compute(county, "2025-12-28").isOk();
        var january = compute(county, "2026-01-28").isOk();
        step(county, "zheng", january, "review").isOk();
        assertThat(supersede(county, yearly(24_000, "0.9"), "2026-01-01", old)).isEqualTo("200");
        step(county, "wu", january, "confirmation").isRefused(RefusalCode.BATCH_POLICY_REPLACED);
        client.postIfMatch(county.bureau("wu"), path(january) + "/return", january.etag(), Map.of("reason", "政策已更新"))
                .isOk();
        var again = compute(county, "2026-01-28").isOk();
        assertThat(again.body().path("digestSm3")).isNotEqualTo(january.body().path("digestSm3"));
        assertThat(lines(county, again))
                .containsExactly(FIRST + " 1 +0 due 2000 prepaid 1800", SECOND + " 1 +0 due 2000 prepaid 1800");
        county.approve(again.body());
        // nobody's policy was replaced for December
        county.approve(december.body());
    }

    /** One policy holds for 2026; another version is to follow it, or to go before it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # holds                   | the other                  | from       | until      | validation
            "baseQuotaFen": 12000     | "baseQuotaFen": 24000      | 2026-07-01 |            | 200
            "baseQuotaFen": 12000     | "poolFen": 24000           | 2026-07-01 |            | 409 policy_splits_year at /effectiveFrom
            "poolFen": 12000          | "baseQuotaFen": 24000      | 2026-07-01 |            | 409 policy_splits_year at /effectiveFrom
            "poolFen": 12000          | "poolFen": 24000           | 2026-07-01 |            | 200
            "baseQuotaFen": 12000     | "baseQuotaFen": 12000, "payee": "team"   | 2026-12-31 |            | 409 policy_splits_year at /effectiveFrom
            "baseQuotaFen": 12000     | "baseQuotaFen": 12000, "payee": "parent" | 2026-07-01 |            | 409 policy_splits_year at /effectiveFrom
            "baseQuotaFen": 12000     | "baseQuotaFen": 12000, "payee": "team"   | 2027-01-01 |            | 200
            "baseQuotaFen": 12000     | "poolFen": 24000           | 2027-01-01 |            | 200
            "baseQuotaFen": 12000     | "poolFen": 24000           | 2025-07-01 | 2026-01-01 | 200
            """)
    void who_is_paid_and_what_is_shared_change_with_the_year(
            String holds, String other, String from, String until, String answer) {
        var county = TestCounty.open(http, issuer);
        var old =
                county.publish(policy(holds, "0.9", ""), "2026-01-01", from.compareTo("2027") < 0 ? "" : "2027-01-01");
        var within = from.startsWith("2026");
        assertThat(told(county, policy(other, "0.9", ""), from, until == null ? "" : until, within ? old : ""))
                .isEqualTo(answer);
    }

    @Test
    void of_two_versions_that_would_split_a_year_the_second_is_not_published() {
        var county = TestCounty.open(http, issuer);
        var first = drafted(county, yearly(12_000, "0.9"), "2026-01-01", "2026-07-01");
        var second = drafted(county, policy("\"poolFen\": 12000", "0.9", ""), "2026-07-01", "2027-01-01");
        for (var id : List.of(first, second)) {
            assertThat(TestCounty.told(county.validation("chen", id, ""))).isEqualTo("200");
        }
        assertThat(TestCounty.told(county.publication("zhou", second))).isEqualTo("200");
        assertThat(TestCounty.told(county.publication("zhou", first)))
                .isEqualTo("409 policy_splits_year at /effectiveFrom");
    }

    /**
     * Teams are paid in 2026 and institutions in 2027. Wang's death in November is told in January: her team gives December back
     * at its price, though it is paid no more.
     */
    @Test
    void what_is_heard_late_of_another_year_goes_to_whom_that_year_paid() {
        clock.moveTo(LocalDate.of(2027, 2, 10));
        var county = county();
        county.publish(
                policy("\"baseQuotaFen\": 12000", "0.9", ", \"payee\": \"team\", \"floorFen\": 500"),
                "2026-11-01",
                "2027-01-01");
        county.publish(policy("\"baseQuotaFen\": 24000", "0.9", ", \"floorFen\": 500"), "2027-01-01", "");
        county.approve(compute(county, "2026-11-28").isOk().body());
        compute(county, "2027-01-28").isRefused(RefusalCode.MONTH_OUT_OF_ORDER);
        county.approve(compute(county, "2026-12-28").isOk().body());
        county.take("events", TestCounty.EVENT_COLUMNS + number(1950) + ",死亡,2026-11-20,2027-01-20,");
        var january = compute(county, "2027-01-28").isOk();
        assertThat(lines(county, january))
                .as("the floor is for those who can be paid in the month")
                .containsExactly(
                        FIRST + " 1 +0 due 2000 prepaid 1800",
                        SECOND + " 0 +0 due 500 prepaid 450",
                        "T003 0 +-1 due -1000 prepaid -900");
        county.approve(january.body());
        assertThat(held(county, "payable:team:T003")).isEqualTo(1_800 - 900);
        assertThat(held(county, "retention:T003:390")).isEqualTo(200 - 100);
        assertThat(held(county, "payable:T003")).isZero();
        clock.moveTo(LocalDate.of(2027, 3, 10));
        assertThat(lines(county, compute(county, "2027-02-28").isOk()))
                .as("what was booked in the year is carried on")
                .contains("T003 0 +0 due 0 prepaid 0");
    }

    private static String drafted(TestCounty county, String document, String from, String until) {
        return Objects.requireNonNull(county.draft("chen", document, from, until)
                        .expectStatus()
                        .isCreated()
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody())
                .get("id")
                .asString();
    }

    private static String told(TestCounty county, String document, String from, String until, String supersedes) {
        return TestCounty.told(county.validation("chen", drafted(county, document, from, until), supersedes));
    }

    private static String supersede(TestCounty county, String document, String from, String old) {
        var id = drafted(county, document, from, "");
        assertThat(TestCounty.told(county.validation("chen", id, old))).isEqualTo("200");
        return TestCounty.told(county.publication("zhou", id));
    }

    /** The month of a day, as known on it. */
    private Answer compute(TestCounty county, String knownOn) {
        return HandledBatch.compute(http, county, "capitation_month", "390", knownOn.substring(0, 7));
    }

    private Answer step(TestCounty county, String officer, Answer batch, String step) {
        return client.postIfMatch(county.bureau(officer), path(batch) + "/" + step, batch.etag(), Map.of());
    }

    private static String path(Answer batch) {
        return "/api/v1/settlement-batches/" + batch.id();
    }

    /** What stands of a month, but for how far its publication is. */
    private static List<JsonNode> batch(TestCounty county, String month) {
        return county.get("/api/v1/pooling-areas/" + county.area() + "/settlement-batches", county.bureau("wu"))
                .path("data")
                .valueStream()
                .filter(batch -> batch.path("month").asString().equals(month))
                .map(batch -> batch.path("digestSm3"))
                .toList();
    }

    /** Payees with their heads, corrected heads, and fen; those with nothing left out. */
    private static List<String> lines(TestCounty county, Answer batch) {
        return county.get(path(batch) + "/lines", county.bureau("wu"))
                .path("data")
                .valueStream()
                .filter(line -> !line.path("institutionName").asString().contains("第2"))
                .map(line -> "%s %d +%d due %d prepaid %d"
                        .formatted(
                                line.path("teamId")
                                        .asString(line.path("institutionId").asString())
                                        .substring("ins_439901_".length()),
                                line.path("heads").asLong(),
                                line.path("correctedHeads").asLong(),
                                line.path("entitlementFen").asLong(),
                                line.path("prepaymentFen").asLong()))
                .toList();
    }

    private static long held(TestCounty county, String account) {
        return county.get("/api/v1/pooling-areas/" + county.area() + "/trial-balance", county.bureau("wu"))
                .path("accounts")
                .valueStream()
                .filter(balance -> balance.path("account").asString().equals(account))
                .mapToLong(balance -> balance.path("creditFen").asLong()
                        - balance.path("debitFen").asLong())
                .sum();
    }
}
