package org.jiayi.app.settlement;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.NamedLocks;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.organisation.TeamsOnDay;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The batches and their lines in the database. */
@Component
class BatchStore {

    private static final String STANDING = " WHERE area = $1 AND batch_id = $2 AND status = $3";

    private final DatabaseClient database;
    private final NamedLocks locks;

    BatchStore(DatabaseClient database, NamedLocks locks) {
        this.database = database;
        this.locks = locks;
    }

    /** Nobody else computes, moves or pays batches of the fund until the transaction ends. */
    Mono<Void> lock(String area, String fund) {
        return locks.take("settlement:" + area + ":" + fund);
    }

    Mono<Batch> find(String area, UUID batchId) {
        return database.sql("SELECT * FROM settlement_batch WHERE area = $1 AND batch_id = $2")
                .bind(0, area)
                .bind(1, batchId)
                .map(BatchStore::batch)
                .one();
    }

    /** The batches of a kind and fund from a month on, in order. */
    Flux<Batch> from(String kind, String area, String fund, Month month) {
        return database.sql("""
                        SELECT * FROM settlement_batch
                        WHERE area = $1 AND kind = $2 AND fund = $3 AND month >= $4 ORDER BY month, sequence
                        """)
                .bind(0, area)
                .bind(1, kind)
                .bind(2, fund)
                .bind(3, month.firstDay())
                .map(BatchStore::batch)
                .all();
    }

    Flux<Batch> list(String area) {
        return database.sql("SELECT * FROM settlement_batch WHERE area = $1 ORDER BY month, fund, kind, sequence")
                .bind(0, area)
                .map(BatchStore::batch)
                .all();
    }

    /** What approved adjustments of the same batch before this one correct of a payee, in fen. */
    Mono<Long> correctedBefore(Batch adjustment, String payee) {
        return database.sql("""
                        SELECT coalesce(sum(l.prepayment_fen - l.deducted_fen), 0)::bigint AS fen
                        FROM settlement_batch b JOIN settlement_line l USING (area, batch_id)
                        WHERE b.area = $1 AND b.corrects = $2 AND b.approved_by IS NOT NULL AND l.payee = $3
                            AND (b.month, b.sequence) < ($4, $5)
                        """)
                .bind(0, adjustment.area())
                .bind(1, adjustment.corrects().orElseThrow())
                .bind(2, payee)
                .bind(3, adjustment.month().firstDay())
                .bind(4, adjustment.sequence())
                .mapValue(Long.class)
                .one();
    }

    /** Approved batches whose files are still to be made. */
    Flux<Batch> toPublish() {
        return database.sql("SELECT * FROM settlement_batch WHERE status = 'approved' ORDER BY area, month, fund, kind")
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
                        INSERT INTO settlement_batch (area, batch_id, kind, fund, month, policy_id, known_on, status,
                            heads, corrected_heads, entitlement_fen, prepayment_fen, retention_fen, digest_sha256,
                            digest_sm3, computed_by, computed_at, sequence, corrects, deducted_fen)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, 'computed', $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
                        """)
                .bind(0, batch.area())
                .bind(1, batch.batchId())
                .bind(2, batch.kind())
                .bind(3, batch.fund())
                .bind(4, batch.month().firstDay())
                .bind(5, Columns.orNull(batch.policyId(), UUID.class))
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
                .bind(16, batch.sequence())
                .bind(17, Columns.orNull(batch.corrects(), UUID.class))
                .bind(18, batch.deductedFen())
                .then()
                .then(addLines(batch, lines));
    }

    private Mono<Void> addLines(Batch batch, List<BatchLine> lines) {
        return database.sql("""
                        INSERT INTO settlement_line (area, batch_id, payee, institution_code, heads, corrected_heads,
                            entitlement_fen, prepayment_fen, retention_fen, cumulative_entitlement_fen,
                            cumulative_prepayment_fen, note, village_heads, deducted_fen, cumulative_deducted_fen)
                        SELECT $1, $2, row.* FROM unnest($3::text[], $4::text[], $5::bigint[], $6::bigint[],
                            $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::text[], $13::bigint[],
                            $14::bigint[], $15::bigint[]) AS row
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
                .bind(11, Columns.array(lines, String[]::new, BatchLine::note))
                .bind(12, Columns.array(lines, Long[]::new, BatchLine::villageHeads))
                .bind(13, Columns.array(lines, Long[]::new, BatchLine::deductedFen))
                .bind(14, Columns.array(lines, Long[]::new, BatchLine::cumulativeDeductedFen))
                .then();
    }

