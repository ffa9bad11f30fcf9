package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.contract.SigningClient.Answer;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What a day brings without anybody's doing, as the area's contracting policy wants it. */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractRoutineApiTests {

    private static final int RACES = 10;
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final LocalDate IN_MAY = LocalDate.of(2026, 5, 15);
    private static final List<Integer> THRESHOLDS_DAYS = List.of(60, 30, 7);

    private final SigningClient client;
    private final SigningLedger ledger;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;
    private final RoutineActs acts;
    private final RoutineStore store;
    private final ContractStore contracts;
    private final ContractingPolicies policies;
    private ContractingCounty people;

    ContractRoutineApiTests(
            WebTestClient http,
            TestIssuer issuer,
            TestDatabase database,
            MovableClock clock,
            RoutineActs acts,
            RoutineStore store,
            ContractStore contracts,
            ContractingPolicies policies) {
        this.client = new SigningClient(http);
        this.ledger = new SigningLedger(database);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
        this.acts = acts;
        this.store = store;
        this.contracts = contracts;
        this.policies = policies;
    }

    /** 特困 pay nothing themselves, so nobody has to consent to their price. */
    @BeforeAll
    void open_a_county() throws SQLException {
        clock.moveTo(LocalDate.of(2025, 12, 20));
        people = ContractingCounty.open(http, issuer, database, 20);
        people.county().publish("""
                {"kind": "contracting", "name": "示范县签约政策", "automaticRenewal": "县政办发〔2025〕3号",
                 "insuranceGapSuspends": true}
                """, "2025-01-01", "");
    }

    @BeforeEach
    void before_the_year() {
        clock.moveTo(LocalDate.of(2025, 12, 20));
    }

    /** Waits until the daily round of that day is over. */
    private void dayOf(LocalDate day) {
        clock.moveTo(day);
        await().atMost(WAIT).until(() -> daysDone().contains(day.toString()));
    }

    private List<String> daysDone() throws SQLException {
        return ledger.texts("SELECT day::text FROM contract_routine_day WHERE area = '" + people.area() + "'");
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A file tells of the death while somebody is signing: neither sees the other. */
    private void toldMeanwhile(Answer signed, String diedOn, String knownFrom) throws SQLException {
        String resident = signed.body().path("residentId").asString();
        execute("""
                INSERT INTO resident_death (area, resident_id, died_on, known, recorded_by, recorded_at)
                VALUES ('%1$s', '%2$s', '%3$s', tstzrange('%4$s', NULL), 'file', '%4$s')
                """.formatted(people.area(), resident.substring("res_000000_".length()), diedOn, knownFrom));
    }

    private static UUID id(Answer signed) {
        return UUID.fromString(signed.id().substring("ctr_000000_".length()));
    }

    private List<String> reminders() {
        return reminders("T001");
    }

    private List<String> reminders(String team) {
        return client.get(people.teamPhone(team), "/api/v1/teams/" + people.team(team) + "/reminders")
                .isDone()
                .body()
                .path("data")
                .valueStream()
                .map(row -> row.path("contractId").asString() + " "
                        + row.path("daysBefore").asInt())
                .toList();
    }

    private String resident(String category) {
        String number = TestCounty.identityNumber(LocalDate.of(1950, 5, 5), category.equals("特困") ? 7 : 9);
        people.county()
                .take(
                        "residents",
                        TestCounty.RESIDENT_COLUMNS + TestCounty.resident("样例" + category, number, "390", "", category)
                                + "\n");
        try {
            return ledger.texts("SELECT 'res_' || area || '_' || resident_id FROM resident_resident WHERE area = '"
                            + people.area() + "' ORDER BY resident_id DESC LIMIT 1")
                    .get(0);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private ContractVersion read(Answer signed) {
        return Objects.requireNonNull(
                contracts.findLatest(people.area(), id(signed)).block());
    }

    private void renewByItself(ContractVersion read) {
        Instant now = clock.instant();
        policies.inForce(people.area(), KnowledgeTime.dayOf(now))
                .flatMap(policy -> acts.carryOut(
                        people.area(),
                        read,
                        new Renew(Optional.empty(), Optional.empty(), Signer.UNCHANGED, Optional.of("县政办发〔2025〕3号")),
                        policy,
                        now))
                .block();
    }

    private List<String> origins(Answer signed) {
        String resident = signed.body().path("residentId").asString();
        return client.get(people.institution(), "/api/v1/residents/" + resident + "/contracts")
                .isDone()
                .body()
                .path("data")
                .valueStream()
                .map(contract -> contract.path("origin").asString())
                .toList();
    }

    /** A round reads hundreds of contracts before it comes to the last of them. */
    @Test
    void who_leaves_or_moves_after_the_round_has_read_them_is_not_renewed() {
        List<Answer> signed = Stream.generate(() -> people.signed(Map.of("teamId", people.team("T002"))))
                .limit(3)
                .toList();
        clock.moveTo(LocalDate.of(2026, 12, 26));
        List<ContractVersion> read = signed.stream().map(this::read).toList();
        client.act(
                        people.institution(),
                        signed.get(1).id(),
                        "termination",
                        Map.of("reason", "moved_away", "lastDay", "2026-12-31"))
                .isDone();
        client.act(
                        people.institution(),
                        signed.get(2).id(),
                        "transfer",
                        Map.of("teamId", people.team("T001"), "firstDay", "2026-12-28"))
                .isDone();
        read.forEach(this::renewByItself);
        assertThat(signed.stream().map(this::origins))
                .containsExactly(
                        List.of("signed", "renewed_automatically"),
                        List.of("signed"),
                        List.of("signed", "transferred"));
    }

    @Test
    void what_outlives_its_resident_is_ended_by_the_next_round() throws SQLException {
        Answer current = people.signed();
        String resident = current.body().path("residentId").asString();
        clock.moveTo(LocalDate.of(2026, 3, 1));
        Answer next = people.signed(Map.of("residentId", resident, "firstDay", "2027-01-01", "lastDay", "2027-12-31"));
        toldMeanwhile(current, "2026-02-20", "2026-03-01");
        dayOf(LocalDate.of(2026, 3, 2));
        var ended = people.contract(current.id());
        assertThat(ContractingCounty.stands(ended)).isEqualTo("ended 2026-01-01..2026-02-20");
        assertThat(ended.path("endReason").asString()).isEqualTo("death");
        assertThat(ended.path("feeFen").asLong()).as("the rest went back").isLessThan(12_000);
        assertThat(ContractingCounty.stands(people.contract(next.id()))).startsWith("withdrawn");
    }

    /** The end of one contract cannot be kept: of the other one is reminded all the same, and the day is not over before. */
    @Test
    void a_step_that_fails_keeps_no_other_from_being_done() throws SQLException {
        Answer dead = people.signed(Map.of("teamId", people.team("T002")));
        Answer other = people.signed(Map.of("teamId", people.team("T002")));
        LocalDate day = LocalDate.of(2026, 11, 20);
        execute("ALTER TABLE contract_event ADD CONSTRAINT held_up CHECK (contract_id <> '" + id(dead)
                + "') NOT VALID");
        try {
            toldMeanwhile(dead, "2026-11-10", "2026-11-11");
            clock.moveTo(day);
            await().atMost(WAIT).until(() -> reminders("T002").contains(other.id() + " 60"));
            assertThat(ContractingCounty.stands(people.contract(dead.id()))).startsWith("in_force");
            assertThat(daysDone()).doesNotContain(day.toString());
        } finally {
            execute("ALTER TABLE contract_event DROP CONSTRAINT held_up");
        }
        dayOf(day);
        assertThat(ContractingCounty.stands(people.contract(dead.id()))).isEqualTo("ended 2026-01-01..2026-11-10");
    }

    /** What somebody has ended was told of when they did; of what nobody ended and nothing follows is told when it is over. */
    @Test
    void what_has_run_out_is_told_once() throws SQLException {
        Answer over = people.signed(Map.of("teamId", people.team("T002"), "lastDay", "2026-10-02"));
        Answer renewed = people.signed(Map.of("teamId", people.team("T002"), "lastDay", "2026-10-02"));
        clock.moveTo(LocalDate.of(2026, 9, 30));
        client.act(people.institution(), renewed.id(), "renewal", Map.of()).isDone();
        dayOf(LocalDate.of(2026, 10, 2));
        assertThat(expired(over)).isEmpty();
        dayOf(LocalDate.of(2026, 10, 5));
        assertThat(expired(over)).containsExactly("T002 2026-10-02");
        dayOf(LocalDate.of(2026, 10, 6));
        assertThat(expired(over)).hasSize(1);
        assertThat(expired(renewed)).isEmpty();
    }

    /** The one that followed is withdrawn when the one before it has been over for days: now that is told. */
    @Test
    void what_ran_out_while_another_followed_is_told_when_that_one_is_undone() throws SQLException {
        Answer over = people.signed(Map.of("teamId", people.team("T002"), "lastDay", "2026-07-02"));
        clock.moveTo(LocalDate.of(2026, 6, 28));
        Answer next = client.act(people.institution(), over.id(), "renewal", Map.of());
        dayOf(LocalDate.of(2026, 7, 4));
        assertThat(expired(over)).isEmpty();
        client.act(people.institution(), next.id(), "withdrawal", Map.of()).isDone();
        dayOf(LocalDate.of(2026, 7, 5));
        assertThat(expired(over)).containsExactly("T002 2026-07-02");
        dayOf(LocalDate.of(2026, 7, 6));
        assertThat(expired(over)).hasSize(1);
    }

    /** Said to have died while it was in force; when that turns out to be wrong it has been over for days, as would have been told. */
    @Test
    void what_ran_out_while_its_resident_was_taken_for_dead_is_told_when_that_is_revoked() throws SQLException {
        Answer over = people.signed(Map.of("teamId", people.team("T002"), "lastDay", "2026-08-02"));
        String resident = "/api/v1/residents/" + over.body().path("residentId").asString();
        clock.moveTo(LocalDate.of(2026, 7, 25));
        client.post(
                        people.county().bureau("wu"),
                        SigningClient.newKey(),
                        resident + "/death",
                        null,
                        Map.of("diedOn", "2026-07-20"))
                .isDone();
        dayOf(LocalDate.of(2026, 8, 4));
        assertThat(expired(over)).isEmpty();
        client.post(
                        people.county().bureau("wu"),
                        SigningClient.newKey(),
                        resident + "/death/revocation",
                        null,
                        Map.of(
                                "reason", "wrong_person",
                                "evidenceKind", "police_statement",
                                "evidenceReference", "公户字第8号"))
                .isDone();
        dayOf(LocalDate.of(2026, 8, 5));
        assertThat(expired(over)).containsExactly("T002 2026-08-02");
        dayOf(LocalDate.of(2026, 8, 6));
        assertThat(expired(over)).hasSize(1);
    }

    private List<String> expired(Answer contract) throws SQLException {
        return ledger.texts("SELECT team_number || ' ' || effective_on FROM outbox_event WHERE area = '" + people.area()
                + "' AND kind = 'contract.expired' AND subject_id = '" + contract.id() + "'");
    }

    /** A round that is killed between two chunks goes on with what has not been raised. */
    @Test
    void reminders_are_raised_some_at_a_time_and_each_once() {
        List<UUID> ending = Stream.generate(
                        () -> people.signed(Map.of("teamId", people.team("T002"), "lastDay", "2026-06-30")))
                .limit(3)
                .map(ContractRoutineApiTests::id)
                .toList();
        List<List<UUID>> chunks = Objects.requireNonNull(RoutineActs.<RoutineStore.End>chunksAfter(
                        last -> store.ends(people.area(), IN_MAY, THRESHOLDS_DAYS.get(0), last, 2))
                .map(chunk -> chunk.stream().map(RoutineStore.End::contractId).toList())
                .collectList()
                .block());
        assertThat(chunks.stream().map(List::size)).containsExactly(2, 1, 0);
        assertThat(chunks.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(ending);
        assertThat(raise(chunks.get(0))).containsExactlyInAnyOrderElementsOf(chunks.get(0));
        assertThat(raise(chunks.get(0))).as("once").isEmpty();
        assertThat(raise(ending)).containsExactlyElementsOf(chunks.get(1));
    }

    private List<UUID> raise(List<UUID> chunk) {
        return Objects.requireNonNull(store.remind(people.area(), IN_MAY, THRESHOLDS_DAYS, chunk, clock.instant())
                .map(ContractEvent::contractId)
                .collectList()
                .block());
    }

    @Test
    void who_has_signed_under_the_other_registration_is_reminded_no_more() {
        String survivor = people.registered(LocalDate.of(1971, 2, 3), Map.of());
        String duplicate = people.registered(LocalDate.of(1971, 2, 3), Map.of());
        Answer signed = people.signed(Map.of("residentId", duplicate, "teamId", people.team("T002")));
        people.merge(duplicate, survivor);
        dayOf(LocalDate.of(2026, 11, 15));
        assertThat(reminders("T002")).anyMatch(reminder -> reminder.startsWith(signed.id()));
        people.signed(Map.of("residentId", survivor, "firstDay", "2027-01-01", "lastDay", "2027-12-31"));
        assertThat(reminders("T002")).noneMatch(reminder -> reminder.startsWith(signed.id()));
    }

    /** Renewed under the registration that signed, unless the person has signed for those days under the other one. */
    @Test
    void who_was_merged_meanwhile_is_renewed_once() {
        LocalDate birth = LocalDate.of(1970, 2, 3);
        List<Answer> signed = new ArrayList<>();
        List<String> survivors = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String survivor = people.registered(birth, Map.of());
            String duplicate = people.registered(birth, Map.of());
            signed.add(people.signed(Map.of("residentId", duplicate, "teamId", people.team("T002"))));
            people.merge(duplicate, survivor);
            survivors.add(survivor);
        }
        clock.moveTo(LocalDate.of(2026, 12, 26));
        people.signed(Map.of("residentId", survivors.get(1), "firstDay", "2027-01-01", "lastDay", "2027-12-31"));
        signed.stream().map(this::read).forEach(this::renewByItself);
        assertThat(signed.stream().map(this::origins))
                .containsExactly(List.of("signed", "renewed_automatically"), List.of("signed", "signed"));
    }

    /** The round renews under the one registration while another team signs the other for the same year. */
    @Test
    void who_signs_under_the_other_registration_in_the_same_moment_has_one_contract() throws Exception {
        LocalDate birth = LocalDate.of(1969, 2, 3);
        for (int round = 0; round < RACES; round++) {
            clock.moveTo(LocalDate.of(2025, 12, 20));
            String survivor = people.registered(birth, Map.of());
            String duplicate = people.registered(birth, Map.of());
            ContractVersion signed =
                    read(people.signed(Map.of("residentId", duplicate, "teamId", people.team("T002"))));
            people.merge(duplicate, survivor);
            clock.moveTo(LocalDate.of(2026, 12, 26));
            Map<String, Object> signing = people.signing(Map.of(
                    "residentId",
                    survivor,
                    "teamId",
                    people.team("T003"),
                    "firstDay",
                    "2027-01-01",
                    "lastDay",
                    "2027-12-31"));
            var renewal = CompletableFuture.runAsync(() -> renewByItself(signed));
            client.sign(people.elsewhere(), SigningClient.newKey(), signing);
            renewal.get(WAIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(ledger.texts("""
                            SELECT origin FROM contract_version WHERE upper_inf(known) AND term @> date '2027-01-01'
                                AND 'res_' || area || '_' || resident_id IN ('%s', '%s')
                            """.formatted(survivor, duplicate))).hasSize(1);
        }
    }

    @Test
    void ends_are_reminded_of_at_three_thresholds_and_only_what_costs_nothing_is_renewed_by_itself() {
        var paying = people.signed();
        var free = people.signed(Map.of("residentId", resident("特困")));
        dayOf(LocalDate.of(2026, 10, 31));
        assertThat(reminders()).isEmpty();
        dayOf(LocalDate.of(2026, 11, 1));
        assertThat(reminders()).containsExactlyInAnyOrder(paying.id() + " 60", free.id() + " 60");
        dayOf(LocalDate.of(2026, 12, 2));
        assertThat(reminders()).containsExactlyInAnyOrder(paying.id() + " 30", free.id() + " 30");
        dayOf(LocalDate.of(2026, 12, 24));
        assertThat(reminders()).containsExactly(paying.id() + " 7");
        var contracts = client.get(
                        people.institution(),
                        "/api/v1/residents/" + free.body().path("residentId").asString() + "/contracts")
                .isDone()
                .body()
                .path("data");
        assertThat(contracts.valueStream().map(ContractingCounty::stands))
                .containsExactly("in_force 2026-01-01..2026-12-31", "upcoming 2027-01-01..2027-12-31");
        JsonNode renewed = contracts.get(1);
        assertThat(renewed.path("origin").asString()).isEqualTo("renewed_automatically");
        assertThat(client.get(
                                people.institution(),
                                "/api/v1/contracts/" + renewed.path("id").asString() + "/history")
                        .isDone()
                        .body()
                        .path("events")
                        .get(0)
                        .path("basis")
                        .asString())
                .isEqualTo("县政办发〔2025〕3号");
        assertThat(client.get(
                                people.institution(),
                                "/api/v1/residents/"
                                        + paying.body().path("residentId").asString() + "/contracts")
                        .isDone()
                        .body()
                        .path("data"))
                .hasSize(1);
    }
}
