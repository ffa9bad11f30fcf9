package org.jiayi.app.visit;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.imports.Chunk;
import org.jiayi.app.kernel.money.Money;
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

        History(long seed) {
            random = new Random(seed);
            for (var one = 0; one < RESIDENTS; one++) {
                var resident = new UUID(seed, one);
                residents.add(resident);
                for (var half = 0; half < 2; half++) {
                    if (random.nextInt(5) > 0) {
                        contract(resident, new UUID(seed + 1, contracts.size()), YEAR.plusDays(half * 180L));
                    }
                }
                insurance(resident);
                for (var visit = 0; visit < VISITS_EACH; visit++) {
                    visits.add(new NewVisit(
                            "V" + visits.size(),
                            resident,
                            "H43990100001",
                            day(YEAR, 360),
                            List.of(Money.ofFen(visits.size()), Money.ZERO, Money.ZERO),
                            "",
                            false,
                            false,
                            false));
                }
            }
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
        var history = new History(seed);
        open(area, history);
        write(area, history, Instant.MIN);
        var looked = clock.instant();
        transactions
                .run(() -> store.insert(new Chunk(area, UUID.randomUUID(), "test", looked, List.of()), history.visits))
                .block(ANSWER_WAIT);
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

    private Map<String, String> stamps(String area, Instant at) throws SQLException {
        Map<String, String> stamps = new TreeMap<>();
        try (var connection = database.open();
                var statement = connection.prepareStatement("""
                        SELECT v.serial, CASE WHEN r.serial IS NULL THEN v.contract_id ELSE r.contract_id END,
                            CASE WHEN r.serial IS NULL THEN v.payee_team ELSE r.payee_team END,
                            CASE WHEN r.serial IS NULL THEN v.scheme ELSE r.scheme END, v.resident_id
                        FROM visit_visit v LEFT JOIN visit_restamp r ON r.area = v.area AND r.serial = v.serial
                            AND r.known @> ?::timestamptz
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
                    INSERT INTO organisation_institution VALUES (?, 'H43990100001', 'x', '卫生院', '乡镇卫生院', '439901', NULL, '',
                        gen_random_uuid(), '', '2025-01-01')
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
