package org.jiayi.app.settlement;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.access.Caller;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The history of batches (办理过程): who did what when, and what was said. It only grows. */
@Component
class Acts {

    private final DatabaseClient database;
    private final Clock clock;

    Acts(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What may be done to a batch. */
    enum Kind {
        COMPUTED,
        REVIEWED,
        RETURNED,
        LINE_CONFIRMED,
        OBJECTED,
        ANSWERED,
        COMMENTED,
        CONFIRMED,
        APPROVED,
        ORDERED,
        PAID,
        PAYMENT_FAILED,
        PAYMENT_REVERSED,
        CLOSED,
        DISCARDED
    }

    Mono<Void> add(Batch batch, Kind kind, Caller caller) {
        return add(batch, kind, Optional.empty(), "", caller);
    }

    /** Adds an act that is about a line, where {@code payee} is given. */
    Mono<Void> add(Batch batch, Kind kind, Optional<String> payee, String note, Caller caller) {
        return database.sql("""
                        INSERT INTO settlement_act (area, batch_id, act_id, act, payee, note, digest_sm3, done_by, done_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                        """)
                .bind(0, batch.area())
                .bind(1, batch.batchId())
                .bind(2, UuidCreator.getTimeOrderedEpoch())
                .bind(3, kind.name().toLowerCase(Locale.ROOT))
                .bind(4, Columns.orNull(payee, String.class))
                .bind(5, note)
                .bind(6, batch.digestSm3())
                .bind(7, caller.subject())
                .bind(8, clock.instant())
                .then();
    }

    /** The batch's acts, the first first. */
    Flux<BatchHistory.Act> list(Batch batch) {
        return database.sql("""
                        SELECT a.act, a.payee, l.institution_code, a.note, a.digest_sm3, a.done_by, a.done_at
                        FROM settlement_act a LEFT JOIN settlement_line l USING (area, batch_id, payee)
                        WHERE a.area = $1 AND a.batch_id = $2 ORDER BY a.act_id
                        """)
                .bind(0, batch.area())
                .bind(1, batch.batchId())
                .map(row -> new BatchHistory.Act(
                        Columns.text(row, "act"),
                        Columns.find(row, "payee", String.class),
                        Columns.find(row, "institution_code", String.class),
                        Columns.text(row, "note"),
                        Columns.text(row, "digest_sm3"),
                        Columns.text(row, "done_by"),
                        Columns.get(row, "done_at", Instant.class)))
                .all();
    }
}
