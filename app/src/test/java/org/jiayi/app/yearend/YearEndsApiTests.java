package org.jiayi.app.yearend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** The settings around a year end, on years of one month: the guard, the alliance, what is carried over, and who may do what. */
@JiayiTest
@Timeout(300)
class YearEndsApiTests {

    private static final String FIRST = TestCounty.FIRST_INSTITUTION;
    private static final String SECOND = TestCounty.SECOND_INSTITUTION;

    /** What ten people's contracts come to besides. */
    private static final long FEES = 10 * 12_000;

    private static final Duration RUN_WAIT = Duration.ofSeconds(60);
    private static final LocalDate TODAY = LocalDate.of(2026, 2, 10);
    private static final LocalDate LATER = LocalDate.of(2026, 3, 10);
    private static final Map<String, String> SCORES = Map.of(FIRST, "100", SECOND, "100");

    /** Ten heads at 12 000 a year are 10 000 a month. */
    private static final String CAPITATION = """
            {"kind": "capitation", "name": "每人120元", "scheme": "390", "year": 2026, "baseQuotaFen": 12000, "prepaid": "0.9",
             "headCount": {"snapshotDay": 15, "joinThroughDay": 15, "leave": "month_of_last_day"}, "packages": ["basic"],
             "ageBands": [{"code": "0+", "fromAge": 0, "male": "1", "female": "1", "unspecified": "1"}], "groups": []}
            """;

    private static final String LEAD_AND_CLINIC = """
            机构医保代码,统一社会信用代码,机构名称,机构类别,行政区划,上级机构代码,医共体
            H43990100001,91350100M000100Y43,县人民医院,县级医院,439901,,县医共体
            H43990100005,12439901MB00010058,青石村卫生室,村卫生室,439901,H43990100003,县医共体
            """;

    private static final String THROUGH = "2026-01";

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final MovableClock clock;