    Flux<BatchLine> lines(Batch batch) {
        return database.sql("""
                        SELECT l.payee, l.institution_code, i.name || coalesce(' ' || %s, '') AS institution_name,
                            l.heads, l.village_heads, l.corrected_heads, l.entitlement_fen, l.prepayment_fen, l.retention_fen,
                            l.deducted_fen, l.cumulative_entitlement_fen, l.cumulative_prepayment_fen,
                            l.cumulative_deducted_fen, l.note,
                            EXISTS (SELECT FROM settlement_act a JOIN settlement_batch b USING (area, batch_id)
                                WHERE a.area = l.area AND a.batch_id = l.batch_id AND a.payee = l.payee
                                    AND a.act = 'line_confirmed' AND a.digest_sm3 = b.digest_sm3) AS confirmed
                        FROM settlement_line l
                        JOIN organisation_institution_particulars i ON i.area = l.area AND i.institution_code = l.institution_code
                            AND upper_inf(i.known) AND i.effective @> $3::date
                        LEFT JOIN organisation_team t ON t.area = l.area AND t.number = l.payee
                        WHERE l.area = $1 AND l.batch_id = $2 ORDER BY l.payee
                        """.formatted(TeamsOnDay.name("t", "$3")))
                .bind(0, batch.area())
                .bind(1, batch.batchId())
                .bind(2, batch.month().lastDay())
                .mapProperties(BatchLine.class)
                .all();
    }

    /** Puts a locked batch into its next state, by somebody at a moment. */
    Mono<Void> move(Batch batch, Batch.Status to, String by, Instant at) {
        String who = to.name().toLowerCase(Locale.ROOT);
        return moved(
                database.sql("UPDATE settlement_batch SET status = $4, %1$s_by = $5, %1$s_at = $6".formatted(who)
                                + STANDING)
                        .bind(3, who)
                        .bind(4, by)
                        .bind(5, at),
                batch);
    }

    /** 复核: with the last day on which institutions may confirm or object. */
    Mono<Void> review(Batch batch, Optional<LocalDate> confirmUntil, String by, Instant at) {
        return moved(
                database.sql("""
                                UPDATE settlement_batch SET status = 'reviewed', reviewed_by = $4, reviewed_at = $5,
                                    confirm_until = $6
                                """ + STANDING)
                        .bind(3, by)
                        .bind(4, at)
                        .bind(5, Columns.orNull(confirmUntil, LocalDate.class)),
                batch);
    }

    /** 退回: as it was before it was reviewed. */
    Mono<Void> putBack(Batch batch) {
        return moved(database.sql("""
                        UPDATE settlement_batch SET status = 'computed', reviewed_by = NULL, reviewed_at = NULL,
                            confirm_until = NULL
                        """ + STANDING), batch);
    }

    /** 拨付: every order of it is paid. */
    Mono<Void> paid(Batch batch) {
        return moved(database.sql("UPDATE settlement_batch SET status = 'paid'" + STANDING), batch);
    }

    /** 退票: an order of it is to be paid again. */
    Mono<Void> unpaid(Batch batch) {
        return moved(database.sql("UPDATE settlement_batch SET status = 'published'" + STANDING), batch);
    }

    private static Mono<Void> moved(DatabaseClient.GenericExecuteSpec update, Batch batch) {
        return update.bind(0, batch.area())
                .bind(1, batch.batchId())
                .bind(2, batch.status().name().toLowerCase(Locale.ROOT))
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
                Columns.get(row, "fund", String.class),
                Month.containing(Columns.get(row, "month", LocalDate.class)),
                Columns.get(row, "sequence", Integer.class),
                Columns.find(row, "corrects", UUID.class),
                Columns.find(row, "policy_id", UUID.class),
                Columns.get(row, "known_on", LocalDate.class),
                Batch.Status.valueOf(Columns.get(row, "status", String.class).toUpperCase(Locale.ROOT)),
                Columns.get(row, "heads", Long.class),
                Columns.get(row, "corrected_heads", Long.class),
                Columns.get(row, "entitlement_fen", Long.class),
                Columns.get(row, "prepayment_fen", Long.class),
                Columns.get(row, "retention_fen", Long.class),
                Columns.get(row, "deducted_fen", Long.class),
                Columns.get(row, "digest_sha256", String.class),
                Columns.get(row, "digest_sm3", String.class),
                Columns.get(row, "computed_by", String.class),
                Columns.find(row, "reviewed_by", String.class),
                Columns.find(row, "confirm_until", LocalDate.class),
                Columns.find(row, "confirmed_by", String.class),
                Columns.find(row, "approved_by", String.class),
                Columns.find(row, "closed_by", String.class));
    }
}
