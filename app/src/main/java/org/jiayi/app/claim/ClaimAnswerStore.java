package org.jiayi.app.claim;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.fee.Payer;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What funds have cut of claims, which batch has taken it off, and which claims they sent back, in the database. */
@Component
class ClaimAnswerStore {

    private final DatabaseClient database;

    ClaimAnswerStore(DatabaseClient database) {
        this.database = database;
    }

    /** The cuts of a claim that stand, the earliest first. */
    Flux<FundClaim.Cut> standing(String area, UUID claimId) {
        return database.sql("""
                        SELECT cut_id, institution_code, amount_fen, reason, recorded_by, recorded_at FROM claim_cut c
                        WHERE area = $1 AND claim_id = $2 AND NOT EXISTS (
                            SELECT FROM claim_cut_reversal v WHERE v.area = c.area AND v.cut_id = c.cut_id)
                        ORDER BY cut_id
                        """)
                .bind(0, area)
                .bind(1, claimId)
                .map(row -> new FundClaim.Cut(
                        Columns.get(row, "cut_id", UUID.class),
                        Columns.text(row, "institution_code"),
                        Money.ofFen(Columns.get(row, "amount_fen", Long.class)),
                        Columns.text(row, "reason"),
                        Columns.text(row, "recorded_by"),
                        Columns.get(row, "recorded_at", Instant.class)))
                .all();
    }

    /** How often a claim was sent back, the earliest first. */
    Flux<FundClaim.Return> returns(String area, UUID claimId) {
        return database.sql("""
                        SELECT reason, submitted_by, recorded_by, recorded_at FROM claim_return
                        WHERE area = $1 AND claim_id = $2 ORDER BY return_id
                        """)
                .bind(0, area)
                .bind(1, claimId)
                .map(row -> new FundClaim.Return(
                        Columns.text(row, "reason"),
                        Columns.text(row, "submitted_by"),
                        Columns.text(row, "recorded_by"),
                        Columns.get(row, "recorded_at", Instant.class)))
                .all();
    }

    Mono<Void> addCut(String area, UUID claimId, FundClaim.Cut cut) {
        return database.sql("""
                        INSERT INTO claim_cut (area, cut_id, claim_id, institution_code, amount_fen, reason, recorded_by, recorded_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                        """)
                .bind(0, area)
                .bind(1, cut.cutId())
                .bind(2, claimId)
                .bind(3, cut.institutionCode())
                .bind(4, cut.amount().fen())
                .bind(5, cut.reason())
                .bind(6, cut.recordedBy())
                .bind(7, cut.recordedAt())
                .then();
    }

    Mono<Void> addReversal(String area, UUID cutId, String note, UUID entryId, String recordedBy, Instant at) {
        return database.sql("""
                        INSERT INTO claim_cut_reversal (area, cut_id, note, entry_id, recorded_by, recorded_at)
                        VALUES ($1, $2, $3, $4, $5, $6)
                        """)
                .bind(0, area)
                .bind(1, cutId)
                .bind(2, note)
                .bind(3, entryId)
                .bind(4, recordedBy)
                .bind(5, at)
                .then();
    }

    /** Keeps that a claim was sent back, which is not handed in from then on. */
    Mono<Void> addReturn(String area, UUID claimId, UUID returnId, String reason, String recordedBy, Instant at) {
        return database.sql("""
                        WITH handed_in AS (
                            SELECT submitted_by, submitted_at FROM claim_claim
                            WHERE area = $1 AND claim_id = $3 AND submitted_by IS NOT NULL
                        ), returned AS (
                            UPDATE claim_claim SET submitted_by = NULL, submitted_at = NULL WHERE area = $1 AND claim_id = $3
                        )
                        INSERT INTO claim_return (area, return_id, claim_id, reason, submitted_by, submitted_at, recorded_by,
                            recorded_at)
                        SELECT $1, $2, $3, $4, submitted_by, submitted_at, $5, $6 FROM handed_in
                        """)
                .bind(0, area)
                .bind(1, returnId)
                .bind(2, claimId)
                .bind(3, reason)
                .bind(4, recordedBy)
                .bind(5, at)
                .then();
    }