    YearEndsApiTests(WebTestClient http, TestIssuer issuer, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** Ten people at the first institution, ten at the second; the year ends by the demo's rules and these settings. */
    private YearEndCounty county(String settings) {
        return county(settings, CAPITATION);
    }

    private YearEndCounty county(String settings, String capitation) {
        clock.moveTo(LocalDate.of(2025, 12, 21));
        var county = YearEndCounty.open(
                http, issuer, capitation, TestCounty.demoPolicy("visits-elsewhere-390"), rules(settings));
        first = county.sign(10, LocalDate.of(1976, 1, 1), "", "T001", 2).get(0);
        second = county.sign(10, LocalDate.of(1986, 1, 1), "", "T003", 2).get(0);
        clock.moveTo(TODAY);
        county.settle("2026-01", TODAY);
        return county;
    }

    private static String rules(String settings) {
        return TestCounty.demoPolicy("year-end-390")
                .replace("\"coefficientOn\": \"both\"", "\"coefficientOn\": \"both\"" + settings);
    }

    private String first = "";
    private String second = "";

    private static Answer draft(YearEndCounty county, Map<String, String> scores) {
        return county.compute(county.order("2026-01", TODAY, scores, false));
    }

    private static List<String> told(Answer yearEnd, String... fields) {
        return yearEnd.isOk()
                .body()
                .path("lines")
                .valueStream()
                .map(line -> Stream.of(fields)
                        .map(field -> line.path(field).asString())
                        .reduce((one, other) -> one + " " + other)
                        .orElse(""))
                .toList();
    }

    @Test
    void who_is_asked_for_what_is_missing() {
        var county = county("");
        var incomplete = draft(county, Map.of(FIRST, "90")).isRefused(RefusalCode.SCORES_INCOMPLETE);
        assertThat(incomplete.body().path("detail").asString()).endsWith("；payees=" + SECOND);
        var tooMany = draft(county, Map.of(FIRST, "90", SECOND, "90", "H43990100009", "90"))
                .isRefused(RefusalCode.PAYEE_WITHOUT_YEAR);
        assertThat(tooMany.body().path("detail").asString()).endsWith("；payees=H43990100009");
        draft(county, Map.of(FIRST, "90", SECOND, "100.1")).isRefused(RefusalCode.INVALID_VALUE);
        county.compute(county.order("2026-02", TODAY, SCORES, true)).isRefused(RefusalCode.YEAR_NOT_SETTLED);
        county.compute(county.order("2026-01", TODAY.plusDays(1), SCORES, true)).isRefused(RefusalCode.IN_THE_FUTURE);
        county.compute(county.order("2025-12", TODAY, SCORES, true)).isRefused(RefusalCode.NO_YEAR_END_POLICY);
        county.client()
                .post(
                        county.institution(FIRST),
                        "/api/v1/pooling-areas/" + county.area() + "/year-ends",
                        county.order("2026-01", TODAY, SCORES, true))
                .isRefused(RefusalCode.FORBIDDEN);
    }

    /** 8 000 of 10 000 spent at the first, nothing at the second, where nobody was seen. */
    @Test
    void who_saw_nobody_keeps_nothing() {
        var county = county(", \"minimumService\": {\"measure\": \"own_visits_per_head\", \"threshold\": \"0.1\"}");
        county.visited(first, FIRST, "2026-01-05", "80.00", "", false);
        var yearEnd = draft(county, SCORES);
        assertThat(told(yearEnd, "payee", "minimumServiceMet", "differenceFen", "institutionFen", "fundFen"))
                .containsExactly(FIRST + " true 2000 1700 300", SECOND + " false 10000 0 10000");
        var why = county.get("/api/v1/year-ends/" + yearEnd.id() + "/lines/" + SECOND + "/explanation");
        assertThat(why.path("steps")
                        .valueStream()
                        .filter(step -> step.path("rule").asString().equals("minimum_service"))
                        .map(step -> step.path("formula").asString()))
                .containsExactly("0 × 1 ÷ 10 = 0 < 0.1");
    }

    @Test
    void an_alliance_divides_what_a_member_keeps() {
        var county = county(", \"alliance\": {\"lead\": \"6\", \"township\": \"3\", \"village\": \"1\"}");
        county.county().take("institutions", LEAD_AND_CLINIC);
        county.client()
                .post(
                        issuer.administrator(),
                        "/api/v1/institutions/ins_" + county.area() + "_H43990100001/alliance-memberships",
                        Map.of("alliance", "县医共体", "leads", true, "firstDay", "2026-01-01"))
                .isOk();
        county.visited(first, FIRST, "2026-01-05", "80.00", "", false);
        county.visited(second, SECOND, "2026-01-05", "80.00", "", false);
        var yearEnd = draft(county, SCORES).isOk();
        assertThat(yearEnd.body()
                        .path("lines")
                        .valueStream()
                        .flatMap(line -> line.path("shares").valueStream())
                        .map(share -> share.path("institutionId").asString().substring("ins_439901_".length()) + " "
                                + share.path("role").asString() + " "
                                + share.path("amountFen").asLong()))
                .containsExactly(
                        "H43990100001 lead 1020",
                        "H43990100003 township 510",
                        "H43990100005 village 170",
                        "H43990100001 lead 1020",
                        "H43990100004 township 680");
        var batch = HandledBatch.of(http, county.county(), "year_end", "390", THROUGH);
        var township = batch.explanation("ins_" + county.area() + "_" + FIRST);
        assertThat(HandledBatch.results(township, "moves:alliance_given")).containsExactly("-1020", "-170");
        assertThat(HandledBatch.results(township, "balance")).containsExactly("700");
        assertThat(HandledBatch.results(township, "line")).containsExactly("-490");
        assertThat(county.get(township.at("/steps")
                                .valueStream()
                                .filter(step -> step.has("link"))
                                .map(step -> step.path("link").asString())
                                .findFirst()
                                .orElseThrow())
                        .path("id")
                        .asString())
                .isEqualTo(yearEnd.id());
        var lead = batch.explanation("ins_" + county.area() + "_H43990100001");
        assertThat(HandledBatch.results(lead, "moves:alliance_received")).containsExactly("1020", "1020");
        assertThat(lead.path("sentence").asString()).isEqualTo("H43990100001 2026 年终清算，应付 20.40 元");
        batch.published();
        assertThat(batch.detail().get(0))
                .isEqualTo("payee,institution_code,component,of_payee,component_name,amount_yuan");
        assertThat(batch.detail())
                .contains(
                        "H43990100001,H43990100001,alliance_received," + FIRST + ",医共体内自 " + FIRST + " 分得,10.20",
                        FIRST + "," + FIRST + ",paid," + FIRST + ",减：已付,-90.00");
        assertThat(batch.detail().get(batch.detail().size() - 1)).matches("#TOTAL,[0-9]+,14\\.00");
        assertThat(county.held())
                .containsEntry("payable:H43990100001", 2_040L)
                .containsEntry("payable:H43990100005", 170L)
                .doesNotContainKey("retention:" + FIRST + ":390");
    }

    /** As institutions are: 8 000 of 10 000 spent by the people of T001, nothing by those of T003. */
    @Test
    void teams_end_their_year_on_accounts_of_their_own() {
        var county = county("", CAPITATION.replaceFirst("\\{", "{\"payee\": \"team\","));
        county.visited(first, FIRST, "2026-01-05", "80.00", "", false);
        draft(county, SCORES).isRefused(RefusalCode.SCORES_INCOMPLETE);
        var yearEnd = draft(county, Map.of("T001", "100", "T003", "100"));
        assertThat(told(yearEnd, "payee", "institutionFen", "fundFen", "balanceFen"))
                .containsExactly("T001 1700 300 700", "T003 1700 8300 -7300");
        approve(county);
        assertThat(county.held())
                .containsEntry("payable:team:T001", 9_700L)
                .containsEntry("payable:team:T003", 1_700L)
                .doesNotContainKeys("retention:T001:390", "retention:T003:390");
    }

    private static void approve(YearEndCounty county) {
        county.approve(county.secondOfficer(), county.confirmedBatch(THROUGH)).isOk();
    }

    /** 9 000 was prepaid; own spending 1 000, elsewhere 9 000: at a score of 0 the final due is 0, of which 500 is recovered. */
    @Test
    void what_cannot_be_recovered_is_owed_in_the_next_year() {
        var county = county(", \"recoveryCeiling\": \"0.05\"");
        county.visited(first, FIRST, "2026-01-05", "10.00", "", false);
        county.visited(first, SECOND, "2026-01-06", "90.00", "", false);
        var scores = Map.of(FIRST, "0", SECOND, "100");
        var yearEnd = draft(county, scores);
        assertThat(told(yearEnd, "finalDueFen", "balanceFen", "carriedInFen", "carriedOutFen")
                        .get(0))
                .isEqualTo("0 -9000 0 -8500");
        var before = county.held();
        approve(county);
        assertThat(county.held()).containsEntry("receivable:year_end:" + FIRST + ":390", -8_500L);
        assertThat(county.held().getOrDefault("payable:" + FIRST, 0L) - before.getOrDefault("payable:" + FIRST, 0L))
                .isEqualTo(-500);
        clock.moveTo(LocalDate.of(2027, 2, 10));
        county.settle("2027-01", LocalDate.of(2027, 2, 10));
        var next = county.compute(county.order("2027-01", LocalDate.of(2027, 2, 10), SCORES, false));
        assertThat(told(next, "balanceFen", "carriedInFen", "carriedOutFen").get(0))
                .isEqualTo("-7300 -8500 -15300");
    }

    /** At a score of 0 without a visit 12 000 is forfeited and 108 000 taken back, of which 6 000 is recovered at once. */
    @Test
    void a_debt_of_an_earlier_year_is_carried_into_one_that_was_computed_before_it() {
        var county = twoYears(CAPITATION);
        assertThat(told(january(county), CARRIED).get(0)).isEqualTo("-7300 0 -6800");
        var batch = reviewed(county, JANUARY);
        county.step(county.bureau(), batch, "confirmation", Map.of()).isRefused(RefusalCode.LEDGER_DIFFERS);
        assertThat(told(indebted(county), CARRIED).get(0)).isEqualTo("-120000 0 -114000");
        var first =
                county.step(county.bureau(), batch, "confirmation", Map.of()).isRefused(RefusalCode.ANOTHER_YEAR_FIRST);
        assertThat(first.body().path("detail").asString()).endsWith("；year=2026");
        county.approve(county.secondOfficer(), county.confirmedBatch(DECEMBER)).isOk();
        county.step(county.bureau(), batch, "confirmation", Map.of()).isRefused(RefusalCode.BATCH_OUTDATED);
        putBack(county, batch);
        assertThat(told(january(county), CARRIED).get(0)).isEqualTo("-7300 -114000 -120800");
        county.approve(county.secondOfficer(), county.confirmedBatch(JANUARY)).isOk();
        assertThat(county.held())
                .containsEntry(DEBT, -120_800L)
                .doesNotContainKeys("retention:" + FIRST + ":390", "retention:" + SECOND + ":390");
    }

    /** Nothing is withheld, so the ledger does not tell that the year before is open; a later year is approved before it. */
    @Test
    void a_debt_of_a_later_year_is_carried_into_an_earlier_one_that_is_approved_after_it() {
        var county = twoYears(CAPITATION.replace("\"0.9\"", "\"1\""));
        assertThat(told(january(county), CARRIED).get(0)).isEqualTo("-8300 0 -7800");
        var confirmed = county.confirmedBatch(JANUARY);
        assertThat(told(indebted(county), CARRIED).get(0)).isEqualTo("-120000 0 -114000");
        var batch = reviewed(county, DECEMBER);
        county.step(county.bureau(), batch, "confirmation", Map.of()).isRefused(RefusalCode.ANOTHER_YEAR_FIRST);
        county.approve(county.secondOfficer(), confirmed).isOk();
        county.step(county.bureau(), batch, "confirmation", Map.of()).isRefused(RefusalCode.BATCH_OUTDATED);
        putBack(county, batch);
        assertThat(told(indebted(county), CARRIED).get(0)).isEqualTo("-120000 -7800 -121800");
        county.approve(county.secondOfficer(), county.confirmedBatch(DECEMBER)).isOk();
        assertThat(county.held()).containsEntry(DEBT, -121_800L);
    }

    private static final LocalDate NEXT_YEAR = LocalDate.of(2027, 2, 10);
    private static final String DECEMBER = "2026-12";
    private static final String JANUARY = "2027-01";
    private static final String DEBT = "receivable:year_end:" + FIRST + ":390";
    private static final String[] CARRIED = {"balanceFen", "carriedInFen", "carriedOutFen"};

    /** All of 2026 is settled, and January after it; 5 % of a year may be recovered at its end. */
    private YearEndCounty twoYears(String capitation) {
        var county = county(", \"recoveryCeiling\": \"0.05\"", capitation);
        clock.moveTo(NEXT_YEAR);
        for (var month = 2; month <= 12; month++) {
            county.settle("2026-%02d".formatted(month), NEXT_YEAR);
        }
        county.settle(JANUARY, NEXT_YEAR);
        return county;
    }

    private static Answer january(YearEndCounty county) {
        return county.compute(county.order(JANUARY, NEXT_YEAR, SCORES, false));
    }

    /** 2026, in which the first institution has earned nothing. */
    private static Answer indebted(YearEndCounty county) {
        return county.compute(county.order(DECEMBER, NEXT_YEAR, Map.of(FIRST, "0", SECOND, "100"), false));
    }

    private static Answer reviewed(YearEndCounty county, String through) {
        var batch = county.batch(through).isOk();
        county.step(county.secondOfficer(), batch, "review", Map.of()).isOk();
        return batch;
    }

    /** The year was reckoned by a policy that keeps more than the one that was published while its batch was reviewed. */
    @Test
    void a_year_end_is_confirmed_by_the_policy_that_holds_only() {
        var county = county("");
        draft(county, SCORES).isOk();
        var batch = reviewed(county, THROUGH);
        county.county().supersede(rules(", \"recoveryCeiling\": \"0.5\""), "2026-01-31", "");
        county.step(county.bureau(), batch, "confirmation", Map.of()).isRefused(RefusalCode.BATCH_POLICY_REPLACED);
        putBack(county, batch);
        draft(county, SCORES).isOk();
        county.step(county.bureau(), reviewed(county, THROUGH), "confirmation", Map.of())
                .isOk();
    }

    /** A pilot that ends with January: February was computed by mistake. The year is closed for good, and the next one is settled. */
    @Test
    void a_year_that_ends_early_takes_no_later_month_and_the_next_one_is_settled() {
        var county = county("");
        clock.moveTo(LATER);
        var february = month(county, "2026-02").isOk();
        assertThat(told(county.compute(county.order(THROUGH, TODAY, SCORES, true)), "payee"))
                .as("tried out as ever")
                .containsExactly(FIRST, SECOND);
        draft(county, SCORES).isOk();
        var batch = county.batch(THROUGH).isOk();
        county.step(county.secondOfficer(), february, "review", Map.of()).isOk();
        county.step(county.secondOfficer(), batch, "review", Map.of()).isOk();
        county.step(county.bureau(), batch, "confirmation", Map.of()).isRefused(RefusalCode.YEAR_GOES_ON);
        putBack(county, february);
        month(county, "2026-02").isRefused(RefusalCode.BATCH_CLOSED);
        assertThat(months(county)).containsExactly("2026-01", "2026-02");
        county.step(county.bureau(), batch, "confirmation", Map.of()).isOk();
        assertThat(months(county)).containsExactly("2026-01");
        month(county, "2026-02").isRefused(RefusalCode.BATCH_CLOSED);
        county.approve(county.secondOfficer(), batch).isOk();
        month(county, "2026-02").isRefused(RefusalCode.YEAR_END_APPROVED);
        assertThat(missing(county)).isEmpty();

        var nextYear = LocalDate.of(2027, 2, 10);
        clock.moveTo(nextYear);
        assertThat(missing(county)).containsExactly("2027-01");
        county.settle("2027-01", nextYear);
        county.compute(county.order("2027-01", nextYear, SCORES, false)).isOk();
        county.approve(county.secondOfficer(), county.confirmedBatch("2027-01")).isOk();
        assertThat(county.held()).doesNotContainKeys("retention:" + FIRST + ":390", "retention:" + SECOND + ":390");
    }

    /** Known on today, in the morning without a visit that comes in in the afternoon: it is part of what was known today. */
    @Test
    void a_visit_that_comes_in_on_the_day_whose_knowledge_counts_has_the_year_end_computed_again() {
        var county = county("");
        draft(county, SCORES).isOk();
        var batch = county.batch(THROUGH).isOk();
        clock.pass(Duration.ofHours(1));
        county.visited(first, SECOND, "2026-01-06", "30.00", "", false);
        county.step(county.secondOfficer(), batch, "review", Map.of()).isOk();
        county.step(county.bureau(), batch, "confirmation", Map.of()).isRefused(RefusalCode.BATCH_OUTDATED);
        putBack(county, batch);
        var again = draft(county, SCORES);
        assertThat(told(again, "payee", "differenceFen").get(0))
                .isNotEqualTo(FIRST + " 10000")
                .startsWith(FIRST);
        approve(county);
    }

    /** One visit is charged and cancelled when the year is over; another of its days comes in when it is over. */
    @Test
    void what_an_approved_year_charged_is_told_whatever_is_said_after_it() {
        var county = county("");
        county.visited(first, SECOND, "2026-01-06", "30.00", "", false);
        clock.pass(Duration.ofHours(1));
        draft(county, SCORES).isOk();
        approve(county);
        clock.moveTo(LATER);
        county.visited(first, SECOND, "2026-01-07", "20.00", "", false);
        var before = county.get("/api/v1/visits/vis_" + county.area() + "_V1/explanation");
        assertThat(before.path("chargedFen").asLong()).isPositive();
        county.client()
                .post(
                        county.bureau(),
                        "/api/v1/visits/vis_" + county.area() + "_V1/cancellation",
                        Map.of("reason", "entered_twice", "note", "test"))
                .isOk();
        var after = county.get("/api/v1/visits/vis_" + county.area() + "_V1/explanation");
        assertThat(after.path("chargedFen")).isEqualTo(before.path("chargedFen"));
        assertThat(after.path("sentence")).isEqualTo(before.path("sentence"));
        assertThat(after.path("steps")
                        .valueStream()
                        .map(step -> step.path("rule").asString()))
                .endsWith("cancelled_after_year_end");
        var late = county.get("/api/v1/visits/vis_" + county.area() + "_V2/explanation");
        assertThat(late.path("chargedFen").asLong()).isZero();
        assertThat(late.at("/steps/0/rule").asString()).isEqualTo("taken_in_after_year_end");
    }

    /** The year's end is reviewed, so no later month is computed; none stands, and a run of months does not say so. */
    @Test
    void a_run_of_months_after_the_reviewed_end_of_the_year_is_refused() {
        var county = county("");
        clock.moveTo(LATER);
        draft(county, SCORES).isOk();
        county.step(county.secondOfficer(), county.batch(THROUGH).isOk(), "review", Map.of())
                .isOk();
        var run = county.client()
                .post(
                        county.bureau(),
                        "/api/v1/pooling-areas/" + county.area() + "/monthly-runs",
                        Map.of(
                                "schemes",
                                List.of("390"),
                                "fromMonth",
                                "2026-02",
                                "throughMonth",
                                "2026-02",
                                "knownOn",
                                LATER.toString()))
                .isOk();
        var unit = await().atMost(RUN_WAIT)
                .until(
                        () -> county.get("/api/v1/monthly-runs/" + run.id()).at("/units/0"),
                        told -> !told.path("status").asString().equals("waiting"));
        assertThat(unit.path("status").asString() + " "
                        + unit.path("refusalCode").asString())
                .isEqualTo("refused batch_closed");
    }

    /** Of eleven heads one is heard in January to have been another's all the year before: two visits of ten heads, not of nine. */
    @Test
    void heads_of_the_year_before_are_none_of_those_who_are_served() {
        var next = LocalDate.of(2027, 2, 10);
        clock.moveTo(LocalDate.of(2025, 12, 21));
        var guarded = rules(", \"minimumService\": {\"measure\": \"own_visits_per_head\", \"threshold\": \"0.21\"}");
        var county =
                YearEndCounty.open(http, issuer, CAPITATION, TestCounty.demoPolicy("visits-elsewhere-390"), guarded);
        var numbers = county.sign(11, LocalDate.of(1976, 1, 1), "", "T001", 2);
        clock.moveTo(TODAY);
        county.settle("2026-01", TODAY);
        var scores = Map.of(FIRST, "95");
        county.compute(county.order("2026-01", TODAY, scores, false)).isOk();
        county.approve(county.secondOfficer(), county.confirmedBatch("2026-01")).isOk();
        clock.moveTo(next);
        county.county().take("enrolments", "证件号码,险种,起始日期\n" + numbers.get(10) + ",310,2026-01-01\n");
        county.visited(numbers.get(0), FIRST, "2027-01-05", "10.00", "", false);
        county.visited(numbers.get(1), FIRST, "2027-01-06", "10.00", "", false);
        county.settle("2027-01", next);
        var yearEnd = county.compute(county.order("2027-01", next, scores, false));
        assertThat(told(yearEnd, "payee", "personMonths", "minimumServiceMet")).containsExactly(FIRST + " 9 false");
        var why = county.get("/api/v1/year-ends/" + yearEnd.id() + "/lines/" + FIRST + "/explanation");
        assertThat(why.path("steps")
                        .valueStream()
                        .filter(step -> step.path("rule").asString().equals("minimum_service"))
                        .map(step -> step.path("formula").asString()))
                .containsExactly("2 × 1 ÷ 10 = 0.2 < 0.21");
    }

    /** A later month that is confirmed is not taken back any more: it is approved, and the year ends with it. */
    @Test
    void a_later_month_that_is_confirmed_is_settled_with_the_year() {
        var county = county("");
        clock.moveTo(LATER);
        draft(county, SCORES).isOk();
        county.settle("2026-02", LATER);
        var early = county.batch(THROUGH).isOk();
        county.step(county.secondOfficer(), early, "review", Map.of()).isOk();
        county.step(county.bureau(), early, "confirmation", Map.of()).isRefused(RefusalCode.YEAR_GOES_ON);
        putBack(county, early);
        county.compute(county.order("2026-02", LATER, SCORES, false)).isOk();
        county.approve(county.secondOfficer(), county.confirmedBatch("2026-02")).isOk();
        assertThat(county.held()).doesNotContainKeys("retention:" + FIRST + ":390", "retention:" + SECOND + ":390");
    }

    /** Chen is in the pilot until 10 February and, registered again, an employee from the 12th: of the two, the pilot's is first. */
    @Test
    void a_scheme_whose_year_has_ended_early_leaves_its_people_to_the_other() {
        clock.moveTo(LocalDate.of(2025, 12, 21));
        var county =
                YearEndCounty.open(http, issuer, CAPITATION, TestCounty.demoPolicy("visits-elsewhere-390"), rules(""));
        county.county().publish(CAPITATION.replace("\"390\"", "\"310\""), "2026-02-01", "");
        county.sign(10, LocalDate.of(1976, 1, 1), "", "T001", 2);
        county.sign(10, LocalDate.of(1986, 1, 1), "", "T003", 2);
        var inPilot = TestCounty.identityNumber(LocalDate.of(1966, 1, 1), 1);
        var employed = TestCounty.identityNumber(LocalDate.of(1966, 1, 1), 3);
        county.county()
                .take(
                        "residents",
                        TestCounty.RESIDENT_COLUMNS
                                + TestCounty.resident("陈", inPilot, "390", "", "一般") + "\n"
                                + TestCounty.resident("陈", employed, "310", "", "一般"));
        county.county()
                .take(
                        "contracts",
                        TestCounty.CONTRACT_COLUMNS
                                + inPilot + ",T001,基础包,2025-12-20,2026-01-01,2026-02-10,纸质\n"
                                + employed + ",T003,基础包,2025-12-20,2026-02-12,2026-12-31,纸质");
        clock.moveTo(TODAY);
        county.settle("2026-01", TODAY);
        clock.moveTo(LATER);
        county.client()
                .post(
                        issuer.administrator(),
                        "/api/v1/residents/" + resident(county, employed) + "/merge",
                        Map.of("survivorId", resident(county, inPilot), "reason", "registered_twice"))
                .isOk();
        assertThat(employees(county)).as("the pilot may go on").isZero();
        draft(county, SCORES).isOk();
        approve(county);
        assertThat(employees(county)).as("it has ended with January").isEqualTo(1);
    }

    /** How many count under 310 in February. */
    private static long employees(YearEndCounty county) {
        return county.client()
                .post(
                        county.bureau(),
                        "/api/v1/pooling-areas/" + county.area() + "/settlement-batches",
                        Map.of("fund", "310", "month", "2026-02", "knownOn", LATER.toString()))
                .isOk()
                .body()
                .path("heads")
                .asLong();
    }

    private String resident(YearEndCounty county, String number) {
        return county.client()
                .post(
                        issuer.administrator(),
                        "/api/v1/pooling-areas/" + county.area() + "/resident-lookups",
                        Map.of("number", number, "purpose", "service"))
                .isOk()
                .body()
                .path("residentId")
                .asString();
    }

    private static Answer month(YearEndCounty county, String month) {
        return county.client()
                .post(
                        county.bureau(),
                        "/api/v1/pooling-areas/" + county.area() + "/settlement-batches",
                        Map.of("fund", "390", "month", month, "knownOn", LATER.toString()));
    }

    /** The months that are computed, or further. */
    private static List<String> months(YearEndCounty county) {
        return county.get("/api/v1/pooling-areas/" + county.area() + "/settlement-batches")
                .path("data")
                .valueStream()
                .filter(batch -> batch.path("kind").asString().equals("capitation_month"))
                .map(batch -> batch.path("month").asString())
                .toList();
    }

    /** The months that somebody should compute. */
    private static List<String> missing(YearEndCounty county) {
        return county.get("/api/v1/pooling-areas/" + county.area() + "/missing-settlement-batches")
                .path("data")
                .valueStream()
                .map(missed -> missed.path("month").asString())
                .toList();
    }

    /**
     * 30 yuan elsewhere in January; of another 20 yuan of January and 10 of February is heard before February is computed. What
     * is deducted month by month and what is left for the year end come to the same in the end.
     */
    @Test
    void what_was_deducted_month_by_month_is_not_charged_again() {
        var monthly = deducting("monthly");
        var atTheEnd = deducting("year_end");
        assertThat(monthly.ofMonths()).containsExactly(3_000L, 3_000L);
        assertThat(atTheEnd.ofMonths()).containsExactly(0L, 0L);
        assertThat(monthly.dueBefore()).as("two months of 9 000, less 6 000").isEqualTo(12_000);
        assertThat(atTheEnd.dueBefore()).isEqualTo(18_000);
        assertThat(monthly.dueAfter()).isEqualTo(atTheEnd.dueAfter());
    }

    /**
     * 60 yuan elsewhere were taken off in January. Of a visit of 30 the insurer took the settlement back, and February gives it back; of one
     * of 20 before the year end is approved, of one of 10 after it.
     */
    @Test
    void what_was_deducted_for_a_cancelled_visit_is_given_back() {
        clock.moveTo(LocalDate.of(2025, 12, 21));
        var county = YearEndCounty.open(
                http, issuer, CAPITATION, visitsDeducted("monthly"), TestCounty.demoPolicy("year-end-390"));
        first = county.sign(10, LocalDate.of(1976, 1, 1), "", "T001", 2).get(0);
        county.sign(10, LocalDate.of(1986, 1, 1), "", "T003", 2);
        clock.moveTo(TODAY);
        county.visited(first, SECOND, "2026-01-06", "30.00", "", false);
        county.visited(first, SECOND, "2026-01-07", "20.00", "", false);
        county.visited(first, SECOND, "2026-01-08", "10.00", "", false);
        county.settle("2026-01", TODAY);
        clock.moveTo(LATER);
        settlementReversed(county, "V1");
        county.settle("2026-02", LATER);
        assertThat(deductions(county)).containsExactly(6_000L, -3_000L);
        var order = county.order("2026-02", LATER, SCORES, false);
        assertThat(told(county.compute(order), "payee", "deductedFen", "elsewhereFen"))
                .containsExactly(FIRST + " 3000 3000", SECOND + " 0 0");
        settlementReversed(county, "V2");
        var yearEnd = county.compute(order);
        assertThat(told(yearEnd, "payee", "deductedFen", "elsewhereFen"))
                .containsExactly(FIRST + " 3000 1000", SECOND + " 0 0");
        county.approve(county.secondOfficer(), county.confirmedBatch("2026-02")).isOk();
        settlementReversed(county, "V3");
        county.compute(order).isRefused(RefusalCode.YEAR_END_APPROVED);
        assertThat(told(
                        county.client().get(county.bureau(), "/api/v1/year-ends/" + yearEnd.id()),
                        "payee",
                        "elsewhereFen"))
                .as("as it was approved")
                .containsExactly(FIRST + " 1000", SECOND + " 0");
    }

    private static void settlementReversed(YearEndCounty county, String serial) {
        county.client()
                .post(
                        county.bureau(),
                        "/api/v1/visits/vis_" + county.area() + "_" + serial + "/cancellation",
                        Map.of("reason", "settlement_reversed"))
                .isOk();
    }

    /**
     * Who begins after the 15th counts from February; January takes off 300 yuan all the same. Of a year without entitlement
     * nothing is borne where there is a ceiling, and all is given back.
     */
    @Test
    void what_was_deducted_from_a_payee_without_heads_is_reconciled() {
        clock.moveTo(LocalDate.of(2025, 12, 21));
        var yearEndPolicy = TestCounty.demoPolicy("year-end-390")
                .replace("\"overspend\": {", "\"overspend\": {\"ceiling\": \"0.1\",");
        var county = YearEndCounty.open(http, issuer, CAPITATION, visitsDeducted("monthly"), yearEndPolicy);
        county.sign(10, LocalDate.of(1976, 1, 1), "", "T001", 2);
        var late = TestCounty.identityNumber(LocalDate.of(1986, 1, 1), 1);
        county.county()
                .take("residents", TestCounty.RESIDENT_COLUMNS + TestCounty.resident("居民", late, "390", "", "一般"));
        county.county()
                .take(
                        "contracts",
                        TestCounty.CONTRACT_COLUMNS + late + ",T003,基础包,2025-12-20,2026-01-20,2026-12-31,纸质");
        clock.moveTo(TODAY);
        county.visited(late, FIRST, "2026-01-25", "300.00", "", false);
        county.settle("2026-01", TODAY);
        assertThat(told(draft(county, SCORES), "payee", "differenceFen", "institutionFen", "fundFen", "balanceFen"))
                .containsExactly(FIRST + " 10000 1700 8300 -7300", SECOND + " 30000 0 30000 30000");
        var before = county.held().getOrDefault("payable:" + SECOND, 0L);
        approve(county);
        assertThat(county.held().getOrDefault("payable:" + SECOND, 0L) - before).isEqualTo(30_000);
    }

    /** Under contract since January, counted since July: a visit of March is nobody's, and one visit of ten heads is a tenth. */
    @Test
    void a_year_that_begins_in_july_knows_no_visit_before() {
        clock.moveTo(LocalDate.of(2025, 12, 21));
        var guarded = rules(", \"minimumService\": {\"measure\": \"own_visits_per_head\", \"threshold\": \"0.2\"}");
        var county = YearEndCounty.open(http, issuer, CAPITATION, "2026-07-01", visitsDeducted("monthly"), guarded);
        first = county.sign(10, LocalDate.of(1976, 1, 1), "", "T001", 2).get(0);
        county.sign(10, LocalDate.of(1986, 1, 1), "", "T003", 2);
        var august = LocalDate.of(2026, 8, 10);
        clock.moveTo(august);
        county.visited(first, SECOND, "2026-03-05", "50.00", "", false);
        county.visited(first, FIRST, "2026-07-05", "10.00", "", false);
        county.settle("2026-07", august);
        assertThat(deductions(county)).containsExactly(0L);
        var yearEnd = county.compute(county.order("2026-07", august, SCORES, false));
        assertThat(told(yearEnd, "payee", "minimumServiceMet", "differenceFen", "institutionFen", "balanceFen"))
                .containsExactly(FIRST + " false 9000 0 -8000", SECOND + " false 10000 0 -9000");
        var why = county.get("/api/v1/year-ends/" + yearEnd.id() + "/lines/" + FIRST + "/explanation");
        assertThat(why.path("steps")
                        .valueStream()
                        .filter(step -> step.path("rule").asString().equals("minimum_service"))
                        .map(step -> step.path("formula").asString()))
                .containsExactly("1 × 1 ÷ 10 = 0.1 < 0.2");
        assertThat(List.of("V1", "V2"))
                .as("of March, of July")
                .extracting(serial -> county.get("/api/v1/visits/vis_" + county.area() + "_" + serial + "/explanation")
                        .at("/steps/0/rule")
                        .asString())
                .containsExactly("year_not_begun", "contract_on_day");
    }

    private static String visitsDeducted(String when) {
        return TestCounty.demoPolicy("visits-elsewhere-390")
                .replace("\"deduct\": \"year_end\"", "\"deduct\": \"" + when + '"');
    }

    /** What was deducted in two months, and what the first institution is owed before and after the year's end. */
    private record Deducted(List<Long> ofMonths, long dueBefore, long dueAfter) {}

    private Deducted deducting(String when) {
        clock.moveTo(LocalDate.of(2025, 12, 21));
        var county = YearEndCounty.open(
                http, issuer, CAPITATION, visitsDeducted(when), TestCounty.demoPolicy("year-end-390"));
        first = county.sign(10, LocalDate.of(1976, 1, 1), "", "T001", 2).get(0);
        county.sign(10, LocalDate.of(1986, 1, 1), "", "T003", 2);
        clock.moveTo(TODAY);
        county.visited(first, SECOND, "2026-01-06", "30.00", "", false);
        county.settle("2026-01", TODAY);
        clock.moveTo(LATER);
        county.visited(first, SECOND, "2026-01-07", "20.00", "", false);
        county.visited(first, SECOND, "2026-02-08", "10.00", "", false);
        county.settle("2026-02", LATER);
        var before = due(county);
        county.compute(county.order("2026-02", LATER, SCORES, false)).isOk();
        county.approve(county.secondOfficer(), county.confirmedBatch("2026-02")).isOk();
        if (when.equals("monthly")) {
            saysWhatWasDeducted(county);
        }
        return new Deducted(deductions(county), before, due(county));
    }

    private static void saysWhatWasDeducted(YearEndCounty county) {
        var february = county.get("/api/v1/pooling-areas/" + county.area() + "/settlement-batches")
                .at("/data/1/id")
                .asString();
        var steps = county.get("/api/v1/settlement-batches/" + february + "/lines/ins_" + county.area() + "_" + FIRST
                        + "/explanation")
                .path("steps");
        var last = steps.get(steps.size() - 1);
        assertThat(last.path("rule").asString()).isEqualTo("visits_deducted");
        assertThat(last.path("formula").asString()).isEqualTo("6000 − 3000");
        assertThat(last.path("result").asString()).isEqualTo("3000");
    }

    private static long due(YearEndCounty county) {
        return county.held().getOrDefault("payable:" + FIRST, 0L) - FEES;
    }

    private static List<Long> deductions(YearEndCounty county) {
        return county.get("/api/v1/pooling-areas/" + county.area() + "/settlement-batches")
                .path("data")
                .valueStream()
                .filter(batch -> batch.path("kind").asString().equals("capitation_month"))
                .map(batch -> county.get(
                                "/api/v1/settlement-batches/" + batch.path("id").asString() + "/lines")
                        .at("/data/0/deductedFen")
                        .asLong())
                .toList();
    }

    /** What an adjustment of a month paid counts as paid: with it or without, the year comes to the same. */
    @Test
    void what_adjustments_of_its_months_paid_is_set_off() {
        var plain = county("");
        reconcile(plain);
        var due = due(plain);

        var county = county("");
        county.county().approve(adjusted(county, month(county), 500).isOk().body());
        var open = adjusted(county, month(county), -200).isOk();
        assertThat(told(draft(county, SCORES), "payee", "adjustedFen")).containsExactly(FIRST + " 500", SECOND + " 0");
        var batch = county.batch(THROUGH).isOk();
        assertThat(steps(county, open, "review", "confirmation")).containsExactly("200", "200");
        county.step(county.secondOfficer(), batch, "review", Map.of()).isOk();
        assertThat(steps(county, open, "approval")).containsExactly("409 batch_closed");
        county.step(county.bureau(), batch, "confirmation", Map.of()).isRefused(RefusalCode.YEAR_NOT_SETTLED);
        putBack(county, batch);
        assertThat(steps(county, open, "approval")).containsExactly("202");
        county.step(county.secondOfficer(), batch, "review", Map.of()).isOk();
        county.step(county.bureau(), batch, "confirmation", Map.of()).isRefused(RefusalCode.BATCH_OUTDATED);
        adjusted(county, month(county), 100).isRefused(RefusalCode.BATCH_CLOSED);
        putBack(county, batch);

        county.county().approve(adjusted(county, open.id(), 50).isOk().body());
        var late = adjusted(county, month(county), 100).isOk();
        var yearEnd = reconcile(county);
        assertThat(told(yearEnd, "payee", "adjustedFen"))
                .as("500 − 200, of which 50 were given back")
                .containsExactly(FIRST + " 350", SECOND + " 0");
        assertThat(due(county)).isEqualTo(due);
        var why = county.get("/api/v1/year-ends/" + yearEnd.id() + "/lines/" + FIRST + "/explanation");
        assertThat(why.path("steps")
                        .valueStream()
                        .filter(step -> step.path("rule").asString().equals("adjusted"))
                        .map(step -> step.path("resultFen").asLong()))
                .containsExactly(350L);
        assertThat(steps(county, late, "review", "confirmation")).containsExactly("200", "409 batch_closed");
    }

    /** What the officers are told who take these steps with an adjustment. */
    private static List<String> steps(YearEndCounty county, Answer adjustment, String... steps) {
        var seen = '"' + adjustment.body().path("digestSm3").asString() + '"';
        return Stream.of(steps)
                .map(step -> county.county()
                        .step(step.equals("confirmation") ? "wu" : "zheng", adjustment.body(), step, seen, Map.of()))
                .toList();
    }

    private static void putBack(YearEndCounty county, Answer batch) {
        county.step(county.bureau(), batch, "return", Map.of("reason", "月批次有调整"))
                .isOk();
    }

    private Answer reconcile(YearEndCounty county) {
        var yearEnd = draft(county, SCORES).isOk();
        county.approve(county.secondOfficer(), county.confirmedBatch(THROUGH)).isOk();
        return yearEnd;
    }

    private static String month(YearEndCounty county) {
        return county.get("/api/v1/pooling-areas/" + county.area() + "/settlement-batches")
                .path("data")
                .valueStream()
                .filter(batch -> batch.path("kind").asString().equals("capitation_month"))
                .map(batch -> batch.path("id").asString())
                .findFirst()
                .orElseThrow();
    }

    private static Answer adjusted(YearEndCounty county, String batchId, long fen) {
        return county.client()
                .post(
                        county.bureau(),
                        "/api/v1/settlement-batches/" + batchId + "/adjustments",
                        Map.of(
                                "lines",
                                List.of(Map.of(
                                        "payeeId",
                                        "ins_" + county.area() + "_" + FIRST,
                                        "amountFen",
                                        fen,
                                        "reason",
                                        "一月更正"))));
    }

    @Test
    void of_many_who_approve_at_once_one_posts() throws Exception {
        var county = county("");
        county.visited(first, FIRST, "2026-01-05", "80.00", "", false);
        draft(county, SCORES).isOk();
        var batch = county.confirmedBatch(THROUGH);
        List<Callable<Answer>> calls = Stream.of("li", "wu", "zheng", "wang")
                .map(name ->
                        (Callable<Answer>) () -> county.approve(county.county().bureau(name), batch))
                .toList();
        assertThat(RegistryClient.atOnce(calls).stream().map(Answer::code))
                .containsExactlyInAnyOrder("", "batch_not_ready", "batch_not_ready", "batch_not_ready");
        assertThat(county.get("/api/v1/pooling-areas/" + county.area() + "/year-ends")
                        .at("/data/0/status")
                        .asString())
                .isEqualTo("approved");
    }

    @Test
    void a_draft_computed_again_keeps_its_place_and_what_was_computed_from_it_before_goes_no_further() {
        var county = county("");
        var before = draft(county, SCORES).isOk();
        var outdated = county.batch(THROUGH).isOk();
        county.visited(first, FIRST, "2026-01-05", "80.00", "", false);
        var after = draft(county, SCORES).isOk();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.body().path("digestSm3")).isNotEqualTo(before.body().path("digestSm3"));
        county.step(county.secondOfficer(), outdated, "review", Map.of()).isOk();
        county.step(county.bureau(), outdated, "confirmation", Map.of()).isRefused(RefusalCode.BATCH_OUTDATED);
        county.step(county.bureau(), outdated, "return", Map.of("reason", "已重新清算"))
                .isOk();
        county.approve(county.secondOfficer(), county.confirmedBatch(THROUGH)).isOk();
    }

