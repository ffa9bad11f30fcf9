package org.jiayi.app.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** A month's list between the bureau and the institutions, before its money is confirmed: DOMAIN §6. */
@JiayiTest
@Timeout(120)
class RostersApiTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 2, 2);
    private static final String SILENCE_CONSENTS = "\"roster\": {\"days\": 5, \"silenceConsents\": true}";
    private static final String ALL_MUST_AGREE = "\"roster\": {\"days\": 5}";

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final MovableClock clock;

    RostersApiTests(WebTestClient http, TestIssuer issuer, MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.clock = clock;
        clock.moveTo(TODAY);
    }

    /** Li at the first institution and Wang at the second, under a policy that has its lists agreed. */
    private TestCounty county(String roster) {
        var county = TestCounty.open(http, issuer).withTeams();
        county.publish(TestCounty.demoPolicy("contract-fee"), "2025-01-01", "");
        county.publish(
                TestCounty.demoPolicy("capitation-390").replaceFirst("\\{", "{" + roster + ","),
                "2026-01-01",
                "2027-01-01");
        county.take(
                "residents",
                TestCounty.RESIDENT_COLUMNS
                        + TestCounty.resident("李", number(1), "390", "", "一般")
                        + "\n"
                        + TestCounty.resident("王", number(2), "390", "", "一般"));
        county.take("contracts", TestCounty.CONTRACT_COLUMNS + contract(1, "T001") + "\n" + contract(2, "T003"));
        return county;
    }

    @Test
    void an_accepted_objection_leaves_the_resident_out_and_the_list_is_final_when_all_agree() {
        var county = county(ALL_MUST_AGREE);
        assertThat(publish(county)).as("not counted yet").isEqualTo("404 not_found");
        compute(county);
        assertThat(confirm(county)).isEqualTo("409 roster_not_agreed");
        assertThat(publish(county)).isEqualTo("200");
        assertThat(publish(county)).as("again changes nothing").isEqualTo("200");
        var roster = roster(county);
        assertThat(roster.get("deadline").asString()).isEqualTo("2026-02-07");
        assertThat(roster.get("institutions")).hasSize(2);
        var li = listed(county, TestCounty.FIRST_INSTITUTION);

        assertThat(object(county, TestCounty.FIRST_INSTITUTION, li, "missing")).isEqualTo("422 objection_baseless");
        assertThat(object(county, TestCounty.SECOND_INSTITUTION, li, "not_ours"))
                .isEqualTo("422 objection_baseless");
        assertThat(object(county, TestCounty.FIRST_INSTITUTION, li, "not_ours")).isEqualTo("201");
        assertThat(object(county, TestCounty.FIRST_INSTITUTION, li, "died")).isEqualTo("409 objection_made");
        assertThat(confirm(county)).isEqualTo("409 objections_open");

        var objection = roster(county).get("objections").get(0);
        assertThat(objection.get("reasonName").asString()).isEqualTo("非本机构签约");
        assertThat(answer(county, objection, true)).isEqualTo("200");
        assertThat(answer(county, objection, false)).isEqualTo("409 objection_answered");
        assertThat(confirm(county)).isEqualTo("409 roster_changed");
        clock.moveTo(TODAY.plusDays(1));
        putBack(county);
        assertThat(compute(county).get("heads").asLong()).isEqualTo(1);
        assertThat(confirm(county)).isEqualTo("409 roster_not_agreed");
        assertThat(agree(county, TestCounty.SECOND_INSTITUTION)).isEqualTo("200");
        assertThat(confirm(county))
                .as("who has nobody left on the list is asked, too")
                .isEqualTo("409 roster_not_agreed");
        assertThat(roster(county).at("/institutions/0/heads").asLong()).isZero();
        assertThat(agree(county, TestCounty.FIRST_INSTITUTION)).isEqualTo("200");
        assertThat(confirm(county)).isEqualTo("200");
        assertThat(object(county, TestCounty.SECOND_INSTITUTION, li, "missing")).isEqualTo("409 roster_closed");

        var explanation = county.get(
                "/api/v1/settlement-batches/" + batch(county).get("id").asString() + "/residents/" + li
                        + "/explanation",
                county.bureau("wu"));
        assertThat(explanation.get("steps").get(0).get("rule").asString()).isEqualTo("left_out");
        var february = compute(county, "2026-02");
        assertThat(february.get("heads").asLong())
                .as("left out of January only")
                .isEqualTo(2);
        assertThat(february.get("correctedHeads").asLong()).isZero();
    }

    @Test
    void silence_consents_after_the_deadline_where_the_policy_says_so() {
        var county = county(SILENCE_CONSENTS);
        compute(county);
        publish(county);
        clock.moveTo(TODAY.plusDays(5));
        assertThat(confirm(county)).isEqualTo("409 roster_not_agreed");
        clock.moveTo(TODAY.plusDays(6));
        var li = listed(county, TestCounty.FIRST_INSTITUTION);
        assertThat(object(county, TestCounty.FIRST_INSTITUTION, li, "died")).isEqualTo("409 roster_closed");
        assertThat(confirm(county)).isEqualTo("200");
    }

    /** Zhang comes to the second institution after both have agreed: only it agrees anew, in days of its own. */
    private TestCounty countedAgain(String rule) {
        var county = county(rule);
        compute(county);
        publish(county);
        assertThat(agree(county, TestCounty.FIRST_INSTITUTION)).isEqualTo("200");
        assertThat(agree(county, TestCounty.SECOND_INSTITUTION)).isEqualTo("200");
        county.take("residents", TestCounty.RESIDENT_COLUMNS + TestCounty.resident("张", number(3), "390", "", "一般"));
        county.take("contracts", TestCounty.CONTRACT_COLUMNS + contract(3, "T003"));
        clock.moveTo(TODAY.plusDays(3));
        assertThat(compute(county).get("heads").asLong()).isEqualTo(3);
        return county;
    }

    /** What was rejected may be said again of a list that was counted again with others, and not of the same one. */
    @Test
    void an_institution_objects_once_to_a_list_as_it_is_and_again_when_it_is_another() {
        var county = county(ALL_MUST_AGREE);
        compute(county);
        publish(county);
        var li = listed(county, TestCounty.FIRST_INSTITUTION);
        assertThat(object(county, TestCounty.FIRST_INSTITUTION, li, "moved_away"))
                .isEqualTo("201");
        assertThat(answer(county, roster(county).get("objections").get(0), false))
                .isEqualTo("200");
        compute(county);
        assertThat(object(county, TestCounty.FIRST_INSTITUTION, li, "moved_away"))
                .as("counted again the same")
                .isEqualTo("409 objection_made");
        county.take("residents", TestCounty.RESIDENT_COLUMNS + TestCounty.resident("张", number(3), "390", "", "一般"));
        county.take("contracts", TestCounty.CONTRACT_COLUMNS + contract(3, "T001"));
        clock.moveTo(TODAY.plusDays(2));
        assertThat(compute(county).get("heads").asLong()).isEqualTo(3);
        assertThat(object(county, TestCounty.FIRST_INSTITUTION, li, "moved_away"))
                .isEqualTo("201");
        assertThat(object(county, TestCounty.FIRST_INSTITUTION, li, "died")).isEqualTo("409 objection_made");
        assertThat(roster(county).get("objections")).hasSize(2);
    }

    /** Li was said by mistake to be nobody of the institution's. */
    @Test
    void who_was_left_out_comes_back_when_an_objection_says_that_they_are_missing() {
        var county = county(ALL_MUST_AGREE);
        compute(county);
        publish(county);
        var li = listed(county, TestCounty.FIRST_INSTITUTION);
        assertThat(object(county, TestCounty.FIRST_INSTITUTION, li, "not_ours")).isEqualTo("201");
        assertThat(answer(county, roster(county).get("objections").get(0), true))
                .isEqualTo("200");
        county.take("residents", TestCounty.RESIDENT_COLUMNS + TestCounty.resident("张", number(3), "390", "", "一般"));
        county.take("contracts", TestCounty.CONTRACT_COLUMNS + contract(3, "T001"));
        clock.moveTo(TODAY.plusDays(2));
        assertThat(compute(county).get("heads").asLong()).as("without Li").isEqualTo(2);
        assertThat(object(county, TestCounty.FIRST_INSTITUTION, li, "missing")).isEqualTo("201");
        var missing = roster(county)
                .get("objections")
                .valueStream()
                .filter(objection -> objection.get("reason").asString().equals("missing"))
                .findFirst()
                .orElseThrow();
        assertThat(answer(county, missing, true)).isEqualTo("200");
        assertThat(compute(county).get("heads").asLong()).isEqualTo(3);
    }

    private static boolean agreed(TestCounty county, String institution) {
        return county.get(address(county), county.institution(institution))
                .get("institutions")
                .get(0)
                .get("agreed")
                .asBoolean();
    }

    private static String deadline(TestCounty county, String institution) {
        return county.get(address(county), county.institution(institution))
                .get("deadline")
                .asString();
    }

    @Test
    void an_agreement_is_to_the_part_of_the_list_as_it_was() {
        var county = countedAgain(ALL_MUST_AGREE);
        assertThat(agreed(county, TestCounty.FIRST_INSTITUTION)).isTrue();
        assertThat(agreed(county, TestCounty.SECOND_INSTITUTION)).isFalse();
        assertThat(deadline(county, TestCounty.FIRST_INSTITUTION)).isEqualTo("2026-02-07");
        assertThat(deadline(county, TestCounty.SECOND_INSTITUTION)).isEqualTo("2026-02-10");
        clock.moveTo(TODAY.plusDays(6));
        assertThat(confirm(county)).isEqualTo("409 roster_not_agreed");
        assertThat(agree(county, TestCounty.SECOND_INSTITUTION)).isEqualTo("200");
        assertThat(confirm(county)).isEqualTo("200");
        assertThat(agree(county, TestCounty.SECOND_INSTITUTION))
                .as("it is final")
                .isEqualTo("409 roster_closed");
    }

    @Test
    void silence_consents_to_another_part_after_days_of_its_own() {
        var county = countedAgain(SILENCE_CONSENTS);
        clock.moveTo(TODAY.plusDays(4));
        assertThat(compute(county).get("heads").asLong())
                .as("counted again the same, the days go on")
                .isEqualTo(3);
        assertThat(deadline(county, TestCounty.SECOND_INSTITUTION)).isEqualTo("2026-02-10");
        clock.moveTo(TODAY.plusDays(8));
        assertThat(confirm(county)).isEqualTo("409 roster_not_agreed");
        clock.moveTo(TODAY.plusDays(9));
        assertThat(confirm(county)).isEqualTo("200");
    }

    @Test
    void silence_consents_to_nothing_where_the_policy_does_not_say_so() {
        var county = county(ALL_MUST_AGREE);
        compute(county);
        publish(county);
        clock.moveTo(TODAY.plusDays(20));
        assertThat(confirm(county)).isEqualTo("409 roster_not_agreed");
        for (String late : List.of(TestCounty.FIRST_INSTITUTION, TestCounty.SECOND_INSTITUTION)) {
            assertThat(agree(county, late)).isEqualTo("200");
        }
        assertThat(confirm(county)).isEqualTo("200");
    }

    @Test
    void an_institution_sees_its_own_part_of_the_list() {
        var county = county(SILENCE_CONSENTS);
        compute(county);
        publish(county);
        object(county, TestCounty.FIRST_INSTITUTION, listed(county, TestCounty.FIRST_INSTITUTION), "moved_away");
        var seen = county.get(address(county), county.institution(TestCounty.SECOND_INSTITUTION));
        assertThat(seen.get("institutions")).hasSize(1);
        assertThat(seen.get("objections")).isEmpty();
    }

    @Test
    void a_policy_without_lists_to_agree_is_confirmed_as_before() {
        var county = TestCounty.open(http, issuer).withTeams().withDemoPolicies();
        compute(county);
        assertThat(publish(county)).isEqualTo("422 roster_not_asked_for");
        assertThat(confirm(county)).isEqualTo("200");
    }

    private static String address(TestCounty county) {
        return "/api/v1/pooling-areas/" + county.area() + "/rosters/390-2026-01";
    }

    private static JsonNode roster(TestCounty county) {
        return county.get(address(county), county.bureau("wu"));
    }

    private String publish(TestCounty county) {
        return TestCounty.told(asked(HttpMethod.PUT, address(county), county.bureau("wu"), Map.of()));
    }

    private String agree(TestCounty county, String institution) {
        return TestCounty.told(
                asked(HttpMethod.POST, address(county) + "/agreement", county.institution(institution), Map.of()));
    }

    private String object(TestCounty county, String institution, String resident, String reason) {
        return TestCounty.told(asked(
                HttpMethod.POST,
                address(county) + "/objections",
                county.institution(institution),
                Map.of("residentId", resident, "reason", reason, "note", "核对")));
    }

    private String answer(TestCounty county, JsonNode objection, boolean accepted) {
        return TestCounty.told(asked(
                HttpMethod.POST,
                "/api/v1/objections/" + objection.get("id").asString() + "/answer",
                county.bureau("wu"),
                Map.of("accepted", accepted, "answer", "已核实")));
    }

    private JsonNode compute(TestCounty county) {
        return compute(county, "2026-01");
    }

    private JsonNode compute(TestCounty county, String month) {
        return Objects.requireNonNull(asked(
                        HttpMethod.POST,
                        "/api/v1/pooling-areas/" + county.area() + "/settlement-batches",
                        county.bureau("wu"),
                        Map.of("fund", "390", "month", month, "knownOn", "2026-02-02"))
                .expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    private static JsonNode batch(TestCounty county) {
        return county.get("/api/v1/pooling-areas/" + county.area() + "/settlement-batches", county.bureau("wu"))
                .get("data")
                .get(0);
    }

    private String confirm(TestCounty county) {
        var batch = batch(county);
        var etag = '"' + batch.get("digestSm3").asString() + '"';
        county.step("zheng", batch, "review", etag, Map.of());
        return county.step("wu", batch, "confirmation", etag, Map.of());
    }

    private void putBack(TestCounty county) {
        var batch = batch(county);
        var etag = '"' + batch.get("digestSm3").asString() + '"';
        assertThat(county.step("zheng", batch, "return", etag, Map.of("reason", "采纳名单异议")))
                .isEqualTo("200");
    }

    private static String listed(TestCounty county, String institution) {
        return county.get(
                        "/api/v1/settlement-batches/" + batch(county).get("id").asString() + "/person-months",
                        county.institution(institution))
                .get("data")
                .get(0)
                .get("residentId")
                .asString();
    }

    private WebTestClient.ResponseSpec asked(HttpMethod method, String address, String token, Map<String, ?> body) {
        var request = http.method(method).uri(address).headers(headers -> {
            headers.setBearerAuth(token);
            headers.set("Idempotency-Key", "roster-" + UUID.randomUUID());
        });
        return (body.isEmpty() ? request : request.bodyValue(body)).exchange();
    }

    private static String number(int order) {
        return TestCounty.identityNumber(LocalDate.of(1970, 3, 1), order);
    }

    private static String contract(int order, String team) {
        return String.join(",", number(order), team, "基础包", "2025-12-20", "2026-01-01", "2026-12-31", "纸质");
    }
}
