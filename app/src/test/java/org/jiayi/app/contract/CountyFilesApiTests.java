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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What a county's files say of the dead, of whoever was registered twice, and of days still to come. Today is 2026-07-03. */
@JiayiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CountyFilesApiTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 7, 3);
    private static final LocalDate BIRTH = LocalDate.of(1950, 6, 1);
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final SigningClient client;
    private final SigningLedger ledger;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final MovableClock clock;
    private ContractingCounty people;

    CountyFilesApiTests(WebTestClient http, TestIssuer issuer, TestDatabase database, MovableClock clock) {
        this.client = new SigningClient(http);
        this.ledger = new SigningLedger(database);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.clock = clock;
    }

    @BeforeAll
    void open_a_county() throws SQLException {
        clock.moveTo(TODAY);
        people = ContractingCounty.open(http, issuer, database, 20);
    }

    @BeforeEach
    void today() {
        clock.moveTo(TODAY);
    }

    /** What became of the rows of an events' file. */
    private String events(String... rows) {
        return told("events", TestCounty.EVENT_COLUMNS + String.join("\n", rows));
    }

    /** What became of the rows of a contracts' file. */
    private String contracts(String... rows) {
        return told("contracts", TestCounty.CONTRACT_COLUMNS + String.join("\n", rows));
    }

    private String told(String kind, String csv) {
        var job = people.county().importFile(kind, csv);
        return job.path("accepted").asLong() + " accepted, "
                + job.path("unchanged").asLong() + " unchanged, refused " + job.path("refused");
    }

    private static String contract(Person person, int year) {
        return person.number() + ",T001,基础包,2025-12-20," + year + "-01-01," + year + "-12-31,纸质";
    }

    private static String died(Person person, String day, String recordedOn) {
        return person.number() + ",死亡," + day + "," + recordedOn + ",";
    }

    private static String uuid(Person person) {
        return person.id().substring("res_000000_".length());
    }

    /** The days of a person's contracts by what is known now, and what is left of each one's fee. */
    private List<String> held(Person person) throws SQLException {
        return ledger.texts("""
                SELECT lower(c.term) || '..' || upper(c.term) - 1 || ' ' || sum(l.amount_fen)
                FROM contract_version c JOIN fee_line l USING (area, contract_id)
                WHERE upper_inf(c.known) AND c.resident_id = '%s' GROUP BY c.term ORDER BY 1
                """.formatted(uuid(person)));
    }

    private List<String> deaths(Person person) throws SQLException {
        return ledger.texts("""
                SELECT died_on || ' known from ' || (lower(known) AT TIME ZONE 'Asia/Shanghai')::date FROM resident_death
                WHERE upper_inf(known) AND resident_id = '%s'
                """.formatted(uuid(person)));
    }

    /** What is known now of a person's insurance and category, and from which day on. */
    private List<String> circumstances(Person person) throws SQLException {
        return ledger.texts("""
                SELECT concat_ws(' ', lower(effective), scheme, economic_category) FROM resident_circumstance
                WHERE upper_inf(known) AND resident_id = '%s' ORDER BY lower(effective) NULLS FIRST
                """.formatted(uuid(person)));
    }

    private SigningClient.Answer death(Person person, String day) {
        return client.post(
                people.institution(),
                SigningClient.newKey(),
                "/api/v1/residents/" + person.id() + "/death",
                null,
                Map.of("diedOn", day));
    }

    /** The file waits for the team when it has read who is registered twice, and who has a contract already. */
    @Test
    void nobody_is_merged_into_a_second_contract_of_the_same_days_that_a_file_is_bringing() throws Exception {
        clock.moveTo(LocalDate.of(2025, 12, 20));
        var one = people.registered(BIRTH);
        var survivor = people.registered(BIRTH);
        people.signed(Map.of("residentId", one.id()));
        clock.moveTo(TODAY);
        CompletableFuture<String> file;
        CompletableFuture<SigningClient.Answer> merge;
        try (var other = database.open();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM organisation_team WHERE area = '" + people.area() + "' FOR UPDATE");
            file = CompletableFuture.supplyAsync(() -> contracts(contract(survivor, 2026)));
            awaitWaiting("%organisation_team%");
            merge = CompletableFuture.supplyAsync(() -> client.post(
                    issuer.administrator(),
                    SigningClient.newKey(),
                    "/api/v1/residents/" + one.id() + "/merge",
                    null,
                    Map.of("survivorId", survivor.id(), "reason", "registered_twice")));
            awaitWaiting("%pg_advisory_xact_lock%");
            other.rollback();
        }
        assertThat(file.get(WAIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("1 accepted, 0 unchanged, refused {}");
        merge.get(WAIT.toSeconds(), TimeUnit.SECONDS).isRefused(RefusalCode.BOTH_UNDER_CONTRACT);
    }

    private void awaitWaiting(String query) {
        await().atMost(WAIT)
                .until(() -> !ledger.texts(
                                "SELECT pid::text FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '"
                                        + query + "'")
                        .isEmpty());
    }

    @Test
    void a_death_ends_the_contract_of_its_day_and_undoes_the_later_ones_and_the_dead_sign_nothing()
            throws SQLException {
        var person = people.next();
        assertThat(contracts(contract(person, 2026), contract(person, 2027)))
                .isEqualTo("2 accepted, 0 unchanged, refused {}");
        assertThat(events(died(person, "2026-04-20", "2026-05-06"))).isEqualTo("1 accepted, 0 unchanged, refused {}");
        assertThat(held(person)).containsExactly("2026-01-01..2026-04-20 12000");
        assertThat(deaths(person)).containsExactly("2026-04-20 known from 2026-05-06");
        assertThat(ledger.texts("""
                        SELECT c.term || ' ' || e.kind || ' ' || e.reason || ' ' || sum(l.amount_fen)
                        FROM contract_version c JOIN contract_event e USING (area, contract_id)
                        JOIN fee_line l USING (area, contract_id)
                        WHERE NOT upper_inf(c.known) AND e.kind = 'withdrawn' AND c.resident_id = '%s'
                        GROUP BY c.term, e.kind, e.reason
                        """.formatted(uuid(person))))
                .containsExactly("[2027-01-01,2028-01-01) withdrawn death 0");
        client.sign(
                        people.institution(),
                        SigningClient.newKey(),
                        people.signing(
                                Map.of("residentId", person.id(), "firstDay", "2026-07-03", "lastDay", "2026-12-31")))
                .isRefused(RefusalCode.RESIDENT_DEAD);
        assertThat(ledger.entriesNotTied()).isEmpty();
    }

    /** The file has read the contract and waits for the register of deaths when a phone changes it: it reads it again. */
    @Test
    void a_contract_that_changes_while_a_file_is_taken_in_is_ended_all_the_same() throws Exception {
        var person = people.next();
        contracts(contract(person, 2026));
        String contract = ledger.texts("SELECT 'ctr_' || area || '_' || contract_id FROM contract_version"
                        + " WHERE resident_id = '" + uuid(person) + "'")
                .get(0);
        CompletableFuture<String> file;
        try (var other = database.open();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE resident_death IN SHARE MODE");
            file = CompletableFuture.supplyAsync(() -> events(died(person, "2026-06-20", "2026-07-03")));
            await().atMost(WAIT)
                    .until(() -> !ledger.texts("SELECT pid::text FROM pg_locks"
                                    + " WHERE NOT granted AND relation = 'resident_death'::regclass")
                            .isEmpty());
            client.act(people.institution(), contract, "suspension", Map.of("firstDay", "2026-07-03", "basis", "断保"))
                    .isDone();
            statement.execute("UPDATE import_job SET claimed_until = now() WHERE status = 'running' AND area = '"
                    + people.area() + "'"); // so that nobody waits for the end of the lease
            other.commit();
        }
        assertThat(file.get(WAIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("1 accepted, 0 unchanged, refused {}");
        assertThat(held(person)).containsExactly("2026-01-01..2026-06-20 12000");
    }

    @Test
    void a_death_without_a_contract_is_recorded_and_known_again() throws SQLException {
        var person = people.next();
        assertThat(events(died(person, "2026-04-20", "2026-05-06"), died(person, "2026-04-20", "2026-05-07")))
                .isEqualTo("1 accepted, 0 unchanged, refused {\"duplicate_row\":1}");
        assertThat(deaths(person)).containsExactly("2026-04-20 known from 2026-05-06");
        assertThat(events(died(person, "2026-04-20", "2026-05-08"))).isEqualTo("0 accepted, 1 unchanged, refused {}");
        assertThat(events(died(person, "2026-04-21", "2026-05-08"))).isEqualTo("1 accepted, 0 unchanged, refused {}");
        assertThat(deaths(person)).containsExactly("2026-04-21 known from 2026-05-08");
    }

    /** Whichever file comes first; the county says on which day the contract of the dead ended. */
    @Test
    void no_contract_of_a_file_outlasts_a_death_that_is_known() throws SQLException {
        var person = people.next();
        events(died(person, "2026-04-20", "2026-05-06"));
        assertThat(contracts(contract(person, 2025), contract(person, 2026)))
                .isEqualTo("1 accepted, 0 unchanged, refused {\"resident_dead\":1}");
        assertThat(held(person)).containsExactly("2025-01-01..2025-12-31 12000");
    }

    @Test
    void nobody_dies_before_their_birth() throws SQLException {
        var person = people.next();
        contracts(contract(person, 2026));
        death(person, "1959-12-31").isRefused(RefusalCode.DEATH_BEFORE_BIRTH);
        assertThat(events(died(person, "1959-12-31", "2026-05-06")))
                .isEqualTo("0 accepted, 0 unchanged, refused {\"death_before_birth\":1}");
        assertThat(held(person)).containsExactly("2026-01-01..2026-12-31 12000");
        assertThat(deaths(person)).isEmpty();
        death(person, "1960-01-01").isDone();
        assertThat(held(person)).isEmpty();
    }

    @Test
    void what_is_recorded_or_signed_tomorrow_is_refused_today() throws SQLException {
        var person = people.next();
        assertThat(contracts(contract(person, 2026), contract(person, 2027).replace("2025-12-20", "2026-07-04")))
                .isEqualTo("1 accepted, 0 unchanged, refused {\"in_the_future\":1}");
        assertThat(events(
                        person.number() + ",迁出,2026-06-30,2026-07-04,",
                        died(person, "2026-07-04", "2026-07-03"),
                        died(person, "2026-07-03", "2026-07-04"),
                        person.number() + ",迁出,2026-08-31,2026-07-03,"))
                .isEqualTo("1 accepted, 0 unchanged, refused {\"in_the_future\":3}");
        assertThat(held(person)).containsExactly("2026-01-01..2026-08-31 12000");
        assertThat(deaths(person)).isEmpty();
    }

    @Test
    void a_contract_brought_again_after_a_merge_is_known_and_no_other_one_fits() throws SQLException {
        var one = people.registered(BIRTH);
        var survivor = people.registered(BIRTH);
        contracts(contract(one, 2026));
        people.merge(one.id(), survivor.id());
        assertThat(contracts(contract(one, 2026) + "\n")).isEqualTo("0 accepted, 1 unchanged, refused {}");
        assertThat(contracts(contract(survivor, 2026).replace("T001", "T002")))
                .isEqualTo("0 accepted, 0 unchanged, refused {\"overlapping\":1}");
        assertThat(held(one)).containsExactly("2026-01-01..2026-12-31 12000");
        assertThat(held(survivor)).isEmpty();
    }

    /** Heads, fees and suspensions ask the registration that holds the contract. */
    @Test
    void news_of_insurance_and_category_is_written_on_every_registration_of_a_person() throws SQLException {
        var one = people.registered(BIRTH);
        var survivor = people.registered(BIRTH);
        String enrolments =
                "证件号码,险种,起始日期\n" + survivor.number() + ",390,2026-01-01\n" + survivor.number() + ",310,2026-03-01\n";
        assertThat(told("enrolments", enrolments)).isEqualTo("2 accepted, 0 unchanged, refused {}");
        assertThat(circumstances(one)).containsExactly("ordinary");
        people.merge(one.id(), survivor.id());
        assertThat(told("enrolments", enrolments + "\n"))
                .as("known of one registration only")
                .isEqualTo("2 accepted, 0 unchanged, refused {}");
        client.post(
                        issuer.administrator(),
                        SigningClient.newKey(),
                        "/api/v1/residents/" + survivor.id() + "/circumstances",
                        null,
                        Map.of("firstDay", "2026-06-01", "economicCategory", "low_income"))
                .isDone();
        assertThat(circumstances(one))
                .containsExactly(
                        "ordinary", "2026-01-01 390 ordinary", "2026-03-01 310 ordinary", "2026-06-01 310 low_income")
                .isEqualTo(circumstances(survivor));
        assertThat(told("enrolments", enrolments + "\n\n")).isEqualTo("0 accepted, 2 unchanged, refused {}");
    }

    @Test
    void a_death_in_a_file_finds_the_contract_of_either_registration() throws SQLException {
        var one = people.registered(BIRTH);
        var survivor = people.registered(BIRTH);
        contracts(contract(one, 2026), contract(survivor, 2027));
        people.merge(one.id(), survivor.id());
        assertThat(events(died(one, "2026-04-20", "2026-05-06"))).isEqualTo("1 accepted, 0 unchanged, refused {}");
        assertThat(held(one)).containsExactly("2026-01-01..2026-04-20 12000");
        assertThat(held(survivor)).isEmpty();
        assertThat(deaths(one)).containsExactly("2026-04-20 known from 2026-05-06");
        assertThat(deaths(survivor)).containsExactly("2026-04-20 known from 2026-05-06");
        assertThat(events(died(survivor, "2026-04-20", "2026-05-06"))).isEqualTo("0 accepted, 1 unchanged, refused {}");
    }

    @Test
    void a_death_recorded_of_either_registration_ends_the_contracts_of_both() throws SQLException {
        for (boolean ofTheSurvivor : List.of(true, false)) {
            var one = people.registered(BIRTH);
            var survivor = people.registered(BIRTH);
            contracts(contract(one, 2026), contract(survivor, 2027));
            people.merge(one.id(), survivor.id());
            death(ofTheSurvivor ? survivor : one, "2026-04-20").isDone();
            assertThat(ledger.texts("SELECT upper(term) - 1 || '' FROM contract_version WHERE upper_inf(known)"
                            + " AND resident_id IN ('" + uuid(one) + "', '" + uuid(survivor) + "')"))
                    .containsExactly("2026-04-20");
            assertThat(deaths(one)).containsExactly("2026-04-20 known from 2026-07-03");
            assertThat(deaths(survivor)).containsExactly("2026-04-20 known from 2026-07-03");
        }
    }
}