    /** 8 500 of the first year is owed: 3 000 comes by bank, 1 500 is given up, and the next year end takes in the other 4 000. */
    @Test
    void a_debt_comes_by_bank_or_is_given_up_by_two_people() {
        var county = county(", \"recoveryCeiling\": \"0.05\"");
        county.visited(first, FIRST, "2026-01-05", "10.00", "", false);
        county.visited(first, SECOND, "2026-01-06", "90.00", "", false);
        draft(county, Map.of(FIRST, "0", SECOND, "100")).isOk();
        var confirmed = county.confirmedBatch(THROUGH);
        recovered(county, 1, "ZH0").isRefused(RefusalCode.BATCH_CLOSED);
        county.approve(county.secondOfficer(), confirmed).isOk();
        assertThat(owed(county)).isEqualTo(8_500);

        recovered(county, 8_501, "ZH1").isRefused(RefusalCode.ABOVE_DEBT);
        recovered(county, 3_000, "ZH1").isOk();
        recovered(county, 1, "ZH1").isRefused(RefusalCode.BANK_REFERENCE_RECORDED);
        proposed(county, 5_501).isRefused(RefusalCode.ABOVE_DEBT);
        proposed(county, 1_500).isOk();
        assertThat(owed(county)).as("until a second person agrees").isEqualTo(5_500);
        var writeOff = movements(county).get(2).path("id").asString();
        decided(county, county.bureau(), writeOff, true).isRefused(RefusalCode.SECOND_PERSON_NEEDED);
        decided(county, county.secondOfficer(), writeOff, true).isOk();
        decided(county, county.secondOfficer(), writeOff, true).isRefused(RefusalCode.WRITE_OFF_DECIDED);
        proposed(county, 4_000).isOk();
        var rejected = movements(county).get(3).path("id").asString();
        decided(county, county.secondOfficer(), rejected, false).isOk();
        assertThat(movements(county))
                .extracting(movement -> movement.path("kind").asString() + " "
                        + movement.path("amountFen").asLong())
                .containsExactlyInAnyOrder("carried 8500", "recovered 3000", "written_off 1500", "rejected 4000");
        assertThat(owed(county)).isEqualTo(4_000);
        assertThat(county.held()).containsEntry(DEBT, -4_000L);
        assertThat(county.get("/api/v1/pooling-areas/" + county.area() + "/money-tie-out")
                        .path("ties")
                        .asBoolean())
                .isTrue();

        clock.moveTo(NEXT_YEAR);
        county.settle(JANUARY, NEXT_YEAR);
        assertThat(told(january(county), CARRIED).get(0)).contains(" -4000 ");
    }

