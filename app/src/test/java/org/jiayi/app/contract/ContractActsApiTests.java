package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jiayi.app.contract.ContractingCounty.shares;
import static org.jiayi.app.contract.ContractingCounty.stands;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.SigningClient.Answer;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What can be done to a contract over HTTP, what it does to the money, and what was known when. */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractActsApiTests {

    private static final int RESIDENTS = 60;

    private final SigningClient client;
    private final SigningLedger ledger;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;
    private ContractingCounty people;

    ContractActsApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.client = new SigningClient(http);
        this.ledger = new SigningLedger(database);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
    }

    @BeforeAll
    void open_a_county() throws SQLException {
        clock.moveTo(LocalDate.of(2025, 12, 20));
        people = ContractingCounty.open(http, issuer, database, RESIDENTS);
    }

    @BeforeEach
    void before_the_year() {
        clock.moveTo(LocalDate.of(2025, 12, 20));
    }

    @AfterEach
    void every_line_is_in_the_ledger() throws SQLException {
        assertThat(ledger.entriesNotTied()).isEmpty();
        assertThat(ledger.linesOfNobody()).isEmpty();
    }

    private Answer signed() {
        return people.signed();
    }

    private JsonNode contract(String id, String question) {
        return people.contract(id, question);
    }

    /** Worked case 6: seven whole months of twelve go back to who paid them. */
    @Test
    void a_paid_contract_ends_and_the_rest_goes_back_to_its_payers() throws SQLException {
        var contract = signed();
        clock.moveTo(LocalDate.of(2026, 5, 15));
        var ended = client.act(
                        people.institution(),
                        contract.id(),
                        "termination",
                        Map.of("reason", "moved_away", "lastDay", "2026-05-15"))
                .isDone()
                .body();
        assertThat(shares(ended)).containsExactly("public_health 1250", "pooled_fund 2917", "resident 833");
        assertThat(ended.path("endReason").asString()).isEqualTo("moved_away");
        assertThat(stands(ended)).isEqualTo("in_force 2026-01-01..2026-05-15");
        clock.moveTo(LocalDate.of(2026, 5, 16));
        assertThat(stands(contract(contract.id(), ""))).isEqualTo("ended 2026-01-01..2026-05-15");
        assertThat(ledger.texts("""
                        SELECT t.debit_account || ' ' || t.credit_account || ' ' || t.amount_fen
                        FROM ledger_transfer t JOIN fee_line l USING (area, entry_id)
                        WHERE t.reason = 'refund' AND t.business_key LIKE '%:' || l.payer || ':%'
                            AND 'ctr_' || l.area || '_' || l.contract_id = '""" + contract.id() + "' ORDER BY 1"))
                .containsExactly(
                        "payable:H43990100003 fund:pooled_fund 4083",
                        "payable:H43990100003 fund:public_health 1750",
                        "payable:H43990100003 receivable:resident 1167");
    }

    @Test
    void what_was_known_before_stays_what_was_known() {
        var contract = signed();
        clock.moveTo(LocalDate.of(2026, 7, 3));
        client.post(
                        people.institution(),
                        SigningClient.newKey(),
                        "/api/v1/residents/"
                                + contract.body().path("residentId").asString() + "/death",
                        null,
                        Map.of("diedOn", "2026-04-20"))
                .isDone();
        assertThat(stands(contract(contract.id(), "?on=2026-06-30&knownOn=2026-07-02")))
                .isEqualTo("in_force 2026-01-01..2026-12-31");
        assertThat(stands(contract(contract.id(), "?on=2026-06-30&knownOn=2026-07-03")))
                .isEqualTo("ended 2026-01-01..2026-04-20");
        assertThat(client.get(people.institution(), "/api/v1/contracts/" + contract.id() + "?knownOn=2025-12-19")
                        .status())
                .isEqualTo(404);
        String panel = "/api/v1/teams/" + people.team("T001") + "/residents?limit=200&on=2026-06-30";
        String resident = contract.body().path("residentId").asString();
        assertThat(client.get(people.institution(), panel + "&knownOn=2026-07-02")
                        .isDone()
                        .text())
                .contains(resident);
        assertThat(client.get(people.institution(), panel + "&knownOn=2026-07-03")
                        .isDone()
                        .text())
                .doesNotContain(resident);
        assertThat(client.get(people.institution(), panel).isDone().text()).doesNotContain(resident);
        var history = client.get(people.institution(), "/api/v1/contracts/" + contract.id() + "/history")
                .isDone()
                .body();
        assertThat(history.path("events")
                        .valueStream()
                        .map(event -> event.path("kind").asString() + " "
                                + event.path("effectiveOn").asString() + " known "
                                + event.path("recordedOn").asString()))
                .containsExactly("signed 2026-01-01 known 2025-12-20", "terminated 2026-04-20 known 2026-07-03");
        assertThat(history.path("versions")).hasSize(2);
    }

    @Test
    void the_dead_sign_nothing_and_what_would_have_begun_later_is_undone() {
        var contract = signed();
        String resident = contract.body().path("residentId").asString();
        clock.moveTo(LocalDate.of(2026, 10, 1));
        var next = client.act(people.institution(), contract.id(), "renewal", Map.of("signer", Map.of("kind", "self")));
        next.isRefused(RefusalCode.RENEWAL_TOO_EARLY);
        clock.moveTo(LocalDate.of(2026, 11, 1));
        var renewed = client.act(people.institution(), contract.id(), "renewal", Map.of())
                .isSigned();
        assertThat(stands(renewed.body())).isEqualTo("upcoming 2027-01-01..2027-12-31");
        assertThat(renewed.body().path("followsId").asString()).isEqualTo(contract.id());
        clock.moveTo(LocalDate.of(2026, 11, 20));
        var after = client.post(
                        people.institution(),
                        SigningClient.newKey(),
                        "/api/v1/residents/" + resident + "/death",
                        null,
                        Map.of("diedOn", "2026-11-10"))
                .isDone()
                .body();
        assertThat(after.path("data").valueStream().map(ContractingCounty::stands))
                .containsExactly("ended 2026-01-01..2026-11-10");
        var undone = contract(renewed.id(), "");
        assertThat(undone.path("status").asString()).isEqualTo("withdrawn");
        assertThat(shares(undone)).containsExactly("public_health 0", "pooled_fund 0", "resident 0");
        var again = SigningClient.signing(resident, people.team("T001"));
        again.put("firstDay", "2026-12-01");
        again.put("lastDay", "2027-11-30");
        client.sign(people.institution(), SigningClient.newKey(), again).isRefused(RefusalCode.RESIDENT_DEAD);
    }

    @Test
    void the_key_of_a_death_is_tied_to_all_that_was_said_of_it() {
        var contract = people.signed();
        clock.moveTo(LocalDate.of(2026, 7, 3));
        String key = SigningClient.newKey();
        String path = "/api/v1/residents/" + contract.body().path("residentId").asString() + "/death";
        var death = Map.of("diedOn", "2026-04-20", "note", "派出所函告");
        client.post(people.institution(), key, path, null, death).isDone();
        assertThat(client.post(people.institution(), key, path, null, death)
                        .isDone()
                        .isReplayed())
                .isTrue();
        client.post(people.institution(), key, path, null, Map.of("diedOn", "2026-04-20", "note", "家属告知"))
                .isRefused(RefusalCode.IDEMPOTENCY_KEY_REUSED);
    }

    /** Four months with a team of the first institution, then with one of the second. */
    @Test
    void who_records_a_death_is_told_of_the_contracts_in_their_reach() {
        var contract = signed();
        clock.moveTo(LocalDate.of(2026, 4, 20));
        client.act(
                        people.institution(),
                        contract.id(),
                        "transfer",
                        Map.of("teamId", people.team("T003"), "firstDay", "2026-05-01"))
                .isSigned();
        clock.moveTo(LocalDate.of(2026, 7, 3));
        String resident = contract.body().path("residentId").asString();
        String before = "ended 2026-01-01..2026-04-30";
        String after = "ended 2026-05-01..2026-06-20";
        assertThat(toldOfDeath(people.elsewhere(), resident)).containsExactly(after);
        assertThat(toldOfDeath(people.teamPhone("T001"), resident)).containsExactly(before);
        assertThat(toldOfDeath(people.county().bureau("wu"), resident)).containsExactly(before, after);
    }

    private List<String> toldOfDeath(String token, String resident) {
        return client.post(
                        token,
                        SigningClient.newKey(),
                        "/api/v1/residents/" + resident + "/death",
                        null,
                        Map.of("diedOn", "2026-06-20"))
                .isDone()
                .body()
                .path("data")
                .valueStream()
                .map(ContractingCounty::stands)
                .toList();
    }

    /** Two who hear of it, each with a key of their own. */
    @Test
    void an_end_that_is_told_twice_is_one_end() {
        var dead = people.signed();
        var gone = people.signed();
        clock.moveTo(LocalDate.of(2026, 7, 3));
        String path = "/api/v1/residents/" + dead.body().path("residentId").asString() + "/death";
        for (var time : List.of("once", "again")) {
            client.post(people.institution(), SigningClient.newKey(), path, null, Map.of("diedOn", "2026-06-20"))
                    .isDone();
            assertThat(stands(contract(dead.id(), ""))).as(time).isEqualTo("ended 2026-01-01..2026-06-20");
        }
        var end = Map.of("reason", "moved_away", "lastDay", "2026-07-31");
        client.act(people.institution(), gone.id(), "termination", end).isDone();
        client.act(people.teamPhone("T001"), gone.id(), "termination", end).isRefused(RefusalCode.ENDED_ALREADY);
        client.act(
                        people.institution(),
                        gone.id(),
                        "termination",
                        Map.of("reason", "moved_away", "lastDay", "2026-07-20"))
                .isDone();
        assertThat(stands(contract(gone.id(), ""))).isEqualTo("in_force 2026-01-01..2026-07-20");
    }

    /** Worked case 7 by the demo's price: four months stay, eight go on. */
    @Test
    void a_transfer_goes_on_with_another_institution_and_the_fee_follows_by_months() {
        var contract = signed();
        clock.moveTo(LocalDate.of(2026, 4, 20));
        var moved = client.act(
                        people.institution(),
                        contract.id(),
                        "transfer",
                        Map.of("teamId", people.team("T003"), "firstDay", "2026-05-01"))
                .isSigned()
                .body();
        assertThat(stands(moved)).isEqualTo("upcoming 2026-05-01..2026-12-31");
        assertThat(moved.path("origin").asString()).isEqualTo("transferred");
        assertThat(shares(moved)).containsExactly("public_health 2000", "pooled_fund 4667", "resident 1333");
        var before = contract(contract.id(), "");
        assertThat(stands(before)).isEqualTo("in_force 2026-01-01..2026-04-30");
        assertThat(shares(before)).containsExactly("public_health 1000", "pooled_fund 2333", "resident 667");
        assertThat(client.get(
                                people.elsewhere(),
                                "/api/v1/contracts/" + moved.path("id").asString())
                        .status())
                .isEqualTo(200);
    }

    /** Its withdrawal would give all of the fee back beside the one that goes on; that one may be withdrawn, and then this. */
    @Test
    void what_goes_on_from_a_contract_comes_before_it() {
        clock.moveTo(LocalDate.of(2026, 1, 3));
        var person = people.next();
        var contract =
                people.signed(Map.of("residentId", person.id(), "firstDay", "2026-01-03", "lastDay", "2026-12-31"));
        clock.moveTo(LocalDate.of(2026, 1, 5));
        var moved = client.act(
                        people.institution(),
                        contract.id(),
                        "transfer",
                        Map.of("teamId", people.team("T003"), "firstDay", "2026-02-01"))
                .isSigned();
        client.act(people.institution(), contract.id(), "withdrawal", Map.of()).isRefused(RefusalCode.CONTRACT_GOES_ON);
        client.act(
                        people.institution(),
                        contract.id(),
                        "termination",
                        Map.of("reason", "own_wish", "lastDay", "2026-01-10"))
                .isRefused(RefusalCode.CONTRACT_GOES_ON);
        var file = people.county()
                .importFile("events", TestCounty.EVENT_COLUMNS + person.number() + ",迁出,2026-01-10,2026-01-05,\n");
        assertThat(file.path("refused").path("contract_goes_on").asInt()).isOne();
        client.act(people.elsewhere(), moved.id(), "withdrawal", Map.of()).isDone();
        client.act(people.institution(), contract.id(), "withdrawal", Map.of()).isDone();
        assertThat(contract(contract.id(), "").path("feeFen").asLong()).isZero();
    }

    /** Suspended for ten days of March, and transferred and amended from a day in them on. */
    @Test
    void days_that_were_suspended_stay_so_whoever_goes_on() {
        for (Map<String, Object> act : List.of(
                Map.<String, Object>of("teamId", people.team("T003"), "firstDay", "2026-03-05"),
                Map.<String, Object>of("servicePackage", "elderly", "firstDay", "2026-03-05"))) {
            before_the_year();
            var contract = signed();
            clock.moveTo(LocalDate.of(2026, 3, 1));
            client.act(
                            people.institution(),
                            contract.id(),
                            "suspension",
                            Map.of("firstDay", "2026-03-01", "basis", "外出"))
                    .isDone();
            clock.moveTo(LocalDate.of(2026, 3, 11));
            client.act(people.institution(), contract.id(), "resumption", Map.of("firstDay", "2026-03-11"))
                    .isDone();
            clock.moveTo(LocalDate.of(2026, 3, 20));
            var next = client.act(
                            people.institution(),
                            contract.id(),
                            act.containsKey("teamId") ? "transfer" : "amendment",
                            act)
                    .isSigned();
            var suspended = next.body().at("/suspensions/0");
            assertThat(suspended.path("firstDay").asString()).isEqualTo("2026-03-05");
            assertThat(suspended.path("lastDay").asString()).isEqualTo("2026-03-10");
        }
    }

    @Test
    void another_package_is_priced_for_the_months_left() {
        var contract = signed();
        clock.moveTo(LocalDate.of(2026, 6, 10));
        var amended = client.act(
                        people.institution(),
                        contract.id(),
                        "amendment",
                        Map.of("servicePackage", "elderly", "firstDay", "2026-07-01"))
                .isSigned()
                .body();
        assertThat(amended.path("feeFen").asLong()).isEqualTo(9_000);
        assertThat(contract(contract.id(), "").path("feeFen").asLong()).isEqualTo(6_000);
        client.act(
                        people.institution(),
                        amended.path("id").asString(),
                        "amendment",
                        Map.of("servicePackage", "basic", "firstDay", "2026-08-01"))
                .isRefused(RefusalCode.ILLEGAL_TRANSITION);
        clock.moveTo(LocalDate.of(2026, 7, 10));
        var back = client.act(
                        people.institution(),
                        amended.path("id").asString(),
                        "amendment",
                        Map.of("servicePackage", "basic", "firstDay", "2026-08-01"))
                .isSigned()
                .body();
        assertThat(back.path("feeFen").asLong()).as("five of twelve months").isEqualTo(5_000);
        assertThat(contract(amended.path("id").asString(), "").path("feeFen").asLong())
                .as("one of its six")
                .isEqualTo(1_500);
    }

    @Test
    void what_is_signed_on_behalf_is_confirmed_by_the_resident_or_undone() {
        var onBehalf = Map.<String, Object>of(
                "signer", Map.of("kind", "on_behalf"), "firstDay", "2025-12-20", "lastDay", "2026-12-19");
        var contract = people.signed(onBehalf);
        String resident = contract.body().path("residentId").asString();
        assertThat(contract.body().path("confirmUntil").asString()).isEqualTo("2025-12-27");
        client.act(people.institution(), contract.id(), "confirmation", Map.of())
                .isRefused(RefusalCode.FORBIDDEN);
        var confirmed = client.act(people.self(resident), contract.id(), "confirmation", Map.of())
                .isDone();
        assertThat(confirmed.body().has("confirmUntil")).isFalse();
        client.act(people.self(resident), contract.id(), "confirmation", Map.of())
                .isRefused(RefusalCode.NOTHING_TO_CONFIRM);
        var other = people.signed(onBehalf);
        var undone = client.act(
                        people.self(other.body().path("residentId").asString()), other.id(), "withdrawal", Map.of())
                .isDone();
        assertThat(undone.body().path("status").asString()).isEqualTo("withdrawn");
        assertThat(undone.body().path("feeFen").asLong()).isZero();
        clock.moveTo(LocalDate.of(2026, 1, 20));
        client.act(people.institution(), contract.id(), "withdrawal", Map.of())
                .isRefused(RefusalCode.WITHDRAWAL_TOO_LATE);
    }

    @Test
    void a_contract_is_suspended_and_resumed() {
        var contract = signed();
        clock.moveTo(LocalDate.of(2026, 3, 1));
        var suspended = client.act(
                        people.institution(),
                        contract.id(),
                        "suspension",
                        Map.of("firstDay", "2026-03-01", "basis", "断保"))
                .isDone();
        assertThat(stands(suspended.body())).isEqualTo("suspended 2026-01-01..2026-12-31");
        client.act(people.institution(), contract.id(), "suspension", Map.of("firstDay", "2026-03-01", "basis", "断保"))
                .isRefused(RefusalCode.ILLEGAL_TRANSITION);
        clock.moveTo(LocalDate.of(2026, 4, 1));
        var resumed = client.act(people.institution(), contract.id(), "resumption", Map.of("firstDay", "2026-04-01"))
                .isDone()
                .body();
        assertThat(resumed.path("status").asString()).isEqualTo("in_force");
        assertThat(resumed.path("suspensions").get(0).path("lastDay").asString())
                .isEqualTo("2026-03-31");
        assertThat(contract(contract.id(), "?on=2026-03-15").path("status").asString())
                .isEqualTo("suspended");
        client.act(people.institution(), contract.id(), "resumption", Map.of("firstDay", "2026-04-01"))
                .isRefused(RefusalCode.NOT_SUSPENDED);
    }

    @Test
    void a_change_names_what_was_seen_and_happens_once() throws SQLException {
        var contract = signed();
        clock.moveTo(LocalDate.of(2026, 5, 15));
        String path = "/api/v1/contracts/" + contract.id() + "/termination";
        var body = Map.of("reason", "moved_away", "lastDay", "2026-05-15");
        client.post(people.institution(), SigningClient.newKey(), path, null, body)
                .isRefused(RefusalCode.PRECONDITION_REQUIRED);
        client.post(people.institution(), SigningClient.newKey(), path, "\"7\"", body)
                .isRefused(RefusalCode.PRECONDITION_FAILED);
        client.post(people.institution(), SigningClient.newKey(), path, "\"x\"", body)
                .isRefused(RefusalCode.PRECONDITION_FAILED);
        String key = SigningClient.newKey();
        var first = client.post(people.institution(), key, path, "\"1\"", body).isDone();
        var rows = ledger.rows();
        var again = client.post(people.institution(), key, path, "\"1\"", body).isDone();
        assertThat(again.isReplayed()).isTrue();
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(ledger.rows()).isEqualTo(rows);
        client.post(people.institution(), key, path, "\"1\"", Map.of("reason", "other", "lastDay", "2026-05-15"))
                .isRefused(RefusalCode.IDEMPOTENCY_KEY_REUSED);
        client.post(people.institution(), SigningClient.newKey(), path, "\"1\"", body)
                .isRefused(RefusalCode.PRECONDITION_FAILED);
        client.post(people.elsewhere(), SigningClient.newKey(), path, "\"2\"", body)
                .isRefused(RefusalCode.NOT_FOUND);
    }

    @Test
    void what_the_rules_refuse_says_why() {
        var contract = signed();
        client.act(
                        people.institution(),
                        contract.id(),
                        "termination",
                        Map.of("reason", "other", "lastDay", "2026-03-01"))
                .isRefused(RefusalCode.ILLEGAL_TRANSITION);
        clock.moveTo(LocalDate.of(2026, 6, 15));
        String self = people.self(contract.body().path("residentId").asString());
        client.act(
                        people.institution(),
                        contract.id(),
                        "termination",
                        Map.of("reason", "other", "lastDay", "2026-05-14"))
                .isRefused(RefusalCode.BACKDATED_TOO_FAR);
        client.act(
                        people.institution(),
                        contract.id(),
                        "termination",
                        Map.of("reason", "other", "lastDay", "2027-01-01"))
                .isRefused(RefusalCode.NO_CONTRACT_ON_DAY);
        client.act(self, contract.id(), "termination", Map.of("reason", "lost_contact", "lastDay", "2026-06-30"))
                .isRefused(RefusalCode.WRONG_END_REASON);
        client.act(self, contract.id(), "termination", Map.of("reason", "own_wish", "lastDay", "2026-06-14"))
                .isRefused(RefusalCode.NOTICE_TOO_SHORT);
        client.act(
                        people.institution(),
                        contract.id(),
                        "transfer",
                        Map.of("teamId", people.team("T001"), "firstDay", "2026-07-01"))
                .isRefused(RefusalCode.SAME_TEAM);
        client.act(
                        people.institution(),
                        contract.id(),
                        "transfer",
                        Map.of("teamId", people.team("T777"), "firstDay", "2026-07-01"))
                .isRefused(RefusalCode.UNKNOWN_TEAM);
        client.act(
                        people.institution(),
                        contract.id(),
                        "transfer",
                        Map.of("teamId", "tem_110101_T001", "firstDay", "2026-07-01"))
                .isRefused(RefusalCode.UNKNOWN_TEAM);
        client.act(
                        people.institution(),
                        contract.id(),
                        "amendment",
                        Map.of("servicePackage", "basic", "firstDay", "2026-07-01"))
                .isRefused(RefusalCode.SAME_PACKAGE);
        client.act(people.institution(), contract.id(), "renewal", Map.of()).isRefused(RefusalCode.RENEWAL_TOO_EARLY);
        clock.moveTo(LocalDate.of(2027, 3, 1));
        client.act(people.institution(), contract.id(), "renewal", Map.of()).isRefused(RefusalCode.RENEWAL_TOO_LATE);
        client.act(
                        people.institution(),
                        contract.id(),
                        "termination",
                        Map.of("reason", "other", "lastDay", "2026-12-01"))
                .isRefused(RefusalCode.ILLEGAL_TRANSITION);
    }

    @Test
    void the_price_is_shown_before_it_is_charged() {
        var person = people.next();
        var quote = client.get(
                        people.institution(),
                        "/api/v1/residents/" + person.id() + "/contract-quote?servicePackage=chronic")
                .isDone()
                .body();
        var signing = SigningClient.signing(person.id(), people.team("T001"));
        signing.put("servicePackage", "chronic");
        signing.put("firstDay", "2026-01-01");
        signing.put("lastDay", "2026-12-31");
        var contract = client.sign(people.institution(), SigningClient.newKey(), signing)
                .isSigned();
        assertThat(contract.body().path("feeShares")).isEqualTo(quote.path("feeShares"));
        client.get(people.institution(), "/api/v1/residents/" + person.id() + "/contract-quote?servicePackage=gold")
                .isRefused(RefusalCode.INVALID_VALUE);
        client.get(
                        people.self(people.next().id()),
                        "/api/v1/residents/" + person.id() + "/contract-quote?servicePackage=basic")
                .isRefused(RefusalCode.NOT_FOUND);
    }
}
