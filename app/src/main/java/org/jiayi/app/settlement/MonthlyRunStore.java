package org.jiayi.app.settlement;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The monthly runs and their units in the database. */
@Component
class MonthlyRunStore {

    private static final int LISTED_MAX = 50;

    private static final String RUN = "SELECT * FROM settlement_monthly_run WHERE area = $1";

    /** A scheme's months rest on each other: a unit is ready when those before it have ended. */
    private static final String READY = """
            SELECT u.area, u.run_id, u.scheme, u.month, r.known_on, r.started_by
            FROM settlement_monthly_run_unit u JOIN settlement_monthly_run r USING (area, run_id)
            WHERE u.status = 'waiting' AND NOT EXISTS (SELECT FROM settlement_monthly_run_unit e
                WHERE e.area = u.area AND e.run_id = u.run_id AND e.scheme = u.scheme AND e.month < u.month
                    AND e.status = 'waiting')
            """;

    private final DatabaseClient database;

    MonthlyRunStore(DatabaseClient database) {
        this.database = database;
    }

    /** A unit that may be computed now, with what its run says of it. */
    record Ready(String area, UUID runId, InsuranceScheme scheme, Month month, LocalDate knownOn, String startedBy) {

        BatchKind.Order order() {
            return new BatchKind.Order(BatchKind.CAPITATION_MONTH, area, scheme.code(), month, knownOn);
        }
    }

    Mono<Void> add(MonthlyRun run) {
        return database.sql("""
                        INSERT INTO settlement_monthly_run (area, run_id, from_month, through_month, known_on, started_by,
                            started_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7)
                        """)
                .bind(0, run.area())
                .bind(1, run.runId())
                .bind(2, run.from().firstDay())
                .bind(3, run.through().firstDay())
                .bind(4, run.knownOn())
                .bind(5, run.startedBy())
                .bind(6, run.startedAt())
                .then()
                .then(addUnits(run));
    }

    private Mono<Void> addUnits(MonthlyRun run) {
        return database.sql("""
                        INSERT INTO settlement_monthly_run_unit (area, run_id, scheme, month, status)
                        SELECT $1, $2, unit.scheme, unit.month, 'waiting'
                        FROM unnest($3::text[], $4::date[]) AS unit (scheme, month)
                        """)
                .bind(0, run.area())
                .bind(1, run.runId())
                .bind(
                        2,
                        Columns.array(
                                run.units(),
                                String[]::new,
                                unit -> unit.scheme().code()))
                .bind(
                        3,
                        Columns.array(
                                run.units(),
                                LocalDate[]::new,
                                unit -> unit.month().firstDay()))
                .then();
    }

    Mono<MonthlyRun> find(String area, UUID runId) {
        return database.sql(RUN + " AND run_id = $2")
                .bind(0, area)
                .bind(1, runId)
                .map(MonthlyRunStore::withoutUnits)
                .one()
                .flatMap(this::withUnits);
    }

    Flux<MonthlyRun> list(String area) {
        return database.sql(RUN + " ORDER BY run_id DESC LIMIT " + LISTED_MAX)
                .bind(0, area)
                .map(MonthlyRunStore::withoutUnits)
                .all()
                .concatMap(this::withUnits);
    }

    private Mono<MonthlyRun> withUnits(MonthlyRun run) {
        return database.sql("""
                        SELECT * FROM settlement_monthly_run_unit WHERE area = $1 AND run_id = $2 ORDER BY scheme, month
                        """)
                .bind(0, run.area())
                .bind(1, run.runId())
                .map(MonthlyRunStore::unit)
                .all()
                .collectList()
                .map(units -> new MonthlyRun(
                        run.area(),
                        run.runId(),
                        run.from(),
                        run.through(),
                        run.knownOn(),
                        run.startedBy(),
                        run.startedAt(),
                        units,
                        run.cancelledBy(),
                        run.cancelledAt()));
    }