    /** Of 8 500 owed, 3 000 are booked as come by bank, which was another payee's money, and then 2 000 that were. */
    @Test
    void a_recovery_that_was_booked_by_mistake_is_taken_back_by_another_person() {
        var county = county(", \"recoveryCeiling\": \"0.05\"");
        county.visited(first, FIRST, "2026-01-05", "10.00", "", false);
        county.visited(first, SECOND, "2026-01-06", "90.00", "", false);
        draft(county, Map.of(FIRST, "0", SECOND, "100")).isOk();
        county.approve(county.secondOfficer(), county.confirmedBatch(THROUGH)).isOk();
        recovered(county, 3_000, "ZH1").isOk();
        var recovery = movements(county).stream()
                .filter(movement -> movement.path("kind").asString().equals("recovered"))
                .map(movement -> movement.path("id").asString())
                .findFirst()
                .orElseThrow();
        assertThat(county.held()).containsEntry(DEBT, -5_500L);

        takenBack(county, county.bureau(), "take-back-1", recovery).isRefused(RefusalCode.SECOND_PERSON_NEEDED);
        takenBack(county, county.secondOfficer(), "take-back-2", recovery).isOk();
        takenBack(county, county.secondOfficer(), "take-back-2", recovery).isOk();
        takenBack(county, county.secondOfficer(), "take-back-3", recovery).isRefused(RefusalCode.RECOVERY_REVERSED);
        assertThat(owed(county)).isEqualTo(8_500);
        assertThat(county.held()).containsEntry(DEBT, -8_500L);
        recovered(county, 2_000, "ZH1").isOk();
        assertThat(movements(county))
                .extracting(movement -> movement.path("kind").asString() + " "
                        + movement.path("amountFen").asLong())
                .containsExactlyInAnyOrder("carried 8500", "recovered 3000", "reversed 3000", "recovered 2000");
        assertThat(county.get("/api/v1/pooling-areas/" + county.area() + "/money-tie-out")
                        .path("ties")
                        .asBoolean())
                .isTrue();

        clock.moveTo(NEXT_YEAR);
        county.settle(JANUARY, NEXT_YEAR);
        assertThat(told(january(county), CARRIED).get(0)).contains(" -6500 ");
        var confirmed = county.confirmedBatch(JANUARY);
        var other = movements(county).stream()
                .filter(movement -> movement.path("amountFen").asLong() == 2_000)
                .map(movement -> movement.path("id").asString())
                .findFirst()
                .orElseThrow();
        takenBack(county, county.secondOfficer(), "take-back-4", other).isRefused(RefusalCode.BATCH_CLOSED);
        county.approve(county.secondOfficer(), confirmed).isOk();
        takenBack(county, county.secondOfficer(), "take-back-5", recovery.replace("ent_", "yre_"))
                .isRefused(RefusalCode.NOT_FOUND);
    }

