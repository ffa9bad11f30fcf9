package org.jiayi.app.yearend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/**
 * Worked cases 9 and 10 (DOMAIN §9) from files and months to the ledger: 1 203, 635 and 420 people of the three risk groups are under
 * contract for twelve months, which makes 14 436, 7 620 and 5 040 person-months.
 */
@JiayiTest
@Timeout(600)
class WorkedYearEndsApiTests {

    private static final String PAYEE = TestCounty.FIRST_INSTITUTION;
    private static final String ELSEWHERE = TestCounty.SECOND_INSTITUTION;
    private static final LocalDate FIRST_LOOK = LocalDate.of(2027, 1, 10);
    private static final LocalDate SECOND_LOOK = LocalDate.of(2027, 1, 20);

    private static final String CAPITATION = """
            {"kind": "capitation", "name": "三个风险组", "scheme": "390", "year": 2026,
             "baseQuotaFen": 28650, "prepaid": "0.9",
             "headCount": {"snapshotDay": 15, "joinThroughDay": 15, "leave": "month_of_last_day"},
             "packages": ["basic"],
             "ageBands": [
               {"code": "0-64", "fromAge": 0, "male": "0.55", "female": "0.55", "unspecified": "0.55"},
               {"code": "65+", "fromAge": 65, "male": "1.20", "female": "1.20", "unspecified": "1.20"}],
             "groups": [{"group": "severe_mental_disorder", "coefficient": "2.35"}]}
            """;

    private static final String THROUGH = "2026-12";
    private static final long BALANCE = 1_678_249;

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;

    WorkedYearEndsApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
    }

    @Test
    void a_surplus_and_an_overspend_end_in_the_figures_of_the_worked_cases() throws SQLException {
        clock.moveTo(LocalDate.of(2025, 12, 21));
        var county = YearEndCounty.open(
                http,
                issuer,
                CAPITATION,
                TestCounty.demoPolicy("visits-elsewhere-390"),
                TestCounty.demoPolicy("year-end-390"));
        var someone =
                county.sign(1_203, LocalDate.of(1976, 1, 1), "", "T001", 1).get(0);
        county.sign(635, LocalDate.of(1950, 1, 1), "", "T001", 1);
        county.sign(420, LocalDate.of(1976, 3, 1), "严重精神障碍", "T001", 1);
        clock.moveTo(FIRST_LOOK);
        for (var month = 1; month <= 11; month++) {
            county.settle("2026-%02d".formatted(month), FIRST_LOOK);
        }
        county.compute(order(county, FIRST_LOOK, "91", true)).isRefused(RefusalCode.YEAR_NOT_SETTLED);
        county.settle("2026-12", FIRST_LOOK);
        surplus(county, someone);
        overspend(county, someone);
        approved(county);
        laterPolicy(county);
    }

    /** What was charged at the year end is told by the policy of then. */
    private static void laterPolicy(YearEndCounty county) {
        var explanation = "/api/v1/visits/vis_" + county.area() + "_V3/explanation";
        assertThat(county.get(explanation).path("chargedFen").asLong()).isEqualTo(1_027_455);
        county.county()
                .supersede(
                        TestCounty.demoPolicy("visits-elsewhere-390")
                                .replace("\"unReferred\": \"1\"", "\"unReferred\": \"0.5\""),
                        "2026-12-01",
                        "");
        assertThat(county.get(explanation).path("chargedFen").asLong()).isEqualTo(1_027_455);
    }

    private static Map<String, Object> order(YearEndCounty county, LocalDate knownOn, String score, boolean dryRun) {
        return county.order("2026-12", knownOn, Map.of(PAYEE, score), dryRun);
    }

    /** Worked case 9: nothing is written by looking. */
    private void surplus(YearEndCounty county, String someone) throws SQLException {
        county.visited(someone, PAYEE, "2026-03-01", "586182.65", "", false);
        county.visited(someone, ELSEWHERE, "2026-03-02", "21044.10", "ZZ1", false);
        county.visited(someone, ELSEWHERE, "2026-03-03", "10274.55", "", false);
        county.visited(someone, ELSEWHERE, "2026-03-04", "8451.30", "", true);
        var tried = county.compute(order(county, FIRST_LOOK, "91", true)).isOk();
        assertThat(tried.status()).isEqualTo(200);
        assertThat(figures(tried.body()))
                .isEqualTo(
                        "person-months 27096, B 69065123, prepaid 62158610, margin 6906513, own 58618265, elsewhere 3131865,"
                                + " surplus 7314993: kept 7192449, back 122544; released 6906513, forfeited 0;"
                                + " final due 65810714, balance 3652104");
        assertThat(figures(county.compute(order(county, FIRST_LOOK, "86", true))
                        .isOk()
                        .body()))
                .isEqualTo(
                        "person-months 27096, B 69065123, prepaid 62158610, margin 6906513, own 58618265, elsewhere 3131865,"
                                + " surplus 7314993: kept 6185506, back 1129487; released 5939601, forfeited 966912;"
                                + " final due 63836859, balance 1678249");
        assertThat(rows("yearend_year_end")).isZero();
        assertThat(rows("yearend_line")).isZero();
    }

    /** Worked case 10: more claims come in, for treatment in the same year. */
    private void overspend(YearEndCounty county, String someone) {
        clock.moveTo(SECOND_LOOK);
        county.visited(someone, PAYEE, "2026-12-01", "75000.35", "", false);
        county.visited(someone, ELSEWHERE, "2026-12-02", "60729.05", "ZZ2", false);
        var draft = county.compute(order(county, SECOND_LOOK, "86", false)).isOk();
        assertThat(draft.status()).isEqualTo(201);
        assertThat(figures(draft.body()))
                .isEqualTo(
                        "person-months 27096, B 69065123, prepaid 62158610, margin 6906513, own 66118300, elsewhere 9204770,"
                                + " overspend 6257947: kept 2438322, back 3819625; released 5939601, forfeited 966912;"
                                + " final due 62713066, balance 554456");
        var why = county.get("/api/v1/year-ends/" + draft.id() + "/lines/" + PAYEE + "/explanation");
        assertThat(why.path("sentence").asString()).isEqualTo(PAYEE + "年终清算应补付 5544.56 元");
        assertThat(why.path("steps")
                        .valueStream()
                        .filter(step -> step.path("rule").asString().equals("overspend"))
                        .map(step -> step.path("formula").asString()))
                .containsExactly("75323070 − 69065123");
        assertThat(why.path("steps")
                        .valueStream()
                        .map(step -> step.path("rule").asString())
                        .collect(Collectors.joining(" ")))
                .isEqualTo("entitlement prepaid own_spending visits_emergency visits_referred visits_un_referred"
                        + " counted_spending score overspend overspend_band overspend_band overspend_borne overspend_shared"
                        + " margin retention_released retention_forfeited final_due control balance");
    }

    /** What was known on the first day gives the first case again, whatever came in since; it is approved and posted once. */
    private void approved(YearEndCounty county) {
        var tried = county.compute(order(county, FIRST_LOOK, "86", true)).isOk();
        var draft = county.compute("the-key-of-the-draft", order(county, FIRST_LOOK, "86", false))
                .isOk();
        assertThat(draft.body().path("digestSm3")).isEqualTo(tried.body().path("digestSm3"));
        assertThat(draft.body().path("digestSha256")).isEqualTo(tried.body().path("digestSha256"));
        assertThat(county.compute("the-key-of-the-draft", order(county, FIRST_LOOK, "86", false))
                        .isOk()
                        .headers()
                        .getFirst("Idempotency-Replayed"))
                .isEqualTo("true");
        county.compute("the-key-of-the-draft", order(county, FIRST_LOOK, "87", false))
                .isRefused(RefusalCode.IDEMPOTENCY_KEY_REUSED);
        var batch = county.confirmedBatch(THROUGH);
        assertThat(batch.body().path("prepaymentFen").asLong()).isEqualTo(BALANCE);
        county.approve(county.bureau(), batch).isRefused(RefusalCode.SECOND_PERSON_NEEDED);
        assertThat(county.held())
                .containsEntry("payable:" + PAYEE + "", due(county, 62_158_610))
                .containsEntry("retention:" + PAYEE + ":390", 6_906_513L);
        county.approve(county.secondOfficer(), batch).isOk();
        assertThat(county.get("/api/v1/year-ends/" + draft.id()).path("status").asString())
                .isEqualTo("approved");
        assertThat(county.held())
                .containsEntry("payable:" + PAYEE, due(county, 63_836_859))
                .doesNotContainKey("retention:" + PAYEE + ":390");
        county.batch(THROUGH).isRefused(RefusalCode.BATCH_CLOSED);
        county.compute(order(county, SECOND_LOOK, "86", false)).isRefused(RefusalCode.YEAR_END_APPROVED);
        var entry = county.get(
                "/api/v1/ledger-entries/ent_" + county.area() + "_" + draft.id().substring("yre_439901_".length()));
        assertThat(entry.toString())
                .contains(
                        "year_end_retention_released",
                        "year_end_retention_forfeited",
                        "year_end_visits_elsewhere",
                        "year_end_surplus_returned");
        assertThat(county.client()
                        .get(county.institution(ELSEWHERE), "/api/v1/year-ends/" + draft.id())
                        .isOk()
                        .body()
                        .path("lines")
                        .isEmpty())
                .isTrue();
    }

    /** What the payee is owed besides: the shares of its contracts' fees that funds and residents bear, and this. */
    private static Long due(YearEndCounty county, long capitation) {
        var account = county.get("/api/v1/pooling-areas/" + county.area() + "/fee-tie-out")
                .path("ledgerFen")
                .asLong();
        return Math.addExact(account, capitation);
    }

    private static String figures(JsonNode yearEnd) {
        var line = yearEnd.path("lines").path(0);
        var names = new String[] {
            "personMonths",
            "entitlementFen",
            "prepaidFen",
            "marginFen",
            "ownFen",
            "elsewhereFen",
            "differenceFen",
            "institutionFen",
            "fundFen",
            "releasedFen",
            "forfeitedFen",
            "finalDueFen",
            "balanceFen"
        };
        var words = new String[] {
            "person-months %s, ",
            "B %s, ",
            "prepaid %s, ",
            "margin %s, ",
            "own %s, ",
            "elsewhere %s, ",
            line.path("side").asString() + " %s: ",
            "kept %s, ",
            "back %s; ",
            "released %s, ",
            "forfeited %s; ",
            "final due %s, ",
            "balance %s"
        };
        return IntStream.range(0, names.length)
                .mapToObj(
                        index -> words[index].formatted(line.path(names[index]).asLong()))
                .collect(Collectors.joining());
    }

    private long rows(String table) throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement();
                var counted = statement.executeQuery("SELECT count(*) FROM " + table)) {
            counted.next();
            return Objects.requireNonNull(counted.getObject(1, Long.class));
        }
    }
}
