package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

/** 断保中止: where the policy says so, a contract rests while its resident is not insured in the pool. */
@JiayiTest
class InsuranceGapApiTests {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final String OTHER_BASIS = "外出务工";

    private final SigningClient client;
    private static final String POLICY =
            "{\"kind\": \"contracting\", \"name\": \"示范县签约政策\", \"insuranceGapSuspends\": %s}";

    private final SigningLedger ledger;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;

    InsuranceGapApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.client = new SigningClient(http);
        this.ledger = new SigningLedger(database);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
    }

    private ContractingCounty county(boolean insuranceGapSuspends) throws SQLException {
        clock.moveTo(LocalDate.of(2025, 12, 20));
        var people = ContractingCounty.open(http, issuer, database, 1);
        people.county().publish(POLICY.formatted(insuranceGapSuspends), "2025-01-01", "");
        return people;
    }

    private static final LocalDate BIRTH = LocalDate.of(1980, 4, 4);

    private static String insured(ContractingCounty people) {
        return people.registered(BIRTH, Map.of("scheme", "390", "insuredFrom", "2025-01-01"));
    }

    private SigningClient.Answer signedByOneInsured(ContractingCounty people) {
        return people.signed(Map.of("residentId", insured(people)));
    }

    /** Says from which day the holder is insured by that scheme, or by none. */
    private void insured(ContractingCounty people, SigningClient.Answer contract, String firstDay, String scheme) {
        insured(people, contract.body().path("residentId").asString(), firstDay, scheme);
    }

    private void insured(ContractingCounty people, String resident, String firstDay, String scheme) {
        client.post(
                        issuer.administrator(),
                        SigningClient.newKey(),
                        "/api/v1/residents/" + resident + "/circumstances",
                        null,
                        Map.of(
                                "firstDay",
                                firstDay,
                                "insurance",
                                scheme.equals("none") ? Map.of() : Map.of("scheme", scheme)))
                .isDone();
    }

    /** How the contracts stand when the daily round of that day is over. */
    private List<String> on(String day, ContractingCounty people, SigningClient.Answer... contracts) {
        LocalDate today = LocalDate.parse(day);
        clock.moveTo(today);
        String done = "SELECT day::text FROM contract_routine_day WHERE area = '" + people.area() + "'";
        await().atMost(WAIT).until(() -> ledger.texts(done).contains(day));
        return List.of(contracts).stream()
                .map(contract -> people.contract(contract.id()).path("status").asString())
                .toList();
    }

    private List<String> history(ContractingCounty people, SigningClient.Answer contract) {
        return client.get(people.institution(), "/api/v1/contracts/" + contract.id() + "/history")
                .isDone()
                .body()
                .path("events")
                .valueStream()
                .map(event -> (event.path("kind").asString() + " "
                                + event.path("effectiveOn").asString() + " "
                                + event.path("basis").asString(""))
                        .strip())
                .toList();
    }

    private void act(ContractingCounty people, SigningClient.Answer contract, String act, Map<String, ?> body) {
        client.act(people.institution(), contract.id(), act, body).isDone();
    }

    @Test
    void a_contract_rests_from_the_day_the_insurance_ends_to_the_day_it_begins_again() throws SQLException {
        var people = county(true);
        var contract = signedByOneInsured(people);
        on("2026-03-20", people);
        insured(people, contract, "2026-04-01", "none");
        assertThat(on("2026-03-31", people, contract)).containsExactly("in_force");
        assertThat(on("2026-04-01", people, contract)).containsExactly("suspended");
        assertThat(on("2026-04-02", people, contract)).containsExactly("suspended");
        insured(people, contract, "2026-05-10", "310");
        assertThat(on("2026-05-09", people, contract)).containsExactly("suspended");
        assertThat(on("2026-05-10", people, contract)).containsExactly("in_force");
        assertThat(on("2026-05-11", people, contract)).containsExactly("in_force");
        assertThat(history(people, contract))
                .containsExactly("signed 2026-01-01", "suspended 2026-04-01 断保", "resumed 2026-05-10");
    }

    /** Said on the 1st to have none, and on the 5th to have been insured all the while: no day is lost. */
    @Test
    void a_gap_that_was_none_leaves_no_suspended_days() throws SQLException {
        var people = county(true);
        var contract = signedByOneInsured(people);
        on("2026-05-30", people);
        insured(people, contract, "2026-06-01", "none");
        assertThat(on("2026-06-01", people, contract)).containsExactly("suspended");
        insured(people, contract, "2026-06-01", "390");
        assertThat(on("2026-06-05", people, contract)).containsExactly("in_force");
        assertThat(history(people, contract))
                .containsExactly("signed 2026-01-01", "suspended 2026-06-01 断保", "resumed 2026-06-01");
        assertThat(people.contract(contract.id()).path("suspensions")).isEmpty();
    }

    /** The policy of July suspends nobody any more; who was suspended before is not left so. */
    @Test
    void who_is_insured_again_is_not_left_suspended_by_a_new_policy() throws SQLException {
        var people = county(true);
        var contract = signedByOneInsured(people);
        on("2026-06-20", people);
        insured(people, contract, "2026-06-21", "none");
        assertThat(on("2026-06-21", people, contract)).containsExactly("suspended");
        people.county().supersede(POLICY.formatted(false), "2026-07-01", "");
        insured(people, contract, "2026-07-03", "390");
        assertThat(on("2026-07-03", people, contract)).containsExactly("in_force");
    }

    /** To rest from November on: without insurance in August it rests then too, and in November it still does. */
    @Test
    void a_suspension_that_is_planned_keeps_no_gap_from_suspending() throws SQLException {
        var people = county(true);
        var contract = signedByOneInsured(people);
        on("2026-08-01", people);
        act(people, contract, "suspension", Map.of("firstDay", "2026-11-01", "basis", OTHER_BASIS));
        insured(people, contract, "2026-08-05", "none");
        assertThat(on("2026-08-05", people, contract)).containsExactly("suspended");
        insured(people, contract, "2026-08-20", "390");
        assertThat(on("2026-08-20", people, contract)).containsExactly("in_force");
        assertThat(people.contract(contract.id())
                        .path("suspensions")
                        .valueStream()
                        .map(days -> days.path("firstDay").asString() + " "
                                + days.path("lastDay").asString()))
                .containsExactly("2026-08-05 2026-08-19", "2026-11-01 2026-12-31");
    }

    /** News is recorded of the registration that is left; the contract stays with the one that signed. */
    @Test
    void a_contract_of_a_merged_registration_rests_when_its_person_is_not_insured() throws SQLException {
        var people = county(true);
        var contract = signedByOneInsured(people);
        String survivor = insured(people);
        client.post(
                        issuer.administrator(),
                        SigningClient.newKey(),
                        "/api/v1/residents/"
                                + contract.body().path("residentId").asString() + "/merge",
                        null,
                        Map.of("survivorId", survivor, "reason", "registered_twice"))
                .isDone();
        insured(people, survivor, "2026-04-01", "none");
        assertThat(on("2026-04-01", people, contract)).containsExactly("suspended");
        insured(people, survivor, "2026-04-10", "390");
        assertThat(on("2026-04-10", people, contract)).containsExactly("in_force");
    }

    @Test
    void a_suspension_for_another_reason_is_left_alone() throws SQLException {
        var people = county(true);
        var before = signedByOneInsured(people);
        var after = signedByOneInsured(people);
        on("2026-02-28", people);
        act(people, before, "suspension", Map.of("firstDay", "2026-02-28", "basis", OTHER_BASIS));
        insured(people, before, "2026-03-10", "none");
        insured(people, after, "2026-03-10", "none");
        assertThat(on("2026-03-10", people, before, after)).containsExactly("suspended", "suspended");
        insured(people, before, "2026-03-20", "390");
        insured(people, after, "2026-03-20", "390");
        assertThat(on("2026-03-20", people, before, after)).containsExactly("suspended", "in_force");
        act(people, after, "suspension", Map.of("firstDay", "2026-03-20", "basis", OTHER_BASIS));
        assertThat(on("2026-03-21", people, before, after)).containsExactly("suspended", "suspended");
        assertThat(history(people, before)).containsExactly("signed 2026-01-01", "suspended 2026-02-28 " + OTHER_BASIS);
    }

    @Test
    void where_the_policy_does_not_say_so_nothing_happens() throws SQLException {
        var people = county(false);
        var contract = signedByOneInsured(people);
        on("2026-03-20", people);
        insured(people, contract, "2026-04-01", "none");
        assertThat(on("2026-04-01", people, contract)).containsExactly("in_force");
        assertThat(history(people, contract)).containsExactly("signed 2026-01-01");
    }
}