    private static Answer takenBack(YearEndCounty county, String token, String key, String recovery) {
        return county.client()
                .post(token, "/api/v1/year-end-recoveries/" + recovery + "/reversal", key, Map.of("note", "他人款项"));
    }

    private static String debts(YearEndCounty county) {
        return "/api/v1/pooling-areas/" + county.area() + "/year-end-debts";
    }

    private static Answer recovered(YearEndCounty county, long fen, String bankReference) {
        return county.client()
                .post(
                        county.bureau(),
                        debts(county) + "/recoveries",
                        Map.of(
                                "scheme",
                                "390",
                                "payee",
                                FIRST,
                                "amountFen",
                                fen,
                                "receivedOn",
                                TODAY.toString(),
                                "bankReference",
                                bankReference));
    }

    private static Answer proposed(YearEndCounty county, long fen) {
        return county.client()
                .post(
                        county.bureau(),
                        debts(county) + "/write-offs",
                        Map.of("scheme", "390", "payee", FIRST, "amountFen", fen, "reason", "机构已撤销"));
    }

    private static Answer decided(YearEndCounty county, String token, String writeOff, boolean accepted) {
        return county.client()
                .post(token, "/api/v1/year-end-write-offs/" + writeOff + "/decision", Map.of("accepted", accepted));
    }