    /**
     * A cut, or the reversal of one, as a batch takes it off or gives it again.
     *
     * @param amount less than nothing of a cut
     * @param claimId the claim that was cut
     * @param month the claim's
     */
    record Move(
            UUID cutId,
            boolean reversed,
            UUID entryId,
            UUID claimId,
            String institutionCode,
            Money amount,
            String note,
            Month month) {}

    /**
     * What the batch of a payer and month takes: of a confirmed one what it has taken; of another what no batch has taken of its
     * claim, and of earlier claims whose batches are confirmed and cannot take it any more.
     */
    Flux<Move> ofBatch(String area, Payer payer, Month month) {
        return database.sql("""
                        WITH move AS (
                            SELECT cut_id, false AS reversed, cut_id AS entry_id, claim_id, institution_code,
                                -amount_fen AS amount_fen, reason AS note
                            FROM claim_cut WHERE area = $1
                            UNION ALL
                            SELECT c.cut_id, true, v.entry_id, c.claim_id, c.institution_code, c.amount_fen, v.note
                            FROM claim_cut_reversal v JOIN claim_cut c ON c.area = v.area AND c.cut_id = v.cut_id
                            WHERE v.area = $1
                        ), confirmed AS (
                            SELECT b.batch_id FROM claim_batch b JOIN claim_claim q ON q.area = b.area AND q.claim_id = b.claim_id
                            WHERE b.area = $1 AND q.payer = $2 AND q.month = $3
                        )
                        SELECT m.cut_id, m.reversed, m.entry_id, m.claim_id, m.institution_code, m.amount_fen, m.note, q.month
                        FROM move m
                        JOIN claim_claim q ON q.area = $1 AND q.claim_id = m.claim_id AND q.payer = $2
                        LEFT JOIN claim_cut_settled s ON s.area = $1 AND s.cut_id = m.cut_id AND s.reversed = m.reversed
                        WHERE CASE WHEN EXISTS (SELECT FROM confirmed) THEN s.batch_id = (SELECT batch_id FROM confirmed)
                            ELSE s.batch_id IS NULL AND (q.month = $3 OR q.month < $3 AND EXISTS (
                                SELECT FROM claim_batch b WHERE b.area = $1 AND b.claim_id = q.claim_id)) END
                        ORDER BY m.entry_id
                        """)
                .bind(0, area)
                .bind(1, payer.code())
                .bind(2, month.firstDay())
                .map(row -> new Move(
                        Columns.get(row, "cut_id", UUID.class),
                        Columns.get(row, "reversed", Boolean.class),
                        Columns.get(row, "entry_id", UUID.class),
                        Columns.get(row, "claim_id", UUID.class),
                        Columns.text(row, "institution_code"),
                        Money.ofFen(Columns.get(row, "amount_fen", Long.class)),
                        Columns.text(row, "note"),
                        Month.containing(Columns.get(row, "month", LocalDate.class))))
                .all();
    }

    /** Keeps which batch pays what a claim says, and what it has taken off and given again. */
    Mono<Void> settle(String area, UUID claimId, UUID batchId, List<Move> moves) {
        return database.sql("""
                        WITH batch AS (
                            INSERT INTO claim_batch (area, claim_id, batch_id) VALUES ($1, $2, $3)
                        )
                        INSERT INTO claim_cut_settled (area, cut_id, reversed, batch_id)
                        SELECT $1, cut_id, reversed, $3 FROM unnest($4::uuid[], $5::boolean[]) AS row (cut_id, reversed)
                        """)
                .bind(0, area)
                .bind(1, claimId)
                .bind(2, batchId)
                .bind(3, Columns.array(moves, UUID[]::new, Move::cutId))
                .bind(4, Columns.array(moves, Boolean[]::new, Move::reversed))
                .then();
    }
}
