package org.jiayi.app.visit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.database.ConstraintRefusals;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.imports.Chunk;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Under which contract and scheme visits fall, as PostgreSQL stamps them and as plain Java finds it, on random histories. */
@JiayiTest
@Timeout(240)
class StampingPersistenceTests {

    private static final Duration ANSWER_WAIT = Duration.ofSeconds(60);
    private static final int RESIDENTS = 400;
    private static final int VISITS_EACH = 4;
    private static final LocalDate BEFORE = LocalDate.of(2027, 1, 5);
    private static final LocalDate AFTER = LocalDate.of(2027, 2, 5);

    private final NewVisitStore store;
    private final Restamping restamping;
    private final ShieldedTransactions transactions;
    private final TestDatabase database;
    private final MovableClock clock;

    StampingPersistenceTests(
            NewVisitStore store,
            Restamping restamping,
            ShieldedTransactions transactions,
            TestDatabase database,
            MovableClock clock) {
        this.store = store;
        this.restamping = restamping;
        this.transactions = transactions;
        this.database = database;
        this.clock = clock;
    }

    /** What was known from a moment to another: the contract's or the insurance's days, and what they say. */
    private record Fact(
            UUID resident, UUID contract, String says, LocalDate from, LocalDate until, Instant known, Instant end) {

        boolean holds(UUID of, LocalDate day, Instant at) {
            return resident.equals(of)
                    && !day.isBefore(from)
                    && day.isBefore(until)
                    && !at.isBefore(known)
                    && at.isBefore(end);
        }
    }

    private static final class History {

        private static final LocalDate YEAR = LocalDate.of(2026, 1, 1);
        private static final Instant KNOWN = Instant.parse("2025-12-01T00:00:00Z");

        private final Random random;
        private final List<UUID> residents = new ArrayList<>();
        private final List<Fact> contracts = new ArrayList<>();
        private final List<Fact> insurances = new ArrayList<>();
        private final List<NewVisit> visits = new ArrayList<>();

        History(long seed, int people) {
            random = new Random(seed);
            for (var one = 0; one < people; one++) {
                var resident = new UUID(seed, one);
                residents.add(resident);
                for (var half = 0; half < 2; half++) {
                    if (random.nextInt(5) > 0) {
                        contract(resident, new UUID(seed + 1, contracts.size()), YEAR.plusDays(half * 180L));
                    }
                }
                insurance(resident);
                for (var visit = 0; visit < VISITS_EACH; visit++) {
                    visit(resident, day(YEAR, 360));
                }
            }
        }

        private void visit(UUID resident, LocalDate day) {
            visits.add(new NewVisit(
                    "V" + visits.size(),
                    resident,
                    "H43990100001",
                    day,
                    List.of(Money.ofFen(visits.size()), Money.ZERO, Money.ZERO),
                    "",
                    false,
                    false,
                    false,
                    ""));
        }

        private LocalDate day(LocalDate from, int days) {
            return from.plusDays(random.nextInt(days));
        }

        /** Some moment between the two looks. */
        private Instant late() {
            return BEFORE.plusDays(1 + random.nextInt(25))
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
        }

        private void contract(UUID resident, UUID contract, LocalDate from) {
            var until = day(from.plusDays(60), 120);
            if (random.nextInt(3) > 0) {
                contracts.add(new Fact(resident, contract, team(), from, until, KNOWN, Instant.MAX));
                return;
            }
            var heard = late();
            var first = new Fact(resident, contract, team(), from, until, KNOWN, heard);
            contracts.add(first);
            if (random.nextInt(4) > 0) {
                var end = day(from.plusDays(1), 170);
                contracts.add(new Fact(resident, contract, first.says(), from, end, heard, Instant.MAX));
            }
        }

        private String team() {
            return "T" + random.nextInt(3);
        }

        private void insurance(UUID resident) {
            var from = LocalDate.of(1950, 1, 1);
            var until = LocalDate.of(2100, 1, 1);
            var scheme = random.nextBoolean() ? "310" : "390";
            if (random.nextInt(4) > 0) {
                insurances.add(new Fact(resident, resident, scheme, from, until, KNOWN, Instant.MAX));
                return;
            }
            var heard = late();
            var change = day(YEAR, 360);
            insurances.add(new Fact(resident, resident, scheme, from, until, KNOWN, heard));
            insurances.add(new Fact(resident, resident, scheme, from, change, heard, Instant.MAX));
            insurances.add(new Fact(resident, resident, "310", change, until, heard, Instant.MAX));
        }

