package org.jiayi.app.outbox;

import static org.jiayi.app.database.Columns.array;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.NamedLocks;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Scope;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps events and hands them out in order.
 *
 * <p>A number drawn while a transaction is open says nothing about when it commits: a reader who has seen 7 would never
 * see a 6 that commits later. So an event gets its position only after its commit, from one {@link #sequence sequencer}
 * per area, and a position that can be read has none before it that could still appear.
 */
@Component
public class Outbox {

    /** How many events one transaction of the sequencer places. */
    static final int SEQUENCED_ROWS_MAX = 20_000;

    private static final String SELECT_AFTER = """
            SELECT position, event_id, kind, subject_id, institution_code, team_number, effective_on, occurred_at
            FROM outbox_event WHERE area = $1 AND position > $2
            """;

    /** The claim of a caller whose token names no institution or team: it owns nothing, not even what is nobody's. */
    private static final String NOBODY = "";

    private final DatabaseClient database;
    private final ShieldedTransactions transactions;
    private final NamedLocks locks;

    Outbox(DatabaseClient database, ShieldedTransactions transactions, NamedLocks locks) {
        this.database = database;
        this.transactions = transactions;
        this.locks = locks;
    }

    /** Keeps events in one statement; must be called inside the shielded transaction that makes them true. */
    public Mono<Void> append(String area, List<OutboxEvent> events, Instant occurredAt) {
        if (events.isEmpty()) {
            return Mono.empty();
        }
        return database.sql("""
                        INSERT INTO outbox_event (area, event_id, kind, subject_id, institution_code, team_number,
                            effective_on, occurred_at)
                        SELECT $1, event_id, kind, subject_id, institution_code, team_number, effective_on, $2
                        FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::date[])
                            AS row (event_id, kind, subject_id, institution_code, team_number, effective_on)
                        """)
                .bind(0, area)
                .bind(1, occurredAt)
                .bind(2, array(events, UUID[]::new, OutboxEvent::eventId))
                .bind(3, array(events, String[]::new, OutboxEvent::kind))
                .bind(4, array(events, String[]::new, OutboxEvent::subjectId))
                .bind(5, array(events, String[]::new, OutboxEvent::institutionCode))
                .bind(6, array(events, String[]::new, OutboxEvent::teamNumber))
                .bind(7, array(events, LocalDate[]::new, OutboxEvent::effectiveOn))
                .then();
    }

    /**
     * Gives every committed event of the area that has none the next positions. Readers call it first, so that they see
     * what they themselves have written. Never call it inside a transaction of one's own.
     */
    public Mono<Void> sequence(String area) {
        return hasUnsequenced(area)
                .flatMap(waiting -> waiting ? transactions.run(() -> place(area)) : Mono.just(0L))
                .flatMap(placed -> placed < SEQUENCED_ROWS_MAX ? Mono.empty() : sequence(area));
    }

    private Mono<Boolean> hasUnsequenced(String area) {
        return database.sql("SELECT EXISTS (SELECT FROM outbox_event WHERE area = $1 AND position IS NULL)")
                .bind(0, area)
                .mapValue(Boolean.class)
                .one();
    }

    /**
     * Behind the lock the statement sees every position that an earlier holder has given: the lock outlives its commit,
     * and nobody else changes an event, so that its {@code ctid} stands. Found again by their key, many events written a
     * moment ago, of which PostgreSQL's statistics know nothing yet, would each be looked up in all the others.
     */
    private Mono<Long> place(String area) {
        return locks.take("outbox:" + area)
                .then(Mono.defer(() -> database.sql("""
                        WITH fresh AS (
                            SELECT ctid, row_number() OVER (ORDER BY event_id) AS place
                            FROM outbox_event WHERE area = $1 AND position IS NULL
                            ORDER BY event_id LIMIT $2
                        ), last AS (
                            SELECT coalesce(max(position), 0) AS position FROM outbox_event WHERE area = $1
                        )
                        UPDATE outbox_event e SET position = last.position + fresh.place
                        FROM fresh, last WHERE e.ctid = fresh.ctid
                        """)
                        .bind(0, area)
                        .bind(1, SEQUENCED_ROWS_MAX)
                        .fetch()
                        .rowsUpdated()));
    }

    /** The area's events after a position, in order; with a team only that team's. */
    public Flux<PositionedEvent> after(String area, long position, int limit, Optional<String> teamNumber) {
        return page(area, position, limit, Optional.empty(), teamNumber);
    }

    /** The events after a position that lie within a scope, in order, with all that are committed by now. */
    public Flux<PositionedEvent> visibleAfter(String area, long position, int limit, Scope scope) {
        if (Optional.of(NOBODY).equals(scope.institution())
                || Optional.of(NOBODY).equals(scope.team())) {
            return Flux.empty();
        }
        return sequence(area).thenMany(page(area, position, limit, scope.institution(), scope.team()));
    }

    private Flux<PositionedEvent> page(
            String area, long position, int limit, Optional<String> institution, Optional<String> team) {
        Map<String, String> only = new LinkedHashMap<>();
        institution.ifPresent(code -> only.put("institution_code", code));
        team.ifPresent(number -> only.put("team_number", number));
        StringBuilder sql = new StringBuilder(SELECT_AFTER);
        int parameter = 3;
        for (String column : only.keySet()) {
            sql.append(" AND ").append(column).append(" = $").append(++parameter);
        }
        DatabaseClient.GenericExecuteSpec statement = database.sql(sql + " ORDER BY position LIMIT $3")
                .bind(0, area)
                .bind(1, position)
                .bind(2, limit);
        parameter = 3;
        for (String value : only.values()) {
            statement = statement.bind(parameter++, value);
        }
        return statement.map(Outbox::event).all();
    }

    private static PositionedEvent event(Readable row) {
        return new PositionedEvent(
                Columns.get(row, "position", Long.class),
                new OutboxEvent(
                        Columns.get(row, "event_id", UUID.class),
                        Columns.text(row, "kind"),
                        Columns.text(row, "subject_id"),
                        Columns.text(row, "institution_code"),
                        Columns.text(row, "team_number"),
                        Columns.get(row, "effective_on", LocalDate.class)),
                Columns.get(row, "occurred_at", Instant.class));
    }
}
