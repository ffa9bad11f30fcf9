package org.jiayi.app.contract.persistence;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.contract.ContractEvent;
import org.jiayi.app.contract.ContractVersion;
import org.jiayi.app.contract.Reminder;
import org.jiayi.app.contract.RoutineStore;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.SetBasedReads;
import org.jiayi.app.resident.Registrations;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
class PostgresRoutine implements RoutineStore {

    /** The contract c ends by its term, and no known contract of the person begins after it. */
    private static final String UNFOLLOWED = """
            upper_inf(c.known) AND c.end_reason IS NULL AND NOT EXISTS (
                SELECT FROM (%s) person
                JOIN contract_version n ON n.area = c.area AND n.resident_id = person.resident_id
                    AND upper_inf(n.known) AND lower(n.term) >= upper(c.term))
            """.formatted(Registrations.ofPerson("c.area", "c.resident_id"));

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final DatabaseClient database;
    private final SetBasedReads setBased;

    PostgresRoutine(DatabaseClient database, SetBasedReads setBased) {
        this.database = database;
        this.setBased = setBased;
    }

    @Override
    public Flux<String> areasWithout(LocalDate day) {
        return database.sql("""
                        SELECT area FROM organisation_pooling_area a
                        WHERE NOT EXISTS (SELECT FROM contract_routine_day d WHERE d.area = a.area AND d.day = $1)
                        """).bind(0, day).mapValue(String.class).all();
    }

