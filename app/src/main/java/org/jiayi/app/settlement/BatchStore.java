package org.jiayi.app.settlement;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.NamedLocks;
import org.jiayi.app.kernel.period.Month;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The batches and their lines in the database. */
@Component
class BatchStore {

    static final String CAPITATION_MONTH = "capitation_month";

    private final DatabaseClient database;
    private final NamedLocks locks;

    BatchStore(DatabaseClient database, NamedLocks locks) {
        this.database = database;
        this.locks = locks;
    }

    /** Nobody else computes or moves batches of the scheme until the transaction ends. */
    Mono<Void> lock(String area, String scheme) {
        return locks.take("settlement:" + area + ":" + scheme);
    }

    Mono<Batch> find(String area, UUID batchId) {
        return database.sql("SELECT * FROM settlement_batch WHERE area = $1 AND batch_id = $2")
                .bind(0, area)
                .bind(1, batchId)
                .map(BatchStore::batch)
                .one();
    }

    /** The batches of a scheme from a month on, in order. */
    Flux<Batch> from(String area, String scheme, Month month) {
        return database.sql("""
                        SELECT * FROM settlement_batch
                        WHERE area = $1 AND kind = $2 AND scheme = $3 AND month >= $4 ORDER BY month
                        """)
                .bind(0, area)
                .bind(1, CAPITATION_MONTH)
                .bind(2, scheme)
                .bind(3, month.firstDay())
                .map(BatchStore::batch)
                .all();
    }

    Mono<Boolean> exists(String area, String scheme, Month month) {
        return from(area, scheme, month)
                .filter(batch -> batch.month().equals(month))
                .count()
                .map(batches -> batches > 0);
    }

    Flux<Batch> list(String area) {
        return database.sql("SELECT * FROM settlement_batch WHERE area = $1 ORDER BY month, scheme, kind")
                .bind(0, area)
                .map(BatchStore::batch)
                .all();
    }

    /** Approved batches whose files are still to be made. */
    Flux<Batch> toPublish() {
        return database.sql("SELECT * FROM settlement_batch WHERE status = 'approved' ORDER BY area, month, scheme")
                .map(BatchStore::batch)
                .all();
    }

    /** Discards open batches with their lines. */
    Mono<Void> discard(String area, List<UUID> openBatchIds) {
        UUID[] ids = openBatchIds.toArray(UUID[]::new);
        return delete("settlement_line WHERE area = $1 AND batch_id = ANY ($2)", area, ids)
                .then(delete(
                        "settlement_batch WHERE area = $1 AND batch_id = ANY ($2) AND status = 'computed'", area, ids));
    }

    private Mono<Void> delete(String what, String area, UUID[] ids) {
        return database.sql("DELETE FROM " + what).bind(0, area).bind(1, ids).then();
    }

    Mono<Void> add(Batch batch, List<BatchLine> lines, Instant computedAt) {
        return database.sql("""
                        INSERT INTO settlement_batch (area, batch_id, kind, scheme, month, policy_id, known_on, status,
                            heads, corrected_heads, entitlement_fen, prepayment_fen, retention_fen, digest_sha256,
                            digest_sm3, computed_by, computed_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, 'computed', $8, $9, $10, $11, $12, $13, $14, $15, $16)
                        """)
                .bind(0, batch.area())
                .bind(1, batch.batchId())
                .bind(2, batch.kind())
                .bind(3, batch.scheme())
                .bind(4, batch.month().firstDay())
                .bind(5, batch.policyId())
                .bind(6, batch.knownOn())
                .bind(7, batch.heads())
                .bind(8, batch.correctedHeads())
                .bind(9, batch.entitlementFen())
                .bind(10, batch.prepaymentFen())
                .bind(11, batch.retentionFen())
                .bind(12, batch.digestSha256())
                .bind(13, batch.digestSm3())
                .bind(14, batch.computedBy())
                .bind(15, computedAt)
                .then()
                .then(addLines(batch, lines));
    }

