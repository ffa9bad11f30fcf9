package org.jiayi.app.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.ContractingCounty;
import org.jiayi.app.contract.SigningClient;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.payment.PayingCounty.Signed;
import org.jiayi.app.payment.simulator.Simulator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** 缴费生效: signed on 15 January, to be paid within ten days; the resident's share is 20 yuan. */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BeginOnPaymentApiTests {

    private static final String WAITING = "awaiting_payment 2026-01-26..2027-01-25";

    private final SigningClient client;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final Simulator simulator;
    private final MovableClock clock;
    private PayingCounty paying;
    private ContractingCounty people;

    BeginOnPaymentApiTests(
            WebTestClient http, TestIssuer issuer, TestDatabase database, Simulator simulator, MovableClock clock) {
        this.client = new SigningClient(http);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.simulator = simulator;
        this.clock = clock;
    }

    @BeforeAll
    void open() throws SQLException {
        paying = PayingCounty.open(http, issuer, database, simulator, clock, 20);
        people = paying.county();
        people.county().publish("""
                {"kind": "contracting", "name": "示范县签约政策", "start": "on_payment", "paymentDays": 10}
                """, "2025-01-01", "");
        people.county().publish(TestCounty.demoPolicy("service-packages"), "2025-01-01", "");
    }

    @BeforeEach
    void the_fifteenth_of_january() {
        clock.moveTo(MovableClock.START);
    }

    private Map<String, Object> signing(String residentId) {
        Map<String, Object> signing = SigningClient.signing(residentId, people.team("T001"));
        signing.remove("firstDay");
        signing.remove("lastDay");
        return signing;
    }

    private JsonNode sign(Map<String, Object> signing) {
        return client.sign(people.institution(), SigningClient.newKey(), signing)
                .isSigned()
                .body();
    }

    private Signed signed() {
        String resident = people.next().id();
        return new Signed(sign(signing(resident)).path("id").asString(), resident);
    }

    private String stands(Signed contract) {
        return ContractingCounty.stands(people.contract(contract.id()));
    }

    private void awaitStands(Signed contract, String expected) {
        await().atMost(PayingCounty.WORK_WAIT).until(() -> stands(contract), expected::equals);
    }

    private List<String> history(Signed contract) {
        return client.get(people.institution(), "/api/v1/contracts/" + contract.id() + "/history")
                .isDone()
                .body()
                .path("events")
                .valueStream()
                .map(event -> event.path("kind").asString() + " "
                        + event.path("effectiveOn").asString())
                .toList();
    }

    private boolean isContracted(Signed contract, String on) {
        return client.get(
                        people.county().bureau("wu"),
                        "/api/v1/residents/" + contract.residentId() + "/contract-status?on=" + on)
                .isDone()
                .body()
                .path("contracted")
                .asBoolean();
    }

    @Test
    void it_waits_and_begins_on_the_day_it_is_paid() {
        Signed contract = signed();
        assertThat(stands(contract)).isEqualTo(WAITING);
        assertThat(people.contract(contract.id()).path("payUntil").asString()).isEqualTo("2026-01-25");
        assertThat(isContracted(contract, "2026-01-26")).isFalse();
        clock.moveTo(LocalDate.of(2026, 1, 20));
        paying.confirmed(contract);
        awaitStands(contract, "in_force 2026-01-20..2027-01-19");
        assertThat(people.contract(contract.id()).has("payUntil")).isFalse();
        assertThat(isContracted(contract, "2026-01-20")).isTrue();
        assertThat(history(contract)).containsExactly("signed 2026-01-26", "started 2026-01-20");
        assertThat(ContractingCounty.stands(people.contract(contract.id(), "?on=2026-01-20&knownOn=2026-01-19")))
                .isEqualTo(WAITING);
        assertThat(client.get(
                                people.institution(),
                                "/api/v1/contracts/" + contract.id() + "/service-plan?on=2027-01-19")
                        .isDone()
                        .body()
                        .path("items")
                        .path(0)
                        .path("fulfilment")
                        .path("due")
                        .asInt())
                .as("the last window ends on the last day")
                .isEqualTo(1);
    }

    @Test
    void a_last_day_that_was_agreed_upon_stays() {
        String resident = people.next().id();
        Map<String, Object> signing = signing(resident);
        signing.put("lastDay", "2026-12-31");
        Signed contract = new Signed(sign(signing).path("id").asString(), resident);
        paying.confirmed(contract);
        awaitStands(contract, "in_force 2026-01-15..2026-12-31");
    }

    @Test
    void who_has_nothing_to_pay_is_under_contract_at_once() {
        String resident = people.registered(
                LocalDate.of(1950, 5, 5), Map.of("economicCategory", "extreme_poverty", "scheme", "390"));
        assertThat(ContractingCounty.stands(sign(signing(resident)))).isEqualTo("in_force 2026-01-15..2027-01-14");
    }

    @Test
    void what_is_not_paid_in_time_comes_to_nothing_and_late_money_goes_back() {
        Signed contract = signed();
        clock.moveTo(LocalDate.of(2026, 1, 25));
        JsonNode order = paying.ordered(contract);
        clock.moveTo(LocalDate.of(2026, 1, 26));
        awaitStands(contract, "withdrawn 2026-01-26..2027-01-25");
        assertThat(history(contract)).containsExactly("signed 2026-01-26", "withdrawn 2026-01-26");
        paying.told(paying.paid(order));
        paying.awaitRefunds();
        assertThat(paying.charge(contract.id(), PayingCounty.RESIDENT)).isEqualTo("0 2000 2000 0");
        assertThat(ContractingCounty.stands(sign(signing(contract.residentId()))))
                .isEqualTo("awaiting_payment 2026-02-06..2027-02-05");
    }

    @Test
    void who_waits_signs_nowhere_else_and_may_go() {
        Signed contract = signed();
        Map<String, Object> elsewhere = signing(contract.residentId());
        elsewhere.put("teamId", people.team("T003"));
        client.sign(people.elsewhere(), SigningClient.newKey(), elsewhere).isRefused(RefusalCode.OVERLAPPING);
        client.act(
                        people.self(contract.residentId()),
                        contract.id(),
                        "termination",
                        Map.of("reason", "own_wish", "lastDay", "2026-01-26"))
                .isRefused(RefusalCode.ILLEGAL_TRANSITION);
        client.act(people.self(contract.residentId()), contract.id(), "withdrawal", Map.of())
                .isDone();
        clock.moveTo(MovableClock.START.plusDays(1));
        client.sign(people.elsewhere(), SigningClient.newKey(), elsewhere).isSigned();
    }

    /** The order was opened for the contract that was, and is paid for the one that goes on. */
    @Test
    void a_merger_takes_over_what_waits_and_its_payment() {
        String resident = people.next().id();
        Map<String, Object> signing = signing(resident);
        signing.put("teamId", people.team("T002"));
        Signed before = new Signed(sign(signing).path("id").asString(), resident);
        JsonNode order = paying.ordered(before);
        clock.moveTo(MovableClock.START.plusDays(1));
        client.post(
                        people.county().bureau("chen"),
                        SigningClient.newKey(),
                        "/api/v1/pooling-areas/" + people.area() + "/reassignments",
                        null,
                        Map.of(
                                "basis",
                                "县卫健发〔2026〕12号",
                                "firstDay",
                                "2026-03-01",
                                "dryRun",
                                false,
                                "moves",
                                List.of(Map.of("fromTeamId", people.team("T002"), "toTeamId", people.team("T003")))))
                .isDone();
        awaitContracts(resident, "awaiting_payment 2026-01-26..2027-01-25");
        paying.told(paying.paid(order));
        awaitContracts(resident, "in_force 2026-01-16..2027-01-15");
        String moved = contractsOf(resident).path(0).path("id").asString();
        assertThat(client.get(people.elsewhere(), "/api/v1/contracts/" + moved + "/service-plan")
                        .isDone()
                        .body()
                        .path("items")
                        .path(0)
                        .path("nextWindow")
                        .path("firstDay")
                        .asString())
                .as("the plan begins with the term")
                .isEqualTo("2026-01-16");
    }

    private JsonNode contractsOf(String residentId) {
        return client.get(people.elsewhere(), "/api/v1/residents/" + residentId + "/contracts")
                .body()
                .path("data");
    }

    private void awaitContracts(String residentId, String expected) {
        await().atMost(PayingCounty.WORK_WAIT)
                .until(
                        () -> contractsOf(residentId)
                                .valueStream()
                                .map(ContractingCounty::stands)
                                .toList(),
                        List.of(expected)::equals);
    }

    /** One registration has a contract until the 20th; the other waits, and could be paid on the 15th. */
    @Test
    void who_has_a_contract_and_waits_for_another_is_not_merged_and_never_has_both_on_one_day() throws SQLException {
        LocalDate birth = LocalDate.of(1971, 2, 3);
        String survivor = people.registered(birth, Map.of("economicCategory", "extreme_poverty", "scheme", "390"));
        String merged = people.registered(birth, Map.of("economicCategory", "ordinary", "scheme", "390"));
        Signed current = new Signed(sign(signing(survivor)).path("id").asString(), survivor);
        client.act(
                        people.institution(),
                        current.id(),
                        "termination",
                        Map.of("reason", "moved_away", "lastDay", "2026-01-20"))
                .isDone();
        Signed next = new Signed(sign(signing(merged)).path("id").asString(), merged);
        assertThat(stands(next)).isEqualTo(WAITING);
        client.post(
                        issuer.administrator(),
                        SigningClient.newKey(),
                        "/api/v1/residents/" + merged + "/merge",
                        null,
                        Map.of("survivorId", survivor, "reason", "registered_twice"))
                .isRefused(RefusalCode.BOTH_UNDER_CONTRACT);
        JsonNode order = paying.ordered(next);
        try (var connection = database.open();
                var merge = connection.createStatement()) { // as merges were before
            merge.executeUpdate("""
                    INSERT INTO resident_merge (area, merge_id, merged_id, survivor_id, reason, known, merged_by)
                    VALUES ('%s', gen_random_uuid(), '%s', '%s', 'registered_twice', tstzrange('2026-01-15', NULL), 'x')
                    """.formatted(people.area(), uuid(merged), uuid(survivor)));
        }
        paying.told(paying.paid(order));
        awaitStands(next, "upcoming 2026-01-21..2027-01-20");
    }

    private static String uuid(String residentId) {
        return residentId.substring("res_000000_".length());
    }

    @Test
    void the_dead_wait_for_nothing() {
        Signed contract = signed();
        client.post(
                        people.institution(),
                        SigningClient.newKey(),
                        "/api/v1/residents/" + contract.residentId() + "/death",
                        null,
                        Map.of("diedOn", "2026-01-15"))
                .isDone();
        assertThat(stands(contract)).startsWith("withdrawn ");
    }

    /** It was in force on no day, and nothing was paid. */
    @Test
    void what_waited_is_signed_anew_when_the_death_is_revoked() {
        Signed contract = signed();
        String death = "/api/v1/residents/" + contract.residentId() + "/death";
        client.post(people.institution(), SigningClient.newKey(), death, null, Map.of("diedOn", "2026-01-15"))
                .isDone();
        clock.moveTo(LocalDate.of(2026, 1, 16));
        JsonNode revoked = client.post(
                        people.county().bureau("wu"),
                        SigningClient.newKey(),
                        death + "/revocation",
                        null,
                        Map.of("reason", "wrong_report", "evidenceKind", "seen_alive", "evidenceReference", "走访记录2号"))
                .isDone()
                .body();
        assertThat(revoked.path("data")).isEmpty();
        assertThat(revoked.path("notReinstated").path(0).path("contractId").asString())
                .isEqualTo(contract.id());
        assertThat(revoked.path("notReinstated").path(0).path("code").asString())
                .isEqualTo("awaited_payment");
        sign(signing(contract.residentId()));
    }

    @Test
    void a_file_undoes_it_by_a_death_and_by_nothing_else() throws SQLException {
        var person = people.next();
        Signed contract = new Signed(sign(signing(person.id())).path("id").asString(), person.id());
        clock.moveTo(LocalDate.of(2026, 1, 20));
        assertThat(people.county()
                        .importFile("events", TestCounty.EVENT_COLUMNS + person.number() + ",迁出,2026-01-26,2026-01-20,")
                        .path("refused")
                        .toString())
                .isEqualTo("{\"illegal_transition\":1}");
        assertThat(stands(contract)).isEqualTo(WAITING);
        people.county().take("events", TestCounty.EVENT_COLUMNS + person.number() + ",死亡,2026-01-19,2026-01-20,");
        assertThat(stands(contract)).isEqualTo("withdrawn 2026-01-26..2027-01-25");
        assertThat(ContractingCounty.shares(people.contract(contract.id())))
                .containsExactly("public_health 0", "pooled_fund 0", "resident 0");
    }

    @Test
    void the_first_day_is_the_payments_and_nobodys_choice() {
        Map<String, Object> signing = signing(people.next().id());
        signing.put("firstDay", "2026-01-15");
        client.sign(people.institution(), SigningClient.newKey(), signing).isRefused(RefusalCode.WRONG_FIRST_DAY);
    }

    @Test
    void the_agreement_can_be_printed() {
        byte[] pdf = Objects.requireNonNull(http.get()
                .uri("/api/v1/contracts/{id}/agreement", signed().id())
                .headers(headers -> headers.setBearerAuth(people.institution()))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(byte[].class)
                .returnResult()
                .getResponseBody());
        assertThat(new String(pdf, 0, 5, StandardCharsets.ISO_8859_1)).isEqualTo("%PDF-");
    }
}
