package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.RegisteredPeople.Person;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/**
 * 撤销死亡登记: who was recorded as dead by mistake lives, and what the death ended goes on. The deaths are of 20 April 2026, told on 3
 * July and revoked on 10 July.
 */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevokedDeathsApiTests {

    private static final LocalDate TOLD = LocalDate.of(2026, 7, 3);
    private static final LocalDate REVOKED = LocalDate.of(2026, 7, 10);
    private static final LocalDate BIRTH = LocalDate.of(1950, 6, 1);
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Map<String, String> REVOCATION =
            Map.of("reason", "wrong_person", "evidenceKind", "police_statement", "evidenceReference", "公户字第7号");

    private final SigningClient client;
    private final SigningLedger ledger;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;
    private ContractingCounty people;

    RevokedDeathsApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
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
        people = ContractingCounty.open(http, issuer, database, 30);
    }

    @BeforeEach
    void before_the_year() {
        clock.moveTo(LocalDate.of(2025, 12, 20));
    }

    @AfterEach
    void lines_and_ledger_tie() throws SQLException {
        assertThat(ledger.entriesNotTied()).isEmpty();
    }

    private String bureau() {
        return people.county().bureau("wu");
    }

    private SigningClient.Answer death(String residentId, String day) {
        return client.post(
                bureau(),
                SigningClient.newKey(),
                "/api/v1/residents/" + residentId + "/death",
                null,
                Map.of("diedOn", day));
    }

    private SigningClient.Answer revoke(String residentId) {
        return revoke(bureau(), SigningClient.newKey(), residentId);
    }

    private SigningClient.Answer revoke(String token, String key, String residentId) {
        return client.post(token, key, "/api/v1/residents/" + residentId + "/death/revocation", null, REVOCATION);
    }

    private static List<String> stand(SigningClient.Answer answer) {
        return answer.body()
                .path("data")
                .valueStream()
                .map(ContractingCounty::stands)
                .toList();
    }

    private static List<String> left(SigningClient.Answer answer) {
        return answer.body()
                .path("notReinstated")
                .valueStream()
                .map(left -> left.path("code").asString())
                .toList();
    }

    private String stands(String contractId) {
        return ContractingCounty.stands(people.contract(contractId));
    }

    private String diedOn(String residentId, String knownOn) {
        return client.get(issuer.administrator(), "/api/v1/residents/" + residentId + "?knownOn=" + knownOn)
                .isDone()
                .body()
                .path("diedOn")
                .asString("");
    }

    private String events(String... rows) {
        JsonNode job = people.county().importFile("events", TestCounty.EVENT_COLUMNS + String.join("\n", rows));
        return job.path("accepted").asLong() + " accepted, "
                + job.path("unchanged").asLong() + " unchanged, refused " + job.path("refused");
    }

    private static String died(Person person, String day, String recordedOn) {
        return person.number() + ",死亡," + day + "," + recordedOn + ",";
    }

    private void contracts(String... rows) {
        people.county().take("contracts", TestCounty.CONTRACT_COLUMNS + String.join("\n", rows));
    }

    private static String contract(Person person, int year) {
        return person.number() + ",T001,基础包,2025-12-20," + year + "-01-01," + year + "-12-31,纸质";
    }

    /** The days of a person's contracts by what is known now, and what is left of each one's fee. */
    private List<String> held(Person person) throws SQLException {
        return ledger.texts("""
                SELECT lower(c.term) || '..' || upper(c.term) - 1 || ' ' || sum(l.amount_fen)
                FROM contract_version c JOIN fee_line l USING (area, contract_id)
                WHERE upper_inf(c.known) AND c.resident_id = '%s' GROUP BY c.term ORDER BY 1
                """.formatted(uuid(person.id())));
    }

    private static String uuid(String publicId) {
        return publicId.substring("res_000000_".length());
    }

    @Test
    void the_contract_goes_on_as_it_was_and_what_was_known_meanwhile_stays_known() throws SQLException {
        var contract = people.signed();
        String resident = contract.body().path("residentId").asString();
        clock.moveTo(TOLD);
        death(resident, "2026-04-20").isDone();
        assertThat(ContractingCounty.shares(people.contract(contract.id())))
                .as("eight of twelve months went back")
                .containsExactly("public_health 1000", "pooled_fund 2333", "resident 667");
        clock.moveTo(REVOKED);
        var answer = revoke(resident).isDone();
        assertThat(stand(answer)).containsExactly("in_force 2026-01-01..2026-12-31");
        assertThat(left(answer)).isEmpty();
        var again = people.contract(contract.id());
        assertThat(again.has("endReason")).isFalse();
        assertThat(again.path("version").asInt()).isEqualTo(3);
        assertThat(ContractingCounty.shares(again))
                .containsExactly("public_health 3000", "pooled_fund 7000", "resident 2000");
        assertThat(ContractingCounty.stands(people.contract(contract.id(), "?knownOn=2026-07-05")))
                .isEqualTo("ended 2026-01-01..2026-04-20");
        assertThat(List.of(
                        diedOn(resident, "2026-07-02"), diedOn(resident, "2026-07-09"), diedOn(resident, "2026-07-10")))
                .containsExactly("", "2026-04-20", "");
        var history = client.get(bureau(), "/api/v1/contracts/" + contract.id() + "/history")
                .isDone()
                .body();
        var reinstated = history.path("events").get(2);
        assertThat(reinstated.path("kind").asString() + " "
                        + reinstated.path("effectiveOn").asString())
                .isEqualTo("reinstated 2026-04-21");
        assertThat(reinstated.path("basis").asString()).isEqualTo("登记对象有误（公安机关证明）");
        assertThat(ledger.texts(
                        "SELECT kind FROM outbox_event WHERE subject_id = '" + contract.id() + "' ORDER BY event_id"))
                .containsExactly("contract.signed", "contract.terminated", "contract.reinstated");
    }

    /** Each transfer leads to the refund that it takes back, and that one to the charge. */
    @Test
    void what_was_given_back_is_charged_again_by_its_mirror() throws SQLException {
        var contract = people.signed();
        String resident = contract.body().path("residentId").asString();
        clock.moveTo(TOLD);
        death(resident, "2026-04-20").isDone();
        clock.moveTo(REVOKED);
        revoke(resident).isDone();
        assertThat(ledger.texts("""
                        SELECT l.payer || ' ' || l.amount_fen || ' ' || l.month || ' corrects ' || before.reason || ' '
                            || before.amount_fen || ' that corrects ' || first.reason
                        FROM fee_line l
                        JOIN ledger_transfer t ON t.area = l.area AND t.entry_id = l.entry_id AND t.amount_fen = l.amount_fen
                        JOIN ledger_transfer before ON before.area = t.area AND before.transfer_id = t.corrects
                        JOIN ledger_transfer first ON first.area = t.area AND first.transfer_id = before.corrects
                        WHERE l.reason = 'reinstated' AND l.contract_id = '%s' ORDER BY l.amount_fen
                        """.formatted(uuid(contract.id()))))
                .containsExactly(
                        "resident 1333 2026-07-01 corrects refund 1333 that corrects contract_fee",
                        "public_health 2000 2026-07-01 corrects refund 2000 that corrects contract_fee",
                        "pooled_fund 4667 2026-07-01 corrects refund 4667 that corrects contract_fee");
        var lines = client.get(bureau(), "/api/v1/contracts/" + contract.id() + "/fee")
                .isDone()
                .body()
                .path("lines");
        assertThat(lines).hasSize(9);
        assertThat(lines.get(6).path("reasonName").asString("") + lines.get(6).at("/explanation/sentence"))
                .contains("恢复计费");
    }

    /** What was given back for a move of her own stays given back; of two deaths in a row both are. */
    @Test
    void only_what_the_death_took_comes_back() {
        var contract = people.signed();
        String resident = contract.body().path("residentId").asString();
        clock.moveTo(LocalDate.of(2026, 6, 30));
        client.act(
                        people.institution(),
                        contract.id(),
                        "termination",
                        Map.of("reason", "moved_away", "lastDay", "2026-06-30"))
                .isDone();
        clock.moveTo(TOLD);
        death(resident, "2026-04-20").isDone();
        death(resident, "2026-03-20").isDone();
        clock.moveTo(REVOKED);
        assertThat(stand(revoke(resident).isDone())).containsExactly("ended 2026-01-01..2026-06-30");
        var again = people.contract(contract.id());
        assertThat(again.path("endReason").asString()).isEqualTo("moved_away");
        assertThat(again.path("feeFen").asLong()).isEqualTo(6000);
    }

    @Test
    void a_suspension_is_not_lost() {
        var contract = people.signed();
        String resident = contract.body().path("residentId").asString();
        clock.moveTo(LocalDate.of(2026, 6, 1));
        client.act(people.institution(), contract.id(), "suspension", Map.of("firstDay", "2026-06-01", "basis", "断保"))
                .isDone();
        clock.moveTo(TOLD);
        death(resident, "2026-04-20").isDone();
        clock.moveTo(REVOKED);
        assertThat(stand(revoke(resident).isDone())).containsExactly("suspended 2026-01-01..2026-12-31");
        client.act(people.institution(), contract.id(), "resumption", Map.of("firstDay", "2026-07-10"))
                .isDone();
        assertThat(stands(contract.id())).isEqualTo("in_force 2026-01-01..2026-12-31");
    }

    @Test
    void a_death_of_a_file_is_revoked_and_the_file_does_not_kill_again() throws SQLException {
        var person = people.next();
        clock.moveTo(TOLD);
        contracts(contract(person, 2026), contract(person, 2027));
        String row = died(person, "2026-04-20", "2026-05-06");
        assertThat(events(row)).isEqualTo("1 accepted, 0 unchanged, refused {}");
        assertThat(held(person)).containsExactly("2026-01-01..2026-04-20 12000");
        clock.moveTo(REVOKED);
        assertThat(stand(revoke(person.id()).isDone()))
                .containsExactly("in_force 2026-01-01..2026-12-31", "upcoming 2027-01-01..2027-12-31");
        assertThat(held(person)).containsExactly("2026-01-01..2026-12-31 12000", "2027-01-01..2027-12-31 12000");
        clock.moveTo(LocalDate.of(2026, 7, 20));
        assertThat(events(row, died(person, "2026-04-20", "2026-07-15"), died(person, "2026-04-19", "2026-07-10")))
                .as("sent again, told again, and told before the revocation")
                .isEqualTo("0 accepted, 0 unchanged, refused {\"death_revoked\":3}");
        assertThat(held(person)).containsExactly("2026-01-01..2026-12-31 12000", "2027-01-01..2027-12-31 12000");
        assertThat(events(died(person, "2026-07-12", "2026-07-15"))).isEqualTo("1 accepted, 0 unchanged, refused {}");
        assertThat(held(person)).containsExactly("2026-01-01..2026-07-12 12000");
        assertThat(diedOn(person.id(), "2026-07-20")).isEqualTo("2026-07-12");
        assertThat(events(died(person, "2026-07-12", "2026-07-15"), row))
                .isEqualTo("0 accepted, 1 unchanged, refused {\"death_revoked\":1}");
    }

    @Test
    void who_has_no_contract_may_sign_again() {
        var person = people.next();
        clock.moveTo(TOLD);
        death(person.id(), "2026-04-20").isDone();
        var signing =
                people.signing(Map.of("residentId", person.id(), "firstDay", "2026-07-10", "lastDay", "2027-07-09"));
        clock.moveTo(REVOKED);
        client.sign(people.institution(), SigningClient.newKey(), signing).isRefused(RefusalCode.RESIDENT_DEAD);
        assertThat(stand(revoke(person.id()).isDone())).isEmpty();
        client.sign(people.institution(), SigningClient.newKey(), signing).isSigned();
    }

    /** Desks may say the very day again, if it was right after all; so it goes back and forth. */
    @Test
    void a_death_may_be_recorded_again_and_revoked_again() {
        var contract = people.signed();
        String resident = contract.body().path("residentId").asString();
        clock.moveTo(TOLD);
        for (int time = 0; time < 3; time++) {
            death(resident, "2026-04-20").isDone();
            assertThat(stands(contract.id())).isEqualTo("ended 2026-01-01..2026-04-20");
            assertThat(people.contract(contract.id()).path("feeFen").asLong()).isEqualTo(4000);
            revoke(resident).isDone();
            assertThat(stands(contract.id())).isEqualTo("in_force 2026-01-01..2026-12-31");
            assertThat(people.contract(contract.id()).path("feeFen").asLong()).isEqualTo(12000);
        }
    }

    @Test
    void it_happens_once_per_key_and_only_of_the_dead() {
        var contract = people.signed();
        String resident = contract.body().path("residentId").asString();
        clock.moveTo(TOLD);
        revoke(resident).isRefused(RefusalCode.NO_DEATH_RECORDED);
        death(resident, "2026-04-20").isDone();
        String key = SigningClient.newKey();
        assertThat(revoke(bureau(), key, resident).isDone().isReplayed()).isFalse();
        var replayed = revoke(bureau(), key, resident).isDone();
        assertThat(replayed.isReplayed()).isTrue();
        assertThat(stand(replayed)).containsExactly("in_force 2026-01-01..2026-12-31");
        client.post(
                        bureau(),
                        key,
                        "/api/v1/residents/" + resident + "/death/revocation",
                        null,
                        Map.of(
                                "reason",
                                "wrong_person",
                                "evidenceKind",
                                "police_statement",
                                "evidenceReference",
                                "公户字第8号"))
                .isRefused(RefusalCode.IDEMPOTENCY_KEY_REUSED);
        revoke(resident).isRefused(RefusalCode.NO_DEATH_RECORDED);
    }

    @Test
    void only_the_bureau_of_the_area_revokes_and_the_unknown_are_unknown() {
        var person = people.next();
        clock.moveTo(TOLD);
        death(person.id(), "2026-04-20").isDone();
        for (String token : List.of(people.institution(), people.teamPhone("T001"), issuer.administrator())) {
            revoke(token, SigningClient.newKey(), person.id()).isRefused(RefusalCode.FORBIDDEN);
        }
        revoke(issuer.bureau("439999", "wu"), SigningClient.newKey(), person.id())
                .isRefused(RefusalCode.NOT_FOUND);
        revoke("res_" + people.area() + "_0192f0c1-0000-7000-8000-000000000001").isRefused(RefusalCode.NOT_FOUND);
    }

    /**
     * They were registered twice, and as dead twice: on 20 April and on 30 June, with a contract of the days after April by the
     * second registration. It stands, and so the one that ended in April does not go on.
     */
    @Test
    void another_contract_of_the_person_stands_and_the_death_is_revoked_all_the_same() throws SQLException {
        clock.moveTo(TOLD);
        var one = people.registered(BIRTH);
        var survivor = people.registered(BIRTH);
        contracts(contract(one, 2026), survivor.number() + ",T002,基础包,2026-05-07,2026-05-08,2026-12-31,纸质");
        assertThat(events(died(one, "2026-04-20", "2026-05-06"), died(survivor, "2026-06-30", "2026-07-02")))
                .isEqualTo("2 accepted, 0 unchanged, refused {}");
        people.merge(one.id(), survivor.id());
        clock.moveTo(TOLD.plusDays(1));
        death(survivor.id(), "2026-06-30").isRefused(RefusalCode.DEATH_HAS_ENDED_CONTRACTS);
        assertThat(diedOn(one.id(), "2026-07-05")).as("of the other").isEqualTo("2026-04-20");
        clock.moveTo(REVOKED);
        var answer = revoke(survivor.id()).isDone();
        assertThat(stand(answer)).containsExactly("ended 2026-01-01..2026-04-20", "in_force 2026-05-08..2026-12-31");
        assertThat(left(answer)).containsExactly("overlapping");
        assertThat(List.of(diedOn(one.id(), "2026-07-10"), diedOn(survivor.id(), "2026-07-10")))
                .containsOnly("");
    }

    /** Days that the death took come back by its revocation; then the right day takes what it has to, and the money follows. */
    @Test
    void a_later_day_of_death_is_recorded_once_the_earlier_one_is_revoked() {
        var contract = people.signed();
        String resident = contract.body().path("residentId").asString();
        clock.moveTo(TOLD);
        death(resident, "2026-04-20").isDone();
        for (String later : List.of("2026-04-21", "2026-06-20")) {
            death(resident, later).isRefused(RefusalCode.DEATH_HAS_ENDED_CONTRACTS);
        }
        assertThat(diedOn(resident, "2026-07-03")).isEqualTo("2026-04-20");
        assertThat(stands(contract.id())).isEqualTo("ended 2026-01-01..2026-04-20");
        clock.moveTo(TOLD.plusDays(1));
        death(resident, "2026-03-20").isDone();
        assertThat(stands(contract.id())).as("an earlier day is").isEqualTo("ended 2026-01-01..2026-03-20");
        death(resident, "2026-04-20").isRefused(RefusalCode.DEATH_HAS_ENDED_CONTRACTS);
        clock.moveTo(REVOKED);
        revoke(resident).isDone();
        death(resident, "2026-06-20").isDone();
        assertThat(diedOn(resident, "2026-07-10")).isEqualTo("2026-06-20");
        assertThat(stands(contract.id())).isEqualTo("ended 2026-01-01..2026-06-20");
        assertThat(people.contract(contract.id()).path("feeFen").asLong()).isEqualTo(6000);
    }

    /** Who died before the contract was to begin has lost it by any day before, and none of it by a later one. */
    @Test
    void a_later_day_of_death_is_recorded_where_no_contract_has_lost_a_day() {
        var person = people.next();
        var without = people.next();
        clock.moveTo(TOLD);
        contracts(person.number() + ",T001,基础包,2025-12-20,2026-07-01,2026-12-31,纸质");
        for (var dead : List.of(person, without)) {
            clock.moveTo(TOLD);
            death(dead.id(), "2026-04-20").isDone();
            clock.moveTo(TOLD.plusDays(1));
            death(dead.id(), "2026-06-20").isDone();
            assertThat(diedOn(dead.id(), "2026-07-04")).isEqualTo("2026-06-20");
        }
        clock.moveTo(TOLD.plusDays(2));
        death(person.id(), "2026-07-01").isRefused(RefusalCode.DEATH_HAS_ENDED_CONTRACTS);
        death(without.id(), "2026-07-01").isDone();
    }

    @Test
    void a_row_with_a_later_day_of_death_is_refused_and_the_rest_of_its_file_is_taken_in() throws SQLException {
        var person = people.next();
        var other = people.next();
        clock.moveTo(TOLD);
        contracts(contract(person, 2026), contract(person, 2027), contract(other, 2026));
        events(died(person, "2026-04-20", "2026-05-06"));
        assertThat(events(died(person, "2026-06-20", "2026-07-01"), died(other, "2026-06-20", "2026-07-01")))
                .isEqualTo("1 accepted, 0 unchanged, refused {\"death_has_ended_contracts\":1}");
        assertThat(held(person)).containsExactly("2026-01-01..2026-04-20 12000");
        assertThat(held(other)).containsExactly("2026-01-01..2026-06-20 12000");
        assertThat(diedOn(person.id(), "2026-07-03")).isEqualTo("2026-04-20");
        clock.moveTo(REVOKED);
        revoke(person.id()).isDone();
        death(person.id(), "2026-06-20").isDone();
        assertThat(held(person)).containsExactly("2026-01-01..2026-06-20 6000");
    }

    /**
     * The file has read that both others are dead, and waits for the first of its days to be written, when they turn out to live:
     * it says nothing new of one, and of the other an older day than the revocation.
     */
    @Test
    void a_file_that_is_being_taken_in_does_not_bring_a_revoked_death_back() throws Exception {
        var first = people.next();
        var known = people.next();
        var toldAnew = people.next();
        clock.moveTo(TOLD);
        for (var dead : List.of(first, known, toldAnew)) {
            death(dead.id(), "2026-04-20").isDone();
        }
        clock.moveTo(REVOKED);
        CompletableFuture<String> file;
        try (var other = database.open();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM resident_death WHERE resident_id = '" + uuid(first.id()) + "' FOR UPDATE");
            file = CompletableFuture.supplyAsync(() -> events(
                    died(first, "2026-04-21", "2026-07-04"),
                    died(known, "2026-04-20", "2026-07-05"),
                    died(toldAnew, "2026-04-21", "2026-07-06")));
            await().atMost(WAIT)
                    .until(() -> !ledger.texts("SELECT pid::text FROM pg_stat_activity"
                                    + " WHERE wait_event_type = 'Lock' AND query LIKE '%UPDATE resident_death%'")
                            .isEmpty());
            revoke(known.id()).isDone();
            revoke(toldAnew.id()).isDone();
            other.rollback();
        }
        assertThat(file.get(WAIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("2 accepted, 1 unchanged, refused {}");
        assertThat(List.of(
                        diedOn(first.id(), "2026-07-10"),
                        diedOn(known.id(), "2026-07-10"),
                        diedOn(toldAnew.id(), "2026-07-10")))
                .containsExactly("2026-04-21", "", "");
    }

    @Test
    void a_person_registered_twice_lives_by_both_registrations() throws SQLException {
        for (boolean ofTheSurvivor : List.of(true, false)) {
            clock.moveTo(TOLD);
            var one = people.registered(BIRTH);
            var survivor = people.registered(BIRTH);
            contracts(contract(one, 2026), contract(survivor, 2027));
            people.merge(one.id(), survivor.id());
            death(one.id(), "2026-04-20").isDone();
            clock.moveTo(REVOKED);
            assertThat(stand(revoke((ofTheSurvivor ? survivor : one).id()).isDone()))
                    .containsExactly("in_force 2026-01-01..2026-12-31", "upcoming 2027-01-01..2027-12-31");
            assertThat(held(one)).containsExactly("2026-01-01..2026-12-31 12000");
            assertThat(held(survivor)).containsExactly("2027-01-01..2027-12-31 12000");
            assertThat(List.of(diedOn(one.id(), "2026-07-10"), diedOn(survivor.id(), "2026-07-10")))
                    .containsOnly("");
            assertThat(events(died(survivor, "2026-04-20", "2026-07-03")))
                    .isEqualTo("0 accepted, 0 unchanged, refused {\"death_revoked\":1}");
        }
    }

    /** One died. The other only bore the same name, and was taken for them. */
    @Test
    void who_inherited_a_death_by_a_wrong_merge_lives_and_the_dead_stay_dead() throws SQLException {
        clock.moveTo(TOLD);
        var dead = people.registered(BIRTH);
        var living = people.registered(BIRTH);
        contracts(contract(dead, 2026), contract(living, 2027));
        people.merge(dead.id(), living.id());
        events(died(dead, "2026-04-20", "2026-05-06"));
        client.post(
                        issuer.administrator(),
                        SigningClient.newKey(),
                        "/api/v1/residents/" + dead.id() + "/merge-undoing",
                        null,
                        Map.of())
                .isDone();
        assertThat(diedOn(living.id(), "2026-07-03")).as("for good, until now").isEqualTo("2026-04-20");
        clock.moveTo(REVOKED);
        assertThat(stand(revoke(living.id()).isDone())).containsExactly("upcoming 2027-01-01..2027-12-31");
        assertThat(List.of(diedOn(living.id(), "2026-07-10"), diedOn(dead.id(), "2026-07-10")))
                .containsExactly("", "2026-04-20");
        assertThat(held(living)).containsExactly("2027-01-01..2027-12-31 12000");
        assertThat(held(dead)).containsExactly("2026-01-01..2026-04-20 12000");
        assertThat(events(died(dead, "2026-04-20", "2026-05-06") + "\n"))
                .isEqualTo("0 accepted, 1 unchanged, refused {}");
    }
}
