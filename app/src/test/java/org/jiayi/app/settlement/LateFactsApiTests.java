package org.jiayi.app.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What is heard late, and what those who confirm a batch look at before: DOMAIN §5. */
@JiayiTest
@Timeout(120)
class LateFactsApiTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 10, 10);

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final MovableClock clock;
    private final MissedRuns missedRuns;
    private final TestDatabase database;

    LateFactsApiTests(
            WebTestClient http, TestIssuer issuer, MovableClock clock, MissedRuns missedRuns, TestDatabase database) {
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
        this.missedRuns = missedRuns;
        this.database = database;
        clock.moveTo(TODAY);
    }

    /**
     * Under 390: Li with hypertension at the first institution; Wang, 75 years old, at the second, who died on 20 January, which
     * was told on 12 March. Zhou is not insured.
     */
    private TestCounty county() {
        var county = countyOfTheLiving();
        county.take("events", TestCounty.EVENT_COLUMNS + number(1950, 2) + ",死亡,2026-01-20,2026-03-12,");
        return county;
    }

    private TestCounty countyOfTheLiving() {
        var county = TestCounty.open(http, issuer).withTeams().withDemoPolicies();
        county.take(
                "residents",
                TestCounty.RESIDENT_COLUMNS
                        + String.join(
                                "\n",
                                TestCounty.resident("李", number(1960, 1), "390", "高血压", "一般"),
                                TestCounty.resident("王", number(1950, 2), "390", "", "一般"),
                                TestCounty.resident("周", number(1980, 5), "", "", "一般")));
        county.take(
                "contracts",
                TestCounty.CONTRACT_COLUMNS
                        + String.join(
                                "\n", contract(1960, 1, "T001"), contract(1950, 2, "T003"), contract(1980, 5, "T001")));
        return county;
    }

    /** Worked by hand: 28 650 fen × 1.55 ÷ 12 = 3 700.625 a month. */
    @Test
    void a_death_heard_of_late_takes_the_months_back_in_the_open_one() {
        var county = county();
        compute(county, "2026-01", "2026-02-05");
        compute(county, "2026-02", "2026-03-05");
        var march = compute(county, "2026-03", "2026-04-05");
        assertThat(march.get("heads").asLong()).isEqualTo(1);
        assertThat(march.get("correctedHeads").asLong()).isEqualTo(-1);
        var line = line(county, march, TestCounty.SECOND_INSTITUTION);
        assertThat(line.get("correctedHeads").asLong()).isEqualTo(-1);
        assertThat(line.get("entitlementFen").asLong()).isEqualTo(-3700);
        assertThat(line.get("cumulativeEntitlementFen").asLong()).isEqualTo(3701);
        var corrections = get(county, march, "corrections").get("data");
        assertThat(corrections).hasSize(1);
        assertThat(corrections.get(0).get("forMonth").asString()).isEqualTo("2026-02");
        assertThat(corrections.get(0).get("personMonths").asInt()).isEqualTo(-1);
        assertThat(corrections.get(0).get("reason").asString()).isEqualTo("death");
        assertThat(corrections.get(0).get("reasonName").asString()).isEqualTo("死亡");
        var again = compute(county, "2026-03", "2026-04-05");
        assertThat(again.get("digestSm3")).as("the same inputs").isEqualTo(march.get("digestSm3"));
        var april = compute(county, "2026-04", "2026-05-05");
        assertThat(april.get("correctedHeads").asLong()).as("once only").isZero();
    }

    /** Wang died before her contract began: recorded on 10 January, before January was counted, and told by a file after it. */
    @Test
    void what_was_recorded_before_a_month_was_counted_and_told_after_it_takes_the_month_back() {
        clock.moveTo(LocalDate.of(2026, 1, 25));
        var county = countyOfTheLiving();
        clock.moveTo(LocalDate.of(2026, 2, 6));
        assertThat(compute(county, "2026-01", "2026-02-05").get("heads").asLong())
                .isEqualTo(2);
        clock.moveTo(LocalDate.of(2026, 2, 20));
        county.take("events", TestCounty.EVENT_COLUMNS + number(1950, 2) + ",死亡,2025-12-25,2026-01-10,");
        clock.moveTo(LocalDate.of(2026, 3, 6));
        var february = compute(county, "2026-02", "2026-03-05");
        assertThat(february.get("heads").asLong()).isEqualTo(1);
        assertThat(february.get("correctedHeads").asLong()).isEqualTo(-1);
        var line = line(county, february, TestCounty.SECOND_INSTITUTION);
        assertThat(line.get("entitlementFen").asLong()).isEqualTo(-3701);
        assertThat(line.get("cumulativeEntitlementFen").asLong()).isZero();
        var corrections = get(county, february, "corrections").get("data");
        assertThat(corrections).hasSize(1);
        assertThat(corrections.get(0).get("forMonth").asString()).isEqualTo("2026-01");
        assertThat(corrections.get(0).get("reason").asString()).isEqualTo("contract_ended");
    }

    /** Back pay: February, which was taken back in March, and March and April, in which she did not count. */
    @Test
    void a_death_that_is_revoked_brings_the_months_back_in_the_open_one() {
        var county = county();
        compute(county, "2026-01", "2026-02-05");
        compute(county, "2026-02", "2026-03-05");
        assertThat(compute(county, "2026-03", "2026-04-05")
                        .get("correctedHeads")
                        .asLong())
                .isEqualTo(-1);
        compute(county, "2026-04", "2026-05-05");
        var wang = resident(county, number(1950, 2));
        new RegistryClient(http)
                .post(
                        county.bureau("wu"),
                        "/api/v1/residents/" + wang + "/death/revocation",
                        Map.of("reason", "wrong_report", "evidenceKind", "seen_alive", "evidenceReference", "走访记录3号"))
                .isOk();
        var may = compute(county, "2026-05", "2026-10-10");
        assertThat(may.get("heads").asLong()).isEqualTo(2);
        assertThat(may.get("correctedHeads").asLong()).isEqualTo(3);
        assertThat(get(county, may, "corrections")
                        .get("data")
                        .valueStream()
                        .map(correction -> correction.get("forMonth").asString() + " "
                                + correction.get("personMonths").asInt() + " "
                                + correction.get("reason").asString()))
                .containsExactlyInAnyOrder(
                        "2026-02 1 counted_late", "2026-03 1 counted_late", "2026-04 1 counted_late");
        var line = line(county, may, TestCounty.SECOND_INSTITUTION);
        assertThat(line.get("cumulativeEntitlementFen").asLong())
                .as("five months of 3 700.625")
                .isEqualTo(18_503);
        assertThat(line.get("entitlementFen").asLong()).isEqualTo(18_503 - 3_701);
        assertThat(compute(county, "2026-06", "2026-10-10")
                        .get("correctedHeads")
                        .asLong())
                .as("once only")
                .isZero();
    }

    /** Chen's contract ended on 10 January; the same Chen, registered again, signed for the time from the 12th. */
    @Test
    void one_person_who_is_registered_twice_counts_once() {
        var county = county();
        chenTwice(county, "390", "2026-01-10", "2026-01-12");
        var january = compute(county, "2026-01", "2026-02-05");
        assertThat(january.get("heads").asLong()).isEqualTo(4);
        var first = resident(county, number(1970, 11));
        var second = resident(county, number(1970, 13));
        merge(second, first);
        var anomalies = get(county, january, "anomalies").get("data");
        assertThat(anomalies
                        .valueStream()
                        .filter(anomaly -> anomaly.get("kind").asString().equals("duplicate"))
                        .map(anomaly -> anomaly.get("residentId").asString()))
                .containsExactly(second);

        var february = compute(county, "2026-02", "2026-10-10");
        assertThat(february.get("correctedHeads").asLong()).isEqualTo(-1);
        var correction = get(county, february, "corrections").get("data").get(0);
        assertThat(correction.get("residentId").asString()).isEqualTo(second);
        assertThat(correction.get("reason").asString()).isEqualTo("duplicate");
        assertThat(correction.get("reasonName").asString()).isEqualTo("重复登记");

        var again = compute(county, "2026-01", "2026-10-10");
        assertThat(again.get("heads").asLong()).isEqualTo(3);
        assertThat(rules(get(county, again, "residents/" + second + "/explanation")))
                .containsExactly("contract_counts", "insured", "counted_once");
    }

    /** The same Chen, but the registration whose contract ended is insured under 310: January is that scheme's. */
    @Test
    void one_person_under_two_schemes_counts_under_the_one_of_the_contract_that_began_earlier() {
        var county = county();
        chenTwice(county, "310", "2026-01-10", "2026-01-12");
        var second = resident(county, number(1970, 13));
        assertThat(compute(county, "2026-01", "2026-02-05").get("heads").asLong())
                .isEqualTo(3);
        merge(second, resident(county, number(1970, 11)));
        var february = compute(county, "2026-02", "2026-10-10");
        var correction = only(get(county, february, "corrections").get("data"), "residentId", second);
        assertThat(correction.get("personMonths").asInt()).isEqualTo(-1);
        assertThat(correction.get("reason").asString()).isEqualTo("duplicate");
        var again = compute(county, "2026-01", "2026-10-10");
        assertThat(again.get("heads").asLong()).isEqualTo(2);
        var explained = get(county, again, "residents/" + second + "/explanation");
        assertThat(rules(explained)).containsExactly("contract_counts", "insured", "counted_once");
        assertThat(explained.toString()).contains("险种 310 登记 " + resident(county, number(1970, 11)));
    }

    /** The same Chen counts in January under 310, until its institution's objection is accepted; 390 has closed its January by then. */
    @Test
    void who_is_left_out_under_one_scheme_counts_late_under_the_other() throws SQLException {
        var county = county();
        chenTwice(county, "310", "2026-01-10", "2026-01-12");
        var first = resident(county, number(1970, 11));
        var second = resident(county, number(1970, 13));
        merge(second, first);
        assertThat(compute(county, "2026-01", TODAY.toString()).get("heads").asLong())
                .isEqualTo(2);
        clock.moveTo(TODAY.plusDays(3));
        leftOut(county, first);
        clock.moveTo(TODAY.plusDays(5));
        var february = compute(county, "2026-02", TODAY.plusDays(4).toString());
        var correction = only(get(county, february, "corrections").get("data"), "residentId", second);
        assertThat(correction.get("personMonths").asInt()).isEqualTo(1);
        assertThat(correction.get("reason").asString()).isEqualTo("counted_late");
    }

    /**
     * Chen counts in February under 310, by the policy by which that scheme counted it. Another one, which is published later, counts nobody
     * with the basic package: 390 does not pay for Chen because of it.
     */
    @Test
    void a_month_is_counted_again_beside_the_policy_that_the_other_scheme_counted_it_by() {
        var county = countedUnderBoth();
        new RegistryClient(http)
                .post(
                        issuer.administrator(),
                        "/api/v1/residents/" + resident(county, number(1970, 11)) + "/circumstances",
                        Map.of("firstDay", "2026-02-05", "economicCategory", "low_income"))
                .isOk();
        assertThat(heardInMarch(county)).isEmpty();
    }

    /** The same, but 310 counts February by it before it is closed: nobody but 390 pays for Chen any more, which has closed its own. */
    @Test
    void a_month_is_counted_again_when_the_other_scheme_counts_it_by_another_policy() {
        var county = countedUnderBoth();
        computeOfEmployees(county, "2026-02");
        assertThat(heardInMarch(county)).containsExactly("counted_late");
        computeOfEmployees(county, "2026-03");
        assertThat(compute(county, "2026-04", TODAY.plusDays(4).toString())
                        .get("correctedHeads")
                        .asLong())
                .isZero();
    }

    /** Chen's January and February are counted by both, and paid by 310, whose policy of February is superseded then. */
    private TestCounty countedUnderBoth() {
        var county = county();
        chenTwice(county, "310", "2026-02-10", "2026-02-12");
        merge(resident(county, number(1970, 13)), resident(county, number(1970, 11)));
        for (var month : List.of("2026-01", "2026-02")) {
            computeOfEmployees(county, month);
            assertThat(compute(county, month, TODAY.toString()).get("heads").asLong())
                    .as("but Chen")
                    .isEqualTo(month.equals("2026-01") ? 2 : 1);
        }
        clock.moveTo(TODAY.plusDays(3));
        county.supersede(
                TestCounty.demoPolicy("capitation-310").replace("\"basic\", ", ""), "2026-02-01", "2027-01-01");
        return county;
    }

    private void computeOfEmployees(TestCounty county, String month) {
        Map<String, Object> employees =
                Map.of("kind", "capitation_month", "fund", "310", "month", month, "knownOn", TODAY.toString());
        new RegistryClient(http)
                .post(county.bureau("wu"), "/api/v1/pooling-areas/" + county.area() + "/settlement-batches", employees)
                .isOk();
    }

    /** Why heads of earlier months are corrected in March. */
    private List<String> heardInMarch(TestCounty county) {
        clock.moveTo(TODAY.plusDays(5));
        var march = compute(county, "2026-03", TODAY.plusDays(4).toString());
        return get(county, march, "corrections")
                .get("data")
                .valueStream()
                .map(correction -> correction.get("reason").asString())
                .toList();
    }

    /** An accepted objection to January's list under 310 names the resident. */
    private void leftOut(TestCounty county, String resident) throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO roster_roster (area, scheme, month, deadline, published_by, published_at)
                    VALUES ('%1$s', '310', '2026-01-01', '2026-10-20', 'test', '%2$s');
                    INSERT INTO roster_objection (area, objection_id, scheme, month, institution_code, resident_id, reason, note,
                        objected_by, objected_at, accepted, answer, answered_by, answered_at, part)
                    VALUES ('%1$s', '%3$s', '310', '2026-01-01', '%4$s', '%3$s', 'not_ours', '', 'test', '%2$s', true, '',
                        'test', '%2$s', '');
                    INSERT INTO capitation_exclusion (area, scheme, month, resident_id, institution_code, objection_id)
                    VALUES ('%1$s', '310', '2026-01-01', '%3$s', '%4$s', '%3$s')
                    """.formatted(
                            county.area(),
                            clock.instant(),
                            resident.substring("res_439901_".length()),
                            TestCounty.FIRST_INSTITUTION));
        }
    }

    /** Chen is registered twice, the first time under that scheme; the one contract lasts until that day, the other begins on this. */
    private static void chenTwice(TestCounty county, String scheme, String lastDay, String firstDay) {
        county.take(
                "residents",
                TestCounty.RESIDENT_COLUMNS
                        + TestCounty.resident("陈", number(1970, 11), scheme, "", "一般") + "\n"
                        + TestCounty.resident("陈", number(1970, 13), "390", "", "一般"));
        county.take(
                "contracts",
                TestCounty.CONTRACT_COLUMNS
                        + contract(1970, 11, "T001").replace("2026-12-31", lastDay) + "\n"
                        + contract(1970, 13, "T003").replace("2026-01-01", firstDay));
    }

    private void merge(String residentId, String survivorId) {
        new RegistryClient(http)
                .post(
                        issuer.administrator(),
                        "/api/v1/residents/" + residentId + "/merge",
                        Map.of("survivorId", survivorId, "reason", "registered_twice"))
                .isOk();
    }

    @Test
    void a_month_known_before_the_one_before_corrects_nothing() {
        var county = county();
        compute(county, "2026-01", "2026-04-05");
        var february = compute(county, "2026-02", "2026-03-05");
        assertThat(february.get("correctedHeads").asLong()).isZero();
    }

    @Test
    void a_dry_run_answers_what_would_be_computed_and_keeps_nothing() {
        var county = county();
        compute(county, "2026-01", "2026-02-05");
        var rehearsed = Objects.requireNonNull(computing(county, "2026-02", "2026-03-05", true)
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
        assertThat(batches(county)).hasSize(1);
        var real = compute(county, "2026-02", "2026-03-05");
        assertThat(rehearsed.get("digestSm3")).isEqualTo(real.get("digestSm3"));
        assertThat(rehearsed.get("entitlementFen")).isEqualTo(real.get("entitlementFen"));
    }

    @Test
    void a_month_is_seen_beside_the_one_before() {
        var county = county();
        compute(county, "2026-01", "2026-02-05");
        compute(county, "2026-02", "2026-03-05");
        var march = compute(county, "2026-03", "2026-04-05");
        var comparison = get(county, march, "comparison");
        assertThat(comparison.get("monthBefore").asString()).isEqualTo("2026-02");
        Map<String, String> seen = new TreeMap<>();
        comparison
                .get("payees")
                .forEach(payee -> seen.put(
                        payee.get("institutionId").asString().substring(11),
                        payee.get("headsBefore").asLong() + "→"
                                + payee.get("heads").asLong() + " jump "
                                + payee.get("jump").asBoolean() + movements(payee)));
        assertThat(seen)
                .containsEntry(TestCounty.FIRST_INSTITUTION, "1→1 jump false[]")
                .containsEntry(TestCounty.SECOND_INSTITUTION, "1→0 jump true[death −1]");
    }

    private static List<String> movements(JsonNode payee) {
        List<String> movements = new ArrayList<>();
        payee.get("movements")
                .forEach(movement -> movements.add(movement.get("reason").asString()
                        + (movement.get("came").asLong() > 0
                                ? " +" + movement.get("came").asLong()
                                : "")
                        + (movement.get("gone").asLong() > 0
                                ? " −" + movement.get("gone").asLong()
                                : "")));
        return movements;
    }

    /** Counted in the morning; in the afternoon it is heard that Li had died before January. The head is explained as it was counted. */
    @Test
    void a_head_is_explained_by_what_was_known_when_it_was_counted() {
        var county = county();
        clock.pass(Duration.ofHours(1));
        var january = compute(county, "2026-01", TODAY.toString());
        var resident = resident(county, number(1960, 1));
        var path = "residents/" + resident + "/explanation";
        var before = get(county, january, path);
        clock.pass(Duration.ofHours(1));
        county.take("events", TestCounty.EVENT_COLUMNS + number(1960, 1) + ",死亡,2026-01-01," + TODAY + ",\n");
        new RegistryClient(http)
                .post(
                        issuer.administrator(),
                        "/api/v1/residents/" + resident + "/circumstances",
                        Map.of("firstDay", "2026-01-01", "insurance", Map.of("scheme", "310")))
                .isOk();
        assertThat(rules(before)).startsWith("contract_counts", "insured", "risk_group");
        assertThat(get(county, january, path)).isEqualTo(before);
    }

    @Test
    void a_line_and_a_head_explain_themselves_and_so_does_who_does_not_count() {
        var county = county();
        var january = compute(county, "2026-01", "2026-02-05");
        var payee = "ins_" + county.area() + "_" + TestCounty.FIRST_INSTITUTION;
        var explained = get(county, january, "lines/" + payee + "/explanation");
        assertThat(rules(explained))
                .containsExactly("heads", "exact_sum", "cumulative_entitlement", "cumulative_prepayment", "retention");
        assertThat(explained.get("steps").get(0).get("formula").asString()).isEqualTo("1 × 42975 ÷ 12");
        assertThat(explained.get("steps").get(1).get("result").asString()).isEqualTo("3581.25");
        assertThat(explained.get("steps").get(2).get("result").asString()).isEqualTo("3581");
        assertThat(explained.get("sentence").asString()).contains("35.81 元");
        var heads = get(county, january, "person-months").get("data");
        var counted = get(
                county, january, "residents/" + heads.get(0).get("residentId").asString() + "/explanation");
        assertThat(rules(counted)).contains("contract_counts", "insured", "risk_group", "annual_amount");
        var zhou = resident(county, number(1980, 5));
        var uncounted = get(county, january, "residents/" + zhou + "/explanation");
        assertThat(rules(uncounted)).containsExactly("contract_counts", "not_insured");
        assertThat(uncounted.get("sentence").asString()).contains("不计入");
        assertThat(TestCounty.told(asking(county, january, "lines/ins_" + county.area() + "_H99999999999/explanation")))
                .isEqualTo("404 not_found");
    }

    private static List<String> rules(JsonNode explanation) {
        List<String> rules = new ArrayList<>();
        explanation.get("steps").forEach(step -> rules.add(step.get("rule").asString()));
        return rules;
    }

    @Test
    void a_month_that_is_over_and_was_not_computed_is_missed() {
        var county = county();
        compute(county, "2026-01", "2026-02-05");
        List<String> missing = new ArrayList<>();
        county.get("/api/v1/pooling-areas/" + county.area() + "/missing-settlement-batches", county.bureau("wu"))
                .get("data")
                .forEach(month -> missing.add(month.get("scheme").asString() + " "
                        + month.get("month").asString()));
        assertThat(missing).contains("310 2026-01", "390 2026-02", "390 2026-09");
        assertThat(missing).doesNotContain("390 2026-01", "390 2026-10");
    }

    /** By the tenth of the following month; January is computed, and of the rest each is told of once. */
    @Test
    void a_month_that_is_due_and_was_not_computed_is_told_of_once() {
        clock.moveTo(LocalDate.of(2026, 2, 5));
        var county = TestCounty.open(http, issuer).withTeams();
        var document = TestCounty.demoPolicy("capitation-390").replaceFirst("\\{", "{\"dueDay\": 10,");
        county.publish(document, "2026-01-01", "2027-01-01");
        compute(county, "2026-01", "2026-02-05");
        clock.moveTo(LocalDate.of(2026, 4, 9));
        assertThat(toldMissing(county)).containsExactly("390-2026-02 due 2026-03-10");
        clock.moveTo(LocalDate.of(2026, 4, 10));
        assertThat(toldMissing(county)).containsExactly("390-2026-02 due 2026-03-10", "390-2026-03 due 2026-04-10");
        assertThat(toldMissing(county)).hasSize(2);
    }

    private List<String> toldMissing(TestCounty county) {
        missedRuns.tell(county.area()).block(Duration.ofSeconds(20));
        List<String> told = new ArrayList<>();
        county.get("/api/v1/pooling-areas/" + county.area() + "/events", county.bureau("wu"))
                .get("data")
                .forEach(event -> {
                    if (event.get("kind").asString().equals("run.missing")) {
                        told.add(event.get("subjectId").asString() + " due "
                                + event.get("effectiveOn").asString());
                    }
                });
        return told;
    }

    @Test
    void a_policy_shows_the_table_that_is_signed() {
        var county = county();
        var policies = county.get("/api/v1/pooling-areas/" + county.area() + "/policies", county.bureau("wu"));
        Map<String, String> ids = new TreeMap<>();
        policies.get("data")
                .forEach(policy -> ids.put(
                        policy.get("kind").asString() + policy.get("subject").asString(),
                        policy.get("id").asString()));
        var tariff = county.get("/api/v1/policies/" + ids.get("capitation390") + "/tariff", county.bureau("wu"));
        assertThat(tariff.get("signedDigestSm3").asString())
                .isEqualTo(tariff.get("digestSm3").asString());
        assertThat(only(tariff.get("entries"), "key", "quota_fen").get("value").asString())
                .isEqualTo("28650");
        var differences = county.get(
                "/api/v1/policies/" + ids.get("capitation390") + "/tariff/differences?with=" + ids.get("capitation390"),
                county.bureau("wu"));
        assertThat(differences.get("data")).isEmpty();
        var rows = tariff.get("rows");
        var infants = only(rows, "label", "0-6岁·男·一般人群");
        assertThat(infants.get("coefficient").asString()).isEqualTo("1.2");
        assertThat(infants.get("annualQuotaFen").asString()).isEqualTo("34380");
        assertThat(TestCounty.told(http.get()
                        .uri("/api/v1/policies/" + ids.get("contract_fee") + "/tariff")
                        .headers(headers -> headers.setBearerAuth(county.bureau("wu")))
                        .exchange()))
                .isEqualTo("404 not_found");
    }

    @Test
    void a_draft_is_tried_on_the_real_roster_and_nothing_is_written() {
        var county = county();
        compute(county, "2026-01", "2026-02-05");
        compute(county, "2026-02", "2026-02-05");
        var before =
                get(county, compute(county, "2026-02", "2026-02-05"), "lines").toString();
        var document = TestCounty.demoPolicy("capitation-390").replace("28650", "57300");
        var draft = Objects.requireNonNull(county.draft("wu", document, "2027-01-01", "2028-01-01")
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
        var simulated = simulate(county, draft.get("id").asString(), 2026)
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        assertThat(Objects.requireNonNull(simulated).get("personMonths").asLong())
                .isEqualTo(4);
        // Li 28 650 × 2 × 1.5 ÷ 12 × 2 = 14 325; Wang × 1.55 = 14 802.5
        assertThat(simulated.get("simulatedFen").asLong()).isEqualTo(14_325 + 14_803);
        assertThat(simulated.get("bookedFen").asLong()).isEqualTo(7_163 + 7_401);
        assertThat(simulated.get("winners").asInt()).isEqualTo(2);
        assertThat(simulated.get("losers").asInt()).isZero();
        assertThat(simulated
                        .get("histogram")
                        .valueStream()
                        .filter(bucket -> bucket.get("payees").asInt() > 0)
                        .map(JsonNode::toString))
                .as("both get twice as much: the open end")
                .containsExactly("{\"fromPercent\":50,\"payees\":2}");
        assertThat(get(county, only(batches(county), "2026-02"), "lines").toString())
                .isEqualTo(before);
        assertThat(TestCounty.told(simulate(county, draft.get("id").asString(), 2025)))
                .isEqualTo("422 month_not_counted");
        clock.moveTo(LocalDate.of(2026, 2, 4));
        assertThat(TestCounty.told(simulate(county, draft.get("id").asString(), 2026)))
                .as("what will be known tomorrow")
                .isEqualTo("422 in_the_future at /knownOn");
    }

    /** Li alone, at the first institution, comes to 3 581.25 a month; each of the two gets 150 000 all the same, while it is open. */
    @Test
    void the_policy_that_a_year_was_booked_by_comes_to_what_was_booked() {
        clock.moveTo(LocalDate.of(2026, 1, 5));
        var county = TestCounty.open(http, issuer).withTeams();
        county.publish(TestCounty.demoPolicy("contract-fee"), "2025-01-01", "");
        var document = TestCounty.demoPolicy("capitation-390").replaceFirst("\\{", "{\"floorFen\": 150000,");
        var policy = county.publish(document, "2026-01-01", "");
        county.take(
                "residents",
                TestCounty.RESIDENT_COLUMNS + TestCounty.resident("李", number(1960, 1), "390", "高血压", "一般"));
        county.take("contracts", TestCounty.CONTRACT_COLUMNS + contract(1960, 1, "T001"));
        new RegistryClient(http)
                .post(
                        issuer.administrator(),
                        "/api/v1/institutions/ins_" + county.area() + "_" + TestCounty.SECOND_INSTITUTION
                                + "/standings",
                        Map.of("standing", "closed", "firstDay", "2026-02-01"))
                .isOk();
        clock.moveTo(TODAY);
        compute(county, "2026-01", "2026-02-05");
        compute(county, "2026-02", "2026-02-05");
        var simulated = Objects.requireNonNull(simulate(county, policy, 2026)
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
        var payees = simulated.get("payees");
        assertThat(payees.valueStream().map(payee -> payee.get("simulatedFen").asLong()))
                .containsExactly(300_000L, 150_000L);
        assertThat(payees.valueStream().map(payee -> payee.get("differenceFen").asLong()))
                .containsExactly(0L, 0L);
    }

    /** As where a later program reads the document otherwise; and as what was published before tables were stored whole. */
    @Test
    void nothing_is_priced_by_a_table_that_was_not_signed() throws SQLException {
        clock.moveTo(LocalDate.of(2026, 1, 5));
        var county = TestCounty.open(http, issuer).withTeams();
        county.publish(TestCounty.demoPolicy("contract-fee"), "2025-01-01", "");
        var document = TestCounty.demoPolicy("capitation-390");
        var policy = county.publish(document, "2026-01-01", "");
        county.take(
                "residents",
                TestCounty.RESIDENT_COLUMNS + TestCounty.resident("李", number(1960, 1), "390", "高血压", "一般"));
        county.take("contracts", TestCounty.CONTRACT_COLUMNS + contract(1960, 1, "T001"));
        clock.moveTo(TODAY);
        compute(county, "2026-01", "2026-02-05");
        change(county, "UPDATE capitation_table SET digest_sm3 = repeat('0', 64)");
        assertThat(TestCounty.told(computing(county, "2026-02", "2026-02-05", false)))
                .isEqualTo("409 tariff_not_as_signed");
        assertThat(TestCounty.told(simulate(county, policy, 2026))).isEqualTo("409 tariff_not_as_signed");
        var draft = Objects.requireNonNull(county.draft("wu", document, "2027-01-01", "2028-01-01")
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
        simulate(county, draft.get("id").asString(), 2026).expectStatus().isOk();
        change(county, "DELETE FROM capitation_table");
        compute(county, "2026-02", "2026-02-05");
        simulate(county, policy, 2026).expectStatus().isOk();
    }

    private void change(TestCounty county, String tables) throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute(tables + " WHERE area = '" + county.area() + "'");
        }
    }

    private WebTestClient.ResponseSpec simulate(TestCounty county, String policyId, int year) {
        return http.post()
                .uri("/api/v1/pooling-areas/{area}/capitation-simulations", county.area())
                .headers(headers -> headers.setBearerAuth(county.bureau("wu")))
                .bodyValue(Map.of("policyId", policyId, "year", year, "knownOn", "2026-02-05"))
                .exchange();
    }

    private JsonNode compute(TestCounty county, String month, String knownOn) {
        return Objects.requireNonNull(computing(county, month, knownOn, false)
                .expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    private WebTestClient.ResponseSpec computing(TestCounty county, String month, String knownOn, boolean dryRun) {
        return http.post()
                .uri("/api/v1/pooling-areas/{area}/settlement-batches", county.area())
                .headers(headers -> headers.setBearerAuth(county.bureau("wu")))
                .bodyValue(Map.of("fund", "390", "month", month, "knownOn", knownOn, "dryRun", dryRun))
                .exchange();
    }

    private static JsonNode batches(TestCounty county) {
        return county.get("/api/v1/pooling-areas/" + county.area() + "/settlement-batches", county.bureau("wu"))
                .get("data");
    }

    private static JsonNode only(JsonNode batches, String month) {
        return only(batches, "month", month);
    }

    private static JsonNode only(JsonNode things, String field, String value) {
        for (var thing : things) {
            if (thing.get(field).asString().equals(value)) {
                return thing;
            }
        }
        throw new AssertionError(value);
    }

    private static JsonNode get(TestCounty county, JsonNode batch, String what) {
        return county.get("/api/v1/settlement-batches/" + batch.get("id").asString() + "/" + what, county.bureau("wu"));
    }

    private WebTestClient.ResponseSpec asking(TestCounty county, JsonNode batch, String what) {
        return http.get()
                .uri("/api/v1/settlement-batches/" + batch.get("id").asString() + "/" + what)
                .headers(headers -> headers.setBearerAuth(county.bureau("wu")))
                .exchange();
    }

    private static JsonNode line(TestCounty county, JsonNode batch, String institution) {
        for (var line : get(county, batch, "lines").get("data")) {
            if (line.get("institutionId").asString().endsWith(institution)) {
                return line;
            }
        }
        throw new AssertionError(institution);
    }

    private String resident(TestCounty county, String documentNumber) {
        var found = http.post()
                .uri("/api/v1/pooling-areas/{area}/resident-lookups", county.area())
                .headers(headers -> headers.setBearerAuth(issuer.administrator()))
                .bodyValue(Map.of("number", documentNumber, "purpose", "signing"))
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        return Objects.requireNonNull(found).path("residentId").asString();
    }

    private static String number(int year, int order) {
        return TestCounty.identityNumber(LocalDate.of(year, 3, 1), order);
    }

    private static String contract(int year, int order, String team) {
        return String.join(",", number(year, order), team, "基础包", "2025-12-20", "2026-01-01", "2026-12-31", "纸质");
    }
}