    /** What may be computed now, the oldest run first; somebody else may be at it. */
    Flux<Ready> ready() {
        return database.sql(READY + " ORDER BY u.run_id, u.scheme")
                .map(MonthlyRunStore::ready)
                .all();
    }

    /** Takes a unit until the transaction ends; empty where somebody else has it, or it is done or cancelled by now. */
    Mono<Ready> take(Ready unit) {
        return database.sql(READY + """
                         AND u.area = $1 AND u.run_id = $2 AND u.scheme = $3 AND u.month = $4
                        FOR UPDATE OF u SKIP LOCKED
                        """)
                .bind(0, unit.area())
                .bind(1, unit.runId())
                .bind(2, unit.scheme().code())
                .bind(3, unit.month().firstDay())
                .map(MonthlyRunStore::ready)
                .one();
    }

    /** What became of a unit that waits. */
    Mono<Void> end(Ready unit, MonthlyRun.State state, Optional<RefusalCode> refusal, Instant at) {
        return database.sql("""
                        UPDATE settlement_monthly_run_unit SET status = $5, refusal = $6, ended_at = $7
                        WHERE area = $1 AND run_id = $2 AND scheme = $3 AND month = $4 AND status = 'waiting'
                        """)
                .bind(0, unit.area())
                .bind(1, unit.runId())
                .bind(2, unit.scheme().code())
                .bind(3, unit.month().firstDay())
                .bind(4, state.name().toLowerCase(Locale.ROOT))
                .bind(5, Columns.orNull(refusal.map(RefusalCode::code), String.class))
                .bind(6, at)
                .then();
    }

    /** Ends what waits and nobody is at, and keeps who was the first to do so; where all is begun, nobody was. */
    Mono<Void> cancel(String area, UUID runId, String by, Instant at) {
        return database.sql("""
                        WITH ended AS (
                            UPDATE settlement_monthly_run_unit SET status = 'cancelled', ended_at = $4
                            WHERE area = $1 AND run_id = $2 AND (scheme, month) IN (
                                SELECT scheme, month FROM settlement_monthly_run_unit
                                WHERE area = $1 AND run_id = $2 AND status = 'waiting' FOR UPDATE SKIP LOCKED)
                            RETURNING area)
                        UPDATE settlement_monthly_run SET cancelled_by = $3, cancelled_at = $4
                        WHERE area = $1 AND run_id = $2 AND cancelled_by IS NULL AND EXISTS (SELECT FROM ended)
                        """)
                .bind(0, area)
                .bind(1, runId)
                .bind(2, by)
                .bind(3, at)
                .then();
    }

    private static MonthlyRun withoutUnits(Readable row) {
        return new MonthlyRun(
                Columns.text(row, "area"),
                Columns.get(row, "run_id", UUID.class),
                month(row, "from_month"),
                month(row, "through_month"),
                Columns.get(row, "known_on", LocalDate.class),
                Columns.text(row, "started_by"),
                Columns.get(row, "started_at", Instant.class),
                List.of(),
                Columns.find(row, "cancelled_by", String.class),
                Columns.find(row, "cancelled_at", Instant.class));
    }

    private static MonthlyRun.Unit unit(Readable row) {
        return new MonthlyRun.Unit(
                scheme(row),
                month(row, "month"),
                MonthlyRun.State.valueOf(Columns.text(row, "status").toUpperCase(Locale.ROOT)),
                Columns.find(row, "refusal", String.class),
                Columns.find(row, "ended_at", Instant.class));
    }

    private static Ready ready(Readable row) {
        return new Ready(
                Columns.text(row, "area"),
                Columns.get(row, "run_id", UUID.class),
                scheme(row),
                month(row, "month"),
                Columns.get(row, "known_on", LocalDate.class),
                Columns.text(row, "started_by"));
    }

    private static Month month(Readable row, String column) {
        return Month.containing(Columns.get(row, column, LocalDate.class));
    }

    private static InsuranceScheme scheme(Readable row) {
        return InsuranceScheme.find(Columns.text(row, "scheme")).orElseThrow();
    }
}