    @Override
    public Mono<Boolean> markDone(String area, LocalDate day, Instant at) {
        return database.sql("""
                        INSERT INTO contract_routine_day (area, day, done_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
                        """)
                .bind(0, area)
                .bind(1, day)
                .bind(2, at)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    @Override
    public Flux<End> ends(String area, LocalDate from, int days, Optional<End> after, int limit) {
        return database.sql("""
                        SELECT upper(term) - 1 AS last_day, contract_id FROM contract_version
                        WHERE area = $1 AND upper_inf(known) AND upper(term) > $2::date AND upper(term) <= $2::date + 1 + $3
                            AND (upper(term), contract_id) > ($4::date + 1, $5)
                        ORDER BY upper(term), contract_id LIMIT $6
                        """)
                .bind(0, area)
                .bind(1, from)
                .bind(2, days)
                .bind(3, after.map(End::lastDay).orElse(from.minusDays(1)))
                .bind(4, after.map(End::contractId).orElse(BEFORE_ALL))
                .bind(5, limit)
                .mapProperties(End.class)
                .all();
    }

    @Override
    public Flux<ContractEvent> remind(
            String area, LocalDate today, List<Integer> daysBefore, Collection<UUID> contractIds, Instant at) {
        return database.sql("""
                        INSERT INTO contract_reminder (area, contract_id, days_before, last_day, team_number, resident_id,
                            raised_at)
                        SELECT c.area, c.contract_id, t.days, upper(c.term) - 1, c.team_number, c.resident_id, $4
                        FROM contract_version c
                        CROSS JOIN LATERAL (SELECT min(days) AS days FROM unnest($3::int[]) AS days
                            WHERE upper(c.term) - 1 - days <= $2) t
                        WHERE c.area = $1 AND c.contract_id = ANY ($5) AND t.days IS NOT NULL
                            AND (c.term @> $2::date) IS TRUE AND""" + " " + UNFOLLOWED + """
                        ORDER BY c.contract_id
                        ON CONFLICT DO NOTHING
                        RETURNING contract_id, last_day, team_number, (SELECT institution_code FROM organisation_team t
                            WHERE t.area = contract_reminder.area AND t.number = contract_reminder.team_number)
                        """)
                .bind(0, area)
                .bind(1, today)
                .bind(2, daysBefore.toArray(Integer[]::new))
                .bind(3, at)
                .bind(4, contractIds.toArray(UUID[]::new))
                .map(row -> ending(row, "expiring"))
                .all();
    }

    private static ContractEvent ending(Readable row, String kind) {
        return new ContractEvent(
                Columns.get(row, "contract_id", UUID.class),
                0,
                kind,
                Columns.get(row, "last_day", LocalDate.class),
                Columns.text(row, "team_number"),
                Columns.text(row, "institution_code"),
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public Mono<LocalDate> roundBefore(String area, LocalDate day) {
        return database.sql(
                        "SELECT day FROM contract_routine_day WHERE area = $1 AND day < $2 ORDER BY day DESC LIMIT 1")
                .bind(0, area)
                .bind(1, day)
                .mapValue(LocalDate.class)
                .one();
    }

    @Override
    public Flux<UUID> overAndLeft(String area, LocalDate today, LocalDate undoneSince, UUID after, int limit) {
        return setBased.search(() -> database.sql("""
                        SELECT DISTINCT c.contract_id FROM contract_event e
                        JOIN contract_version undone ON undone.area = e.area AND undone.contract_id = e.contract_id
                            AND undone.version = e.version
                        CROSS JOIN LATERAL (%s) person
                        JOIN contract_version c ON c.area = e.area AND c.resident_id = person.resident_id
                            AND upper_inf(c.known) AND upper(c.term) <= $2
                        WHERE e.area = $1 AND (e.kind = 'withdrawn' OR e.kind = 'reinstated' AND c.contract_id = e.contract_id)
                            AND e.recorded_on >= $3 AND c.contract_id > $4
                        ORDER BY c.contract_id LIMIT $5
                        """.formatted(Registrations.ofPerson("e.area", "undone.resident_id")))
                .bind(0, area)
                .bind(1, today)
                .bind(2, undoneSince)
                .bind(3, after)
                .bind(4, limit)
                .mapValue(UUID.class)
                .all());
    }

    @Override
    public Flux<ContractEvent> expire(String area, LocalDate today, Collection<UUID> contractIds, Instant at) {
        return database.sql("""
                        INSERT INTO contract_expiry (area, contract_id, last_day, team_number, told_at)
                        SELECT c.area, c.contract_id, upper(c.term) - 1, c.team_number, $3
                        FROM contract_version c
                        WHERE c.area = $1 AND c.contract_id = ANY ($4) AND upper(c.term) <= $2 AND""" + " " + UNFOLLOWED + """
                        ORDER BY c.contract_id
                        ON CONFLICT DO NOTHING
                        RETURNING contract_id, last_day, team_number, (SELECT institution_code FROM organisation_team t
                            WHERE t.area = contract_expiry.area AND t.number = contract_expiry.team_number)
                        """)
                .bind(0, area)
                .bind(1, today)
                .bind(2, at)
                .bind(3, contractIds.toArray(UUID[]::new))
                .map(row -> ending(row, "expired"))
                .all();
    }

    @Override
    public Flux<Reminder> remindersOf(String area, String teamNumber, LocalDate today) {
        return database.sql("""
                        SELECT r.contract_id, r.resident_id, r.last_day, min(r.days_before)::int AS days_before
                        FROM contract_reminder r
                        JOIN contract_version c ON c.area = r.area AND c.contract_id = r.contract_id
                            AND upper(c.term) = r.last_day + 1
                        WHERE r.area = $1 AND r.team_number = $2 AND r.last_day >= $3 AND""" + " " + UNFOLLOWED + """
                        GROUP BY r.contract_id, r.resident_id, r.last_day ORDER BY r.last_day, r.contract_id
                        """)
                .bind(0, area)
                .bind(1, teamNumber)
                .bind(2, today)
                .mapProperties(Reminder.class)
                .all();
    }

    @Override
    public Flux<ContractVersion> endingUnfollowed(
            String area, LocalDate today, LocalDate latest, UUID after, int limit) {
        return versions("""
                c.area = $1 AND c.term @> $2::date AND upper(c.term) - 1 <= $3 AND c.contract_id > $4 AND""" + " " + UNFOLLOWED, area, today, latest, after, limit);
    }

    @Override
    public Flux<ContractVersion> outlivingTheirResident(String area, UUID after, int limit) {
        return setBased.search(() -> database.sql("""
                        WITH chosen AS (
                            SELECT c.contract_id, c.version FROM resident_death d
                            JOIN contract_version c ON c.area = d.area AND c.resident_id = d.resident_id AND upper_inf(c.known)
                                AND upper(c.term) - 1 > d.died_on
                            WHERE d.area = $1 AND upper_inf(d.known) AND c.contract_id > $2
                            ORDER BY c.contract_id LIMIT $3)
                        """ + ContractRows.VERSION + """
                         WHERE area = $1 AND (contract_id, version) IN (SELECT contract_id, version FROM chosen)
                        ORDER BY contract_id
                        """)
                .bind(0, area)
                .bind(1, after)
                .bind(2, limit)
                .map(ContractRows::version)
                .all());
    }

    @Override
    public Flux<String> areasAwaitingPayment() {
        return database.sql("""
                        SELECT DISTINCT area FROM contract_version WHERE upper_inf(known) AND pay_until IS NOT NULL ORDER BY area
                        """).mapValue(String.class).all();
    }

    @Override
    public Flux<ContractVersion> awaitingPayment(String area, UUID after, int limit) {
        return database.sql(ContractRows.VERSION + """
                        WHERE area = $1 AND contract_id > $2 AND upper_inf(known) AND pay_until IS NOT NULL
                        ORDER BY contract_id LIMIT $3
                        """)
                .bind(0, area)
                .bind(1, after)
                .bind(2, limit)
                .map(ContractRows::version)
                .all();
    }

    @Override
    public Flux<ContractVersion> uninsured(String area, LocalDate today, UUID after, int limit) {
        return versions("""
                c.area = $1 AND c.term @> $2::date AND upper_inf(c.known) AND NOT c.suspended @> $2::date
                    AND c.contract_id > $4 AND EXISTS (SELECT FROM resident_circumstance s
                        WHERE s.area = c.area AND s.resident_id = c.resident_id AND (s.effective @> $3::date) IS TRUE
                            AND upper_inf(s.known) AND s.scheme IS NULL)
                """, area, today, today, after, limit);
    }

    /** A suspension goes on in the contract that an adjustment of institutions made, whose history does not begin it. */
    @Override
    public Flux<ContractVersion> insuredAgain(String area, LocalDate today, String basis, UUID after, int limit) {
        return versions("""
                c.area = $1 AND c.term @> $2::date AND upper_inf(c.known) AND c.suspended @> $2::date
                    AND c.contract_id > $4 AND EXISTS (SELECT FROM resident_circumstance s
                        WHERE s.area = c.area AND s.resident_id = c.resident_id AND (s.effective @> $2::date) IS TRUE
                            AND upper_inf(s.known) AND s.scheme IS NOT NULL)
                    AND $3::text = (SELECT e.basis FROM contract_version v
                        JOIN contract_event e ON e.area = v.area AND e.contract_id = v.contract_id AND e.kind = 'suspended'
                        WHERE v.area = c.area AND v.resident_id = c.resident_id ORDER BY e.recorded_at DESC LIMIT 1)
                """, area, today, basis, after, limit);
    }

    @Override
    public Mono<InsuredDays> insuredDays(ContractVersion contract, LocalDate today, String basis, String routine) {
        return database.sql("""
                        WITH told AS MATERIALIZED (
                            SELECT DISTINCT e.event_id, e.contract_id, e.kind, e.effective_on, e.basis, e.recorded_at, e.recorded_by
                            FROM contract_version v
                            JOIN contract_event e ON e.area = v.area AND e.contract_id = v.contract_id
                                AND e.kind IN ('suspended', 'resumed')
                            WHERE v.area = $1 AND v.resident_id = $2)
                        SELECT greatest($5, gap.effective_on,
                                (SELECT max(upper(s.effective)) FROM resident_circumstance s WHERE s.area = $1
                                    AND s.resident_id = $2 AND upper_inf(s.known) AND s.scheme IS NULL
                                    AND upper(s.effective) <= $3)) AS first_day,
                            (SELECT min(p.effective_on) FROM told p WHERE p.kind = 'suspended' AND p.effective_on > $3
                                AND p.basis IS DISTINCT FROM $4 AND NOT EXISTS (SELECT FROM told r
                                    WHERE r.kind = 'resumed' AND r.recorded_at > p.recorded_at AND r.recorded_by <> $6))
                                AS suspended_again,
                            gap.recorded_by
                        FROM (SELECT * FROM told WHERE kind = 'suspended' ORDER BY recorded_at DESC LIMIT 1) gap
                        """)
                .bind(0, contract.area())
                .bind(1, contract.residentId())
                .bind(2, today)
                .bind(3, basis)
                .bind(4, contract.term().from())
                .bind(5, routine)
                .map(row -> new InsuredDays(
                        Columns.get(row, "first_day", LocalDate.class),
                        Columns.find(row, "suspended_again", LocalDate.class),
                        Columns.text(row, "recorded_by")))
                .one();
    }

    /** Versions of contracts on a condition on {@code c}; $3 is whatever else it asks for. */
    private Flux<ContractVersion> versions(
            String condition, String area, LocalDate today, Object other, UUID after, int limit) {
        return setBased.search(() -> database.sql(
                        "WITH chosen AS (SELECT c.area, c.contract_id, c.version FROM contract_version c WHERE "
                                + condition + " ORDER BY c.contract_id LIMIT $5) " + ContractRows.VERSION
                                + " WHERE (area, contract_id, version) IN (SELECT area, contract_id, version FROM chosen)"
                                + " ORDER BY contract_id")
                .bind(0, area)
                .bind(1, today)
                .bind(2, other)
                .bind(3, after)
                .bind(4, limit)
                .map(ContractRows::version)
                .all());
    }
}