    private static List<JsonNode> movements(YearEndCounty county) {
        return county.get(debts(county)).at("/data/0/movements").valueStream().toList();
    }

    private static long owed(YearEndCounty county) {
        return county.get(debts(county)).at("/data/0/owedFen").asLong();
    }

    /** Nothing is withheld, so that the later year is kept waiting by the draft alone, which is given up with its batch. */
    @Test
    void a_draft_is_given_up_while_nobody_has_looked_at_its_batch() {
        var county = twoYears(CAPITATION.replace("\"0.9\"", "\"1\""));
        var draft = indebted(county).isOk();
        var batch = reviewed(county, DECEMBER);
        january(county).isOk();
        var waiting = reviewed(county, JANUARY);
        county.step(county.bureau(), waiting, "confirmation", Map.of()).isRefused(RefusalCode.ANOTHER_YEAR_FIRST);
        var address = "/api/v1/year-ends/" + draft.id() + "/discarding";
        var reason = Map.of("reason", "改按分月清算");
        county.client().post(county.bureau(), address, "discard-1", reason).isRefused(RefusalCode.BATCH_CLOSED);
        putBack(county, batch);
        county.client().post(county.bureau(), address, "discard-2", reason).isOk();
        county.client().post(county.bureau(), address, "discard-2", reason).isOk();
        county.client().post(county.bureau(), address, "discard-3", reason).isRefused(RefusalCode.NOT_FOUND);
        county.batch(DECEMBER).isRefused(RefusalCode.YEAR_END_NOT_COMPUTED);
        var discarded = county.get("/api/v1/pooling-areas/" + county.area() + "/discarded-year-ends")
                .path("data")
                .valueStream()
                .toList();
        assertThat(discarded).singleElement().satisfies(one -> {
            assertThat(one.path("id").asString()).isEqualTo(draft.id());
            assertThat(one.path("throughMonth").asString()).isEqualTo(DECEMBER);
            assertThat(one.path("reason").asString()).isEqualTo("改按分月清算");
            assertThat(one.path("digestSm3")).isEqualTo(draft.body().path("digestSm3"));
            assertThat(one.path("discardedBy").asString()).contains("chen");
            assertThat(one.path("discardedAt").asString()).startsWith(NEXT_YEAR.toString());
        });
        var confirmed =
                county.step(county.bureau(), waiting, "confirmation", Map.of()).isOk();
        county.approve(county.secondOfficer(), confirmed).isOk();
        var approved = county.get("/api/v1/pooling-areas/" + county.area() + "/year-ends")
                .at("/data/0/id")
                .asString();
        county.client()
                .post(county.bureau(), "/api/v1/year-ends/" + approved + "/discarding", reason)
                .isRefused(RefusalCode.YEAR_END_APPROVED);
    }

    /** Else a confirmed batch could neither be approved nor computed again. */
    @Test
    void a_year_end_whose_batch_people_have_looked_at_is_not_computed_again() {
        var county = county("");
        draft(county, SCORES).isOk();
        var reviewed = county.batch(THROUGH).isOk();
        county.step(county.secondOfficer(), reviewed, "review", Map.of()).isOk();
        draft(county, SCORES).isRefused(RefusalCode.BATCH_CLOSED);
        county.step(county.bureau(), reviewed, "return", Map.of("reason", "漏计一次就诊"))
                .isOk();
        draft(county, SCORES).isOk();
        var confirmed = county.confirmedBatch(THROUGH);
        draft(county, SCORES).isRefused(RefusalCode.BATCH_CLOSED);
        county.approve(county.secondOfficer(), confirmed).isOk();
        draft(county, SCORES).isRefused(RefusalCode.YEAR_END_APPROVED);
    }
}