    private Mono<Void> addLines(Batch batch, List<BatchLine> lines) {
        return database.sql("""
                        INSERT INTO settlement_line (area, batch_id, payee, institution_code, heads, corrected_heads,
                            entitlement_fen, prepayment_fen, retention_fen, cumulative_entitlement_fen,
                            cumulative_prepayment_fen)
                        SELECT $1, $2, row.* FROM unnest($3::text[], $4::text[], $5::bigint[], $6::bigint[],
                            $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[]) AS row
                        """)
                .bind(0, batch.area())
                .bind(1, batch.batchId())
                .bind(2, Columns.array(lines, String[]::new, BatchLine::payee))
                .bind(3, Columns.array(lines, String[]::new, BatchLine::institutionCode))
                .bind(4, Columns.array(lines, Long[]::new, BatchLine::heads))
                .bind(5, Columns.array(lines, Long[]::new, BatchLine::correctedHeads))
                .bind(6, Columns.array(lines, Long[]::new, BatchLine::entitlementFen))
                .bind(7, Columns.array(lines, Long[]::new, BatchLine::prepaymentFen))
                .bind(8, Columns.array(lines, Long[]::new, BatchLine::retentionFen))
                .bind(9, Columns.array(lines, Long[]::new, BatchLine::cumulativeEntitlementFen))
                .bind(10, Columns.array(lines, Long[]::new, BatchLine::cumulativePrepaymentFen))
                .then();
    }

    Flux<BatchLine> lines(Batch batch) {
        return database.sql("""
                        SELECT l.payee, l.institution_code, i.name || coalesce(' ' || t.name, '') AS institution_name,
                            l.heads, l.corrected_heads, l.entitlement_fen, l.prepayment_fen, l.retention_fen,
                            l.cumulative_entitlement_fen, l.cumulative_prepayment_fen
                        FROM settlement_line l
                        JOIN organisation_institution i ON i.area = l.area AND i.code = l.institution_code
                        LEFT JOIN organisation_team t ON t.area = l.area AND t.number = l.payee
                        WHERE l.area = $1 AND l.batch_id = $2 ORDER BY l.payee
                        """)
                .bind(0, batch.area())
                .bind(1, batch.batchId())
                .mapProperties(BatchLine.class)
                .all();
    }

    Mono<Void> confirm(Batch batch, String by, Instant at) {
        return move(batch, "status = 'confirmed', confirmed_by = $3, confirmed_at = $4", "computed", by, at);
    }

    Mono<Void> approve(Batch batch, String by, Instant at) {
        return move(batch, "status = 'approved', approved_by = $3, approved_at = $4", "confirmed", by, at);
    }

    private Mono<Void> move(Batch batch, String change, String from, String by, Instant at) {
        return database.sql(
                        "UPDATE settlement_batch SET " + change + " WHERE area = $1 AND batch_id = $2 AND status = $5")
                .bind(0, batch.area())
                .bind(1, batch.batchId())
                .bind(2, by)
                .bind(3, at)
                .bind(4, from)
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows == 1)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("batch moved although locked")))
                .then();
    }

    private static Batch batch(Readable row) {
        return new Batch(
                Columns.get(row, "area", String.class),
                Columns.get(row, "batch_id", UUID.class),
                Columns.get(row, "kind", String.class),
                Columns.get(row, "scheme", String.class),
                Month.containing(Columns.get(row, "month", LocalDate.class)),
                Columns.get(row, "policy_id", UUID.class),
                Columns.get(row, "known_on", LocalDate.class),
                Batch.Status.valueOf(Columns.get(row, "status", String.class).toUpperCase(Locale.ROOT)),
                Columns.get(row, "heads", Long.class),
                Columns.get(row, "corrected_heads", Long.class),
                Columns.get(row, "entitlement_fen", Long.class),
                Columns.get(row, "prepayment_fen", Long.class),
                Columns.get(row, "retention_fen", Long.class),
                Columns.get(row, "digest_sha256", String.class),
                Columns.get(row, "digest_sm3", String.class),
                Columns.get(row, "computed_by", String.class),
                Columns.find(row, "confirmed_by", String.class),
                Columns.find(row, "approved_by", String.class));
    }
}
