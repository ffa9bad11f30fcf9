package org.jiayi.app.settlement;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.access.Caller;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Objections to lines and their answers in the database. */
@Component
class LineObjectionStore {

    private static final String OBJECTION = """
            SELECT o.objection_id, o.batch_id, o.payee, o.institution_code, o.reason, o.objected_by, a.accepted, a.answer,
                a.answered_by, o.digest_sm3 = b.digest_sm3 AS current
            FROM settlement_objection o
            JOIN settlement_batch b USING (area, batch_id)
            LEFT JOIN settlement_objection_answer a USING (area, objection_id)
            """;

    private final DatabaseClient database;

    LineObjectionStore(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> add(Batch batch, UUID objectionId, BatchLine line, String reason, Caller caller, Instant at) {
        return database.sql("""
                        INSERT INTO settlement_objection (area, objection_id, batch_id, payee, institution_code, reason,
                            digest_sm3, objected_by, objected_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                        """)
                .bind(0, batch.area())
                .bind(1, objectionId)
                .bind(2, batch.batchId())
                .bind(3, line.payee())
                .bind(4, line.institutionCode())
                .bind(5, reason)
                .bind(6, batch.digestSm3())
                .bind(7, caller.subject())
                .bind(8, at)
                .then();
    }

    Mono<Void> answer(String area, UUID objectionId, LineObjection.Answer answer, Instant at) {
        return database.sql("""
                        INSERT INTO settlement_objection_answer (area, objection_id, accepted, answer, answered_by, answered_at)
                        VALUES ($1, $2, $3, $4, $5, $6)
                        """)
                .bind(0, area)
                .bind(1, objectionId)
                .bind(2, answer.accepted())
                .bind(3, answer.text())
                .bind(4, answer.answeredBy())
                .bind(5, at)
                .then();
    }

    Mono<LineObjection> find(String area, UUID objectionId) {
        return database.sql(OBJECTION + " WHERE o.area = $1 AND o.objection_id = $2")
                .bind(0, area)
                .bind(1, objectionId)
                .map(LineObjectionStore::objection)
                .one();
    }

    /** The batch's objections, the first first. */
    Flux<LineObjection> list(Batch batch) {
        return database.sql(OBJECTION + " WHERE o.area = $1 AND o.batch_id = $2 ORDER BY o.objection_id")
                .bind(0, batch.area())
                .bind(1, batch.batchId())
                .map(LineObjectionStore::objection)
                .all();
    }

    private static LineObjection objection(Readable row) {
        Optional<LineObjection.Answer> answer = Columns.find(row, "accepted", Boolean.class)
                .map(accepted -> new LineObjection.Answer(
                        accepted, Columns.text(row, "answer"), Columns.text(row, "answered_by")));
        return new LineObjection(
                Columns.get(row, "objection_id", UUID.class),
                Columns.get(row, "batch_id", UUID.class),
                Columns.text(row, "payee"),
                Columns.text(row, "institution_code"),
                Columns.text(row, "reason"),
                Columns.text(row, "objected_by"),
                answer,
                Columns.get(row, "current", Boolean.class));
    }
}
