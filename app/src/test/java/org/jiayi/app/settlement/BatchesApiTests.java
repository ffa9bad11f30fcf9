package org.jiayi.app.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jiayi.app.HandledBatch;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.RegistryClient;
import org.jiayi.app.RegistryClient.Answer;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** A month's settlement from 测算 to the approval: DOMAIN §5 and §6. */
@JiayiTest
@Timeout(120)
class BatchesApiTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 10, 10);

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;

    BatchesApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        clock.moveTo(TODAY);
    }

    /**
     * Under 390: Li with hypertension at the first institution; Wang, 75 years old, at the second until her death on 10
     * February, recorded on the 12th; Zhao from 20 January at the first, counted from February. Under 310: Qian and Sun, one
     * at each. Zhou is not insured here.
     */
    private TestCounty county() {
        var county = TestCounty.open(http, issuer).withTeams().withDemoPolicies();
        county.take(
                "residents",
                TestCounty.RESIDENT_COLUMNS
                        + String.join(
                                "\n",
                                TestCounty.resident("李", number(1960, 1), "390", "高血压", "一般"),
                                TestCounty.resident("王", number(1950, 2), "390", "", "一般"),
                                TestCounty.resident("赵", number(1990, 6), "390", "", "一般"),
                                TestCounty.resident("钱", number(1980, 3), "310", "", "一般"),
                                TestCounty.resident("孙", number(1980, 4), "310", "", "一般"),
                                TestCounty.resident("周", number(1980, 5), "", "", "一般")));
        county.take(
                "contracts",
                TestCounty.CONTRACT_COLUMNS
                        + String.join(
                                "\n",
                                contract(1960, 1, "T001", "2026-01-01"),
                                contract(1950, 2, "T003", "2026-01-01"),
                                contract(1990, 6, "T002", "2026-01-20"),
                                contract(1980, 3, "T001", "2026-01-01"),
                                contract(1980, 4, "T003", "2026-01-01"),
                                contract(1980, 5, "T001", "2026-01-01")));
        county.take("events", TestCounty.EVENT_COLUMNS + number(1950, 2) + ",死亡,2026-02-10,2026-02-12,");
        return county;
    }

    /** Worked by hand: 28 650 fen a year; Li × 1.5, Wang × 1.55, Zhao × 0.65; nine tenths prepaid; rounded over the year. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # months | institution  | heads | entitlement | prepaid | retained | entitlement of the year
            2026-01  | H43990100003 | 1     | 3581        | 3223    | 358      | 3581
            2026-01  | H43990100004 | 1     | 3701        | 3331    | 370      | 3701
            2026-02  | H43990100003 | 2     | 5133        | 4620    | 513      | 8714
            2026-02  | H43990100004 | 1     | 3700        | 3330    | 370      | 7401
            2026-03  | H43990100003 | 2     | 5134        | 4620    | 514      | 13848
            2026-03  | H43990100004 | 0     | 0           | 0       | 0        | 7401
            """)
    void a_month_is_booked_as_an_accountant_books_it(
            String month,
            String institution,
            long heads,
            long entitlement,
            long prepaid,
            long retained,
            long ofTheYear) {
        var county = county();
        var batch = computeThrough(county, month);
        var line = only(lines(county, batch, county.bureau("wu")), "ins_" + county.area() + "_" + institution);
        assertThat(List.of(
                        line.get("heads").asLong(),
                        line.get("entitlementFen").asLong(),
                        line.get("prepaymentFen").asLong(),
                        line.get("retentionFen").asLong(),
                        line.get("cumulativeEntitlementFen").asLong()))
                .containsExactly(heads, entitlement, prepaid, retained, ofTheYear);
    }

    @Test
    void a_batch_is_confirmed_and_approved_by_two_people_who_have_seen_it() {
        var county = county();
        var batch = computeThrough(county, "2026-01");
        assertThat(told(county, "wu", batch, "approval", etag(batch))).isEqualTo("409 batch_not_ready");
        assertThat(told(county, "zheng", batch, "review", null)).isEqualTo("428 precondition_required");
        assertThat(told(county, "wu", batch, "review", etag(batch))).isEqualTo("409 second_person_needed");
        assertThat(told(county, "wu", batch, "confirmation", etag(batch))).isEqualTo("409 batch_not_ready");
        assertThat(told(county, "zheng", batch, "review", etag(batch))).isEqualTo("200");
        assertThat(told(county, "zheng", batch, "review", etag(batch))).isEqualTo("409 batch_not_ready");
        assertThat(told(county, "wu", batch, "confirmation", null)).isEqualTo("428 precondition_required");
        assertThat(told(county, "wu", batch, "confirmation", "\"another digest\""))
                .isEqualTo("412 precondition_failed");
        assertThat(told(county, "wu", batch, "confirmation", etag(batch))).isEqualTo("200");
        assertThat(told(county, "wu", batch, "confirmation", etag(batch))).isEqualTo("409 batch_not_ready");
        assertThat(told(county, "zheng", batch, "approval", null)).isEqualTo("428 precondition_required");
        assertThat(told(county, "wu", batch, "approval", etag(batch))).isEqualTo("409 second_person_needed");
        assertThat(told(county, "zheng", batch, "approval", etag(batch))).isEqualTo("202");
        assertThat(told(county, "zheng", batch, "approval", etag(batch))).isEqualTo("409 batch_not_ready");
        var approved = county.get("/api/v1/settlement-batches/" + id(batch), county.bureau("wu"));
        assertThat(approved.get("reviewedBy").asString()).isEqualTo("zheng");
        assertThat(approved.get("confirmedBy").asString()).isEqualTo("wu");
        assertThat(approved.get("approvedBy").asString()).isEqualTo("zheng");
    }

    @Test
    void what_was_looked_at_before_the_last_computation_is_not_confirmed() {
        var county = county();
        computeThrough(county, "2026-02");
        var before = compute(county, "390", "2026-03", "2026-02-11");
        var after = compute(county, "390", "2026-03", "2026-02-12");
        assertThat(before.get("heads").asLong())
                .as("her death is not known yet")
                .isEqualTo(3);
        assertThat(after.get("heads").asLong()).as("it is").isEqualTo(2);
        assertThat(id(after)).as("it keeps its place").isEqualTo(id(before));
        assertThat(told(county, "zheng", after, "review", etag(before))).isEqualTo("412 precondition_failed");
        assertThat(told(county, "zheng", after, "review", etag(after))).isEqualTo("200");
    }

    @Test
    void what_will_be_known_tomorrow_is_not_asked() {
        var county = county();
        assertThat(TestCounty.told(
                        computing(county, "390", "2026-01", TODAY.plusDays(1).toString())))
                .isEqualTo("422 in_the_future at /knownOn");
        assertThat(TestCounty.told(computing(county, "390", "2026-01", TODAY.toString())))
                .isEqualTo("201");
    }

    @Test
    void the_months_of_a_year_are_computed_in_order() {
        var county = county();
        assertThat(computeTold(county, "390", "2026-02")).isEqualTo("409 month_out_of_order");
        compute(county, "390", "2026-01", TODAY.toString());
        assertThat(computeTold(county, "390", "2026-03")).isEqualTo("409 month_out_of_order");
        assertThat(computeTold(county, "310", "2026-02")).as("another scheme").isEqualTo("409 month_out_of_order");
        assertThat(computeTold(county, "390", "2025-12")).isEqualTo("422 no_capitation_policy");
        assertThat(computeTold(county, "390", "2027-01")).isEqualTo("422 no_capitation_policy");
        assertThat(computeTold(county, "390", "2026-02")).isEqualTo("201");
    }

    @Test
    void an_open_month_computed_again_takes_the_later_open_months_with_it() {
        var county = county();
        computeThrough(county, "2026-03");
        compute(county, "310", "2026-01", TODAY.toString());
        assertThat(months(county)).containsExactly("2026-01 310", "2026-01 390", "2026-02 390", "2026-03 390");
        compute(county, "390", "2026-02", TODAY.toString());
        assertThat(months(county)).containsExactly("2026-01 310", "2026-01 390", "2026-02 390");
    }

    @Test
    void a_reviewed_month_is_computed_no_more() {
        var county = county();
        computeThrough(county, "2026-01");
        var february = computeThrough(county, "2026-02");
        told(county, "zheng", february, "review", etag(february));
        assertThat(computeTold(county, "390", "2026-02")).isEqualTo("409 batch_closed");
        assertThat(computeTold(county, "390", "2026-01")).isEqualTo("409 later_month_computed");
        assertThat(computeTold(county, "390", "2026-03")).isEqualTo("201");
    }

    @Test
    void the_same_inputs_have_the_same_digests() {
        var county = county();
        var first = computeThrough(county, "2026-02");
        var again = computeThrough(county, "2026-02");
        assertThat(etag(again)).isEqualTo(etag(first));
        assertThat(again.get("digestSha256")).isEqualTo(first.get("digestSha256"));
        var january = compute(county, "390", "2026-01", TODAY.toString());
        assertThat(etag(january)).isNotEqualTo(etag(first));
    }

    /** Nobody had heard of the clinic's team when January was known. */
    @Test
    void a_team_that_is_brought_in_later_changes_no_month_as_it_was_known_before() {
        var county = county();
        var before = compute(county, "390", "2026-01", "2026-02-05");
        county.take("institutions", """
                机构医保代码,统一社会信用代码,机构名称,机构类别,行政区划,上级机构代码,医共体
                H43990100005,12439901MB00010058,青石村卫生室,村卫生室,439901,H43990100003,县医共体
                """);
        county.take("teams", """
                团队编号,团队名称,机构医保代码,团队长,医保医师代码,成员,签约上限
                T005,青石村家庭医生团队,H43990100005,陈一,D439901000005,护士1,1000
                """);
        assertThat(etag(compute(county, "390", "2026-01", "2026-02-05"))).isEqualTo(etag(before));
        assertThat(lines(county, compute(county, "390", "2026-01", TODAY.toString()), county.bureau("wu")))
                .as("it can be paid by what is known today")
                .hasSize(3);
    }

    @Test
    void a_month_that_many_ask_for_at_once_is_one_batch() throws Exception {
        var county = county();
        Callable<Answer> call = () -> HandledBatch.compute(http, county, "capitation_month", "390", "2026-01");
        var answers = RegistryClient.atOnce(Collections.nCopies(4, call));
        assertThat(answers.stream()
                        .map(answer -> answer.isOk().body())
                        .map(batch -> id(batch) + etag(batch) + batch.get("heads"))
                        .distinct())
                .hasSize(1);
        assertThat(months(county)).containsExactly("2026-01 390");
        assertThat(lines(county, answers.get(0).body(), county.bureau("wu"))).hasSize(2);
    }

    @Test
    void an_institution_sees_its_own_and_nobody_elses() {
        var county = county();
        var batch = computeThrough(county, "2026-01");
        var first = county.institution(TestCounty.FIRST_INSTITUTION);
        var second = county.institution(TestCounty.SECOND_INSTITUTION);
        assertThat(lines(county, batch, first))
                .singleElement()
                .satisfies(line ->
                        assertThat(line.get("institutionId").asString()).endsWith(TestCounty.FIRST_INSTITUTION));
        assertThat(county.get("/api/v1/settlement-batches/" + id(batch) + "/person-months", second)
                        .get("data"))
                .singleElement()
                .satisfies(
                        head -> assertThat(head.get("tariffLabel").asString()).isEqualTo("75岁及以上·女·一般人群"));
    }

    @Test
    void person_months_come_page_by_page() {
        var county = county();
        var batch = computeThrough(county, "2026-02");
        var address = "/api/v1/settlement-batches/" + id(batch) + "/person-months?limit=2";
        var first = county.get(address, county.bureau("wu"));
        assertThat(first.get("data")).hasSize(2);
        var second = county.get(address + "&after=" + first.at("/page/next").asString(), county.bureau("wu"));
        assertThat(second.get("data")).hasSize(1);
        assertThat(second.at("/page/next").isMissingNode()).isTrue();
        List<String> people = new ArrayList<>();
        first.get("data").forEach(head -> people.add(head.get("residentId").asString()));
        second.get("data").forEach(head -> people.add(head.get("residentId").asString()));
        assertThat(people).doesNotHaveDuplicates();
    }

    @Test
    void the_ledger_holds_what_the_batch_says_to_the_fen() throws SQLException {
        var county = county();
        var january = approved(county, computeThrough(county, "2026-01"));
        var february = approved(county, compute(county, "390", "2026-02", TODAY.toString()));
        var march = approved(county, compute(county, "390", "2026-03", TODAY.toString()));
        for (var batch : List.of(january, february, march)) {
            assertThat(posted(county, batch))
                    .isEqualTo(Map.of(
                            "capitation_prepayment", batch.get("prepaymentFen").asLong(),
                            "capitation_retention", batch.get("retentionFen").asLong()));
        }
        var balance = county.get("/api/v1/pooling-areas/" + county.area() + "/trial-balance", county.bureau("wu"));
        assertThat(balance.get("debitFen").asLong())
                .isEqualTo(balance.get("creditFen").asLong())
                .isPositive();
        Map<String, Long> credits = new HashMap<>();
        balance.get("accounts")
                .forEach(account -> credits.put(
                        account.get("account").asString(),
                        account.get("creditFen").asLong()));
        assertThat(credits)
                .containsEntry("retention:H43990100003:390", 358L + 513 + 514)
                .containsEntry("retention:H43990100004:390", 370L + 370);
    }

    private static String number(int year, int order) {
        return TestCounty.identityNumber(LocalDate.of(year, 3, 1), order);
    }

    private static String contract(int year, int order, String team, String firstDay) {
        return String.join(",", number(year, order), team, "基础包", "2025-12-20", firstDay, "2026-12-31", "纸质");
    }

    private WebTestClient.ResponseSpec computing(TestCounty county, String scheme, String month, String knownOn) {
        return http.post()
                .uri("/api/v1/pooling-areas/{area}/settlement-batches", county.area())
                .headers(headers -> headers.setBearerAuth(county.bureau("wu")))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("fund", scheme, "month", month, "knownOn", knownOn))
                .exchange();
    }

    private JsonNode compute(TestCounty county, String scheme, String month, String knownOn) {
        return Objects.requireNonNull(computing(county, scheme, month, knownOn)
                .expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    private String computeTold(TestCounty county, String scheme, String month) {
        return TestCounty.told(computing(county, scheme, month, TODAY.toString()));
    }

    /** Computes the months of 390 up to this one, which is answered. */
    private JsonNode computeThrough(TestCounty county, String last) {
        JsonNode batch = null;
        for (var month = 1; month <= Integer.parseInt(last.substring(5)); month++) {
            batch = compute(county, "390", "2026-%02d".formatted(month), TODAY.toString());
        }
        return Objects.requireNonNull(batch);
    }

    private String told(TestCounty county, String name, JsonNode batch, String step, @Nullable String ifMatch) {
        return county.step(name, batch, step, ifMatch, Map.of());
    }

    private JsonNode approved(TestCounty county, JsonNode batch) {
        county.approve(batch);
        return batch;
    }

    private List<String> months(TestCounty county) {
        List<String> months = new ArrayList<>();
        county.get("/api/v1/pooling-areas/" + county.area() + "/settlement-batches", county.bureau("wu"))
                .get("data")
                .forEach(batch -> months.add(
                        batch.get("month").asString() + " " + batch.get("fund").asString()));
        return months;
    }

    private static JsonNode lines(TestCounty county, JsonNode batch, String token) {
        return county.get("/api/v1/settlement-batches/" + id(batch) + "/lines", token)
                .get("data");
    }

    private static JsonNode only(JsonNode lines, String institutionId) {
        JsonNode found = null;
        for (var line : lines) {
            if (line.get("institutionId").asString().equals(institutionId)) {
                assertThat(found).isNull();
                found = line;
            }
        }
        return Objects.requireNonNull(found);
    }

    private Map<String, Long> posted(TestCounty county, JsonNode batch) throws SQLException {
        Map<String, Long> sums = new HashMap<>();
        try (var connection = database.open();
                var statement = connection.prepareStatement("""
                        SELECT reason, sum(amount_fen) FROM ledger_transfer
                        WHERE area = ? AND entry_id = ?::uuid GROUP BY reason
                        """)) {
            statement.setString(1, county.area());
            statement.setString(2, id(batch).substring(id(batch).lastIndexOf('_') + 1));
            var row = statement.executeQuery();
            while (row.next()) {
                sums.put(row.getString(1), row.getLong(2));
            }
        }
        return sums;
    }

    private static String id(JsonNode batch) {
        return batch.get("id").asString();
    }

    private static String etag(JsonNode batch) {
        return '"' + batch.get("digestSm3").asString() + '"';
    }
}