        /** The stamps of all visits as known at a moment. */
        Map<String, String> stamps(Instant at) {
            Map<String, String> stamps = new TreeMap<>();
            for (var visit : visits) {
                stamps.put(visit.serial(), says(contracts, visit, at) + " " + says(insurances, visit, at));
            }
            return stamps;
        }

        private static String says(List<Fact> facts, NewVisit visit, Instant at) {
            Optional<Fact> found = facts.stream()
                    .filter(fact -> fact.holds(visit.residentId(), visit.visitedOn(), at))
                    .findFirst();
            return found.map(fact -> fact.contract() + " " + fact.says()).orElse("nothing");
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @CsvSource({"20261101, 430301", "20261102, 430302", "20261103, 430303"})
    void stamps_as_plain_java_does_before_and_after_what_is_heard_late(long seed, String area) throws SQLException {
        clock.moveTo(BEFORE);
        var history = new History(seed, RESIDENTS);
        open(area, history);
        write(area, history, Instant.MIN);
        var looked = clock.instant();
        take(area, history);
        assertThat(stamps(area, looked)).as("seed %d", seed).isEqualTo(history.stamps(looked));
        clock.moveTo(AFTER);
        write(area, history, looked);
        var changed = restamping.bringUpToDate(area).blockOptional(ANSWER_WAIT).orElseThrow();
        assertThat(stamps(area, clock.instant())).as("seed %d, later", seed).isEqualTo(history.stamps(clock.instant()));
        assertThat(stamps(area, looked)).as("seed %d, as it was", seed).isEqualTo(history.stamps(looked));
        var before = history.stamps(looked);
        var after = history.stamps(clock.instant());
        assertThat(changed)
                .isEqualTo(before.entrySet().stream()
                        .filter(stamp -> !stamp.getValue().equals(after.get(stamp.getKey())))
                        .count());
        assertThat(changed).isPositive();
        assertThat(restamping.bringUpToDate(area).block(ANSWER_WAIT)).isZero();
    }

    /**
     * A person's two registrations are merged and each has a contract on the day of the visit, as only SQL can write it. In January it is
     * heard that the first one began in April, and so later than the other.
     */
    @Test
    void two_contracts_on_one_day_stop_nothing() throws SQLException {
        var area = "430304";
        clock.moveTo(BEFORE);
        var history = new History(20261104, 0);
        var once = new UUID(20261104, 1);
        var again = new UUID(20261104, 2);
        for (var registration : List.of(once, again)) {
            history.residents.add(registration);
            history.insurances.add(new Fact(
                    registration,
                    registration,
                    "390",
                    LocalDate.of(1950, 1, 1),
                    LocalDate.of(2100, 1, 1),
                    History.KNOWN,
                    Instant.MAX));
        }
        var first = new UUID(20261105, 2);
        var second = new UUID(20261105, 1);
        var end = LocalDate.of(2027, 1, 1);
        var heard = Instant.parse("2027-01-20T00:00:00Z");
        history.contracts.add(new Fact(once, first, "T1", History.YEAR, end, History.KNOWN, heard));
        history.contracts.add(new Fact(once, first, "T1", LocalDate.of(2026, 4, 1), end, heard, Instant.MAX));
        history.contracts.add(new Fact(again, second, "T2", LocalDate.of(2026, 3, 1), end, History.KNOWN, Instant.MAX));
        history.visit(once, LocalDate.of(2026, 6, 1));
        open(area, history);
        write(area, history, Instant.MIN);
        try (var connection = database.open()) {
            execute(connection, """
                    INSERT INTO resident_merge VALUES (?, gen_random_uuid(), ?, ?, 'registered_twice',
                        tstzrange('2025-12-02', NULL), 'test', NULL)
                    """, area, again, once);
        }
        var looked = clock.instant();
        take(area, history);
        assertThat(stamps(area, looked)).containsExactly(Map.entry("V0", first + " T1 " + once + " 390"));
        clock.moveTo(AFTER);
        write(area, history, looked);
        assertThat(restamping.bringUpToDate(area).block(ANSWER_WAIT)).isOne();
        assertThat(stamps(area, clock.instant())).containsExactly(Map.entry("V0", second + " T2 " + once + " 390"));
        try (var connection = database.open()) {
            execute(connection, "UPDATE visit_restamping SET through = '2027-01-10' WHERE area = ?", area);
        }
        assertThat(restamping.bringUpToDate(area).block(ANSWER_WAIT))
                .as("looked at once more")
                .isZero();
    }

    /** More people than are looked up one by one: a file with everybody's contracts comes after their visits. */
    @Test
    void a_round_that_concerns_thousands_stamps_them_all() throws SQLException {
        var area = "430305";
        var people = 6_000;
        clock.moveTo(BEFORE);
        open(area, new History(20261106, 0));
        var numbered = " FROM (SELECT n, ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid AS id"
                + " FROM generate_series(1, " + people + ") n) person";
        try (var connection = database.open()) {
            execute(connection, """
                    INSERT INTO resident_resident (area, resident_id, sealed_identity, birth_date, sex, household, import_id,
                        row_digest, recorded_at)
                    SELECT ?, id, '\\x00', '1980-01-01', 1, '', gen_random_uuid(), '', '2025-01-01'""" + numbered, area);
            execute(connection, """
                    INSERT INTO visit_visit (area, serial, resident_id, institution_code, visited_on, pooled_fund_fen, account_fen,
                        cash_fen, emergency, row_digest, import_id, recorded_at)
                    SELECT ?, 'V' || n, id, 'H43990100001', '2026-06-01', 100, 0, 0, false, '', gen_random_uuid(),
                        ?::timestamptz""" + numbered, area, clock.instant().toString());
            execute(connection, """
                    INSERT INTO contract_version (area, contract_id, version, resident_id, team_number, institution_code,
                        service_package, signed_on, term, known, channel, recorded_by, recorded_at)
                    SELECT ?, id, 1, id, 'T0', 'H43990100001', 'basic', '2025-12-01', '[2026-01-01,2027-01-01)',
                        '[2027-01-20,)', '', 'test', '2027-01-20'""" + numbered, area);
        }
        clock.moveTo(AFTER);
        assertThat(restamping.bringUpToDate(area).block(ANSWER_WAIT)).isEqualTo(people);
        assertThat(restamping.bringUpToDate(area).block(ANSWER_WAIT)).isZero();
    }

    /** Two files bring the same visits at once: the second one reads its chunk again, and finds them. */
    @Test
    void a_visit_is_taken_in_once() throws SQLException {
        var area = "430306";
        clock.moveTo(BEFORE);
        var history = new History(20261107, 1);
        open(area, history);
        take(area, history);
        assertThatThrownBy(() -> take(area, history))
                .satisfies(error -> assertThat(ConstraintRefusals.of(error).map(Refusal::code))
                        .hasValue(RefusalCode.PRECONDITION_FAILED));
    }

    private void take(String area, History history) {
        var chunk = new Chunk(area, UUID.randomUUID(), "test", clock.instant(), List.of());
        var known = new KnownVisits(chunk.importId(), List.of());
        transactions.run(() -> store.insert(chunk, history.visits, known)).block(ANSWER_WAIT);
    }

    private Map<String, String> stamps(String area, Instant at) throws SQLException {
        Map<String, String> stamps = new TreeMap<>();
        try (var connection = database.open();
                var statement = connection.prepareStatement("""
                        SELECT v.serial, CASE WHEN r.serial IS NULL THEN v.contract_id ELSE r.contract_id END,
                            CASE WHEN r.serial IS NULL THEN v.payee_team ELSE r.payee_team END,
                            CASE WHEN r.serial IS NULL THEN v.scheme ELSE r.scheme END, v.resident_id
                        FROM visit_visit v LEFT JOIN visit_restamp r ON r.area = v.area AND r.serial = v.serial
                            AND r.revision = v.revision AND r.known @> ?::timestamptz
                        WHERE v.area = ?
                        """)) {
            statement.setString(1, at.toString());
            statement.setString(2, area);
            var row = statement.executeQuery();
            while (row.next()) {
                var contract = row.getString(2) == null ? "nothing" : row.getString(2) + " " + row.getString(3);
                var scheme = row.getString(4) == null ? "nothing" : row.getString(5) + " " + row.getString(4);
                stamps.put(row.getString(1), contract + " " + scheme);
            }
        }
        return stamps;
    }

    private void open(String area, History history) throws SQLException {
        try (var connection = database.open()) {
            execute(connection, "INSERT INTO organisation_pooling_area VALUES (?, '随机县', 'test', '2025-01-01')", area);
            execute(connection, """
                    INSERT INTO organisation_institution VALUES (?, 'H43990100001', gen_random_uuid(), '', '2025-01-01')
                    """, area);
            execute(connection, """
                    INSERT INTO organisation_institution_particulars VALUES (?, 'H43990100001', 'x', '卫生院', '乡镇卫生院',
                        '439901', NULL, '(,)', '(,)', 'import', '2025-01-01')
                    """, area);
            execute(connection, """
                    INSERT INTO organisation_team SELECT ?, 'T' || n, '团队', 'H43990100001', '', '', '', 100000,
                        gen_random_uuid(), '', '2025-01-01' FROM generate_series(0, 2) n
                    """, area);
            for (var resident : history.residents) {
                execute(connection, """
                        INSERT INTO resident_resident (area, resident_id, sealed_identity, birth_date, sex, household, import_id,
                            row_digest, recorded_at)
                        VALUES (?, ?, '\\x00', '1980-01-01', 1, '', gen_random_uuid(), '', '2025-01-01')
                        """, area, resident);
            }
        }
    }

    /** Writes what became known after a moment, up to now, and closes what ended with it. */
    private void write(String area, History history, Instant after) throws SQLException {
        try (var connection = database.open()) {
            for (var fact : history.contracts) {
                end(connection, area, fact, after, "contract_version", "contract_id = ?");
            }
            for (var fact : history.insurances) {
                end(connection, area, fact, after, "resident_circumstance", "resident_id = ?");
            }
            for (var fact : history.contracts) {
                if (isNews(fact, after)) {
                    execute(
                            connection,
                            """
                            INSERT INTO contract_version (area, contract_id, version, resident_id, team_number, institution_code,
                                service_package, signed_on, term, known, channel, recorded_by, recorded_at)
                            SELECT ?, ?, 1 + (SELECT count(*) FROM contract_version WHERE area = ? AND contract_id = ?), ?, ?,
                                'H43990100001', 'basic', '2025-12-01', daterange(?, ?), tstzrange(?::timestamptz, NULL), '',
                                'test', ?::timestamptz
                            """,
                            area,
                            fact.contract(),
                            area,
                            fact.contract(),
                            fact.resident(),
                            fact.says(),
                            fact.from(),
                            fact.until(),
                            fact.known().toString(),
                            fact.known().toString());
                }
            }
            for (var fact : history.insurances) {
                if (isNews(fact, after)) {
                    execute(
                            connection,
                            """
                            INSERT INTO resident_circumstance (area, resident_id, scheme, population_groups, economic_category,
                                effective, known, recorded_by, recorded_at)
                            VALUES (?, ?, ?, 0, 'ordinary', daterange(?, ?), tstzrange(?::timestamptz, NULL), 'test',
                                ?::timestamptz)
                            """,
                            area,
                            fact.resident(),
                            fact.says(),
                            fact.from(),
                            fact.until(),
                            fact.known().toString(),
                            fact.known().toString());
                }
            }
        }
    }

    private boolean isNews(Fact fact, Instant after) {
        return fact.known().isAfter(after) && !fact.known().isAfter(clock.instant());
    }

    private void end(Connection connection, String area, Fact fact, Instant after, String table, String key)
            throws SQLException {
        if (fact.end().isAfter(after) && !fact.end().isAfter(clock.instant())) {
            execute(
                    connection,
                    "UPDATE " + table + " SET known = tstzrange(lower(known), ?::timestamptz) WHERE area = ? AND " + key
                            + " AND upper_inf(known)",
                    fact.end().toString(),
                    area,
                    fact.contract());
        }
    }

    private static void execute(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var index = 0; index < values.length; index++) {
                statement.setObject(index + 1, values[index]);
            }
            statement.execute();
        }
    }
}
