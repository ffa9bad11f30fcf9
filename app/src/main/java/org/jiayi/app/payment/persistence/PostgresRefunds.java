package org.jiayi.app.payment.persistence;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.payment.OurNumber;
import org.jiayi.app.payment.Overpaid;
import org.jiayi.app.payment.RefundByBank;
import org.jiayi.app.payment.RefundStore;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
class PostgresRefunds implements RefundStore {

    private static final int LEASE_SECONDS = 60;

    private final DatabaseClient database;

    PostgresRefunds(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Void> add(String area, List<Decided> refunds, String decidedBy, Instant at) {
        return database.sql("""
                        INSERT INTO payment_refund (area, refund_id, payment_id, contract_id, payer, provider, paid_fen, ordinal,
                            earlier, back_before_fen, amount_fen, back_after_fen, refund_number, reason, status, decided_by,
                            decided_at, next_attempt_at)
                        SELECT $1, refund_id, payment_id, contract_id, payer, provider, paid_fen, refunds + 1,
                            nullif(refunds, 0), back_fen, amount_fen, back_fen + amount_fen, refund_number, reason, 'open', $2,
                            $3, $3
                        FROM unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::bigint[], $10::int[],
                                $11::bigint[], $12::bigint[], $13::text[], $14::text[])
                            AS row (refund_id, payment_id, contract_id, payer, provider, paid_fen, refunds, back_fen,
                                amount_fen, refund_number, reason)
                        """)
                .bind(0, area)
                .bind(1, decidedBy)
                .bind(2, at)
                .bind(3, Columns.array(refunds, UUID[]::new, Decided::refundId))
                .bind(
                        4,
                        Columns.array(refunds, UUID[]::new, refund -> of(refund).paymentId()))
                .bind(
                        5,
                        Columns.array(refunds, UUID[]::new, refund -> of(refund).contractId()))
                .bind(
                        6,
                        Columns.array(
                                refunds,
                                String[]::new,
                                refund -> of(refund).payer().code()))
                .bind(
                        7,
                        Columns.array(
                                refunds, String[]::new, refund -> of(refund).provider()))
                .bind(
                        8,
                        Columns.array(
                                refunds,
                                Long[]::new,
                                refund -> of(refund).amount().fen()))
                .bind(
                        9,
                        Columns.array(
                                refunds, Integer[]::new, refund -> of(refund).refunds()))
                .bind(
                        10,
                        Columns.array(
                                refunds,
                                Long[]::new,
                                refund -> of(refund).givenBack().fen()))
                .bind(
                        11,
                        Columns.array(
                                refunds,
                                Long[]::new,
                                refund -> refund.back().amount().fen()))
                .bind(12, Columns.array(refunds, String[]::new, refund -> OurNumber.ofRefund(area, refund.refundId())))
                .bind(
                        13,
                        Columns.array(
                                refunds,
                                String[]::new,
                                refund -> refund.reason().code()))
                .then();
    }

    private static Overpaid.Held of(Decided refund) {
        return refund.back().payment();
    }

    @Override
    public Mono<Pending> find(String area, UUID refundId) {
        return database.sql("""
                        SELECT f.*, p.order_number, p.institution_code, p.team_number FROM payment_refund f
                        JOIN payment_payment p ON p.area = f.area AND p.payment_id = f.payment_id
                        WHERE f.area = $1 AND f.refund_id = $2
                        """)
                .bind(0, area)
                .bind(1, refundId)
                .map(PaymentRows::pending)
                .one();
    }

    @Override
    public Flux<Pending> claim(UUID worker, Instant now, int limit) {
        return database.sql("""
                        UPDATE payment_refund f SET claimed_by = $1, claimed_until = now() + make_interval(secs => $2),
                            attempts = f.attempts + CASE WHEN f.claimed_by IS NULL THEN 0 ELSE 1 END,
                            refused = f.refused AND f.claimed_by IS NULL
                        FROM (SELECT area, refund_id FROM payment_refund
                            WHERE status = 'open' AND next_attempt_at <= $3
                                AND (claimed_until IS NULL OR claimed_until < now())
                            ORDER BY next_attempt_at, refund_id LIMIT $4 FOR UPDATE SKIP LOCKED) d, payment_payment p
                        WHERE f.area = d.area AND f.refund_id = d.refund_id
                            AND p.area = f.area AND p.payment_id = f.payment_id
                        RETURNING f.*, p.order_number, p.institution_code, p.team_number
                        """)
                .bind(0, worker)
                .bind(1, LEASE_SECONDS)
                .bind(2, now)
                .bind(3, limit)
                .map(PaymentRows::pending)
                .all();
    }

    @Override
    public Mono<Void> sent(Pending refund, UUID worker, Instant at, Instant nextAttemptAt) {
        return database.sql("""
                        UPDATE payment_refund SET sent_at = coalesce(sent_at, $4), next_attempt_at = $5, problem = NULL,
                            refused = false, claimed_by = NULL, claimed_until = NULL
                        WHERE area = $1 AND refund_id = $2 AND claimed_by = $3
                        """)
                .bind(0, refund.area())
                .bind(1, refund.refundId())
                .bind(2, worker)
                .bind(3, at)
                .bind(4, nextAttemptAt)
                .then();
    }

    @Override
    public Mono<Void> failed(Pending refund, UUID worker, String problem, boolean refused, Instant nextAttemptAt) {
        return database.sql("""
                        UPDATE payment_refund SET attempts = attempts + 1, problem = $4, refused = $5, next_attempt_at = $6,
                            claimed_by = NULL, claimed_until = NULL
                        WHERE area = $1 AND refund_id = $2 AND claimed_by = $3 AND status = 'open'
                        """)
                .bind(0, refund.area())
                .bind(1, refund.refundId())
                .bind(2, worker)
                .bind(3, problem)
                .bind(4, refused)
                .bind(5, nextAttemptAt)
                .then();
    }

    @Override
    public Mono<Boolean> confirm(String area, UUID refundId, String serial, Instant refundedAt, Instant at) {
        return database.sql("""
                        UPDATE payment_refund SET status = 'confirmed', provider_serial = $3, refunded_at = $4,
                            confirmed_at = $5, problem = NULL, claimed_by = NULL, claimed_until = NULL
                        WHERE area = $1 AND refund_id = $2 AND status = 'open'
                        """)
                .bind(0, area)
                .bind(1, refundId)
                .bind(2, serial)
                .bind(3, refundedAt)
                .bind(4, at)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    @Override
    public Mono<Boolean> confirmByBank(BankRefund refund, boolean evenInHand) {
        RefundByBank.Command said = refund.said();
        return database.sql("""
                        WITH bank AS (
                            INSERT INTO payment_bank_refund (area, refund_id, ordinal, bank_reference, value_on, note, recorded_by,
                                recorded_at, entry_id)
                            SELECT $1, $2, count(*)::int + 1, $3, $4, $5, $6, $7, $9 FROM payment_bank_refund
                            WHERE area = $1 AND refund_id = $2
                        )
                        UPDATE payment_refund SET status = 'confirmed', provider_serial = $3, refunded_at = $8, confirmed_at = $7,
                            problem = NULL, claimed_by = NULL, claimed_until = NULL
                        WHERE area = $1 AND refund_id = $2 AND status = 'open' AND (refused OR $10)
                            AND (claimed_until IS NULL OR claimed_until < now())
                        """)
                .bind(0, said.area())
                .bind(1, said.refundId())
                .bind(2, said.bankReference())
                .bind(3, said.valueOn())
                .bind(4, said.note())
                .bind(5, refund.recordedBy())
                .bind(6, refund.at())
                .bind(7, refund.refundedAt())
                .bind(8, refund.entryId())
                .bind(9, evenInHand)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    @Override
    public Mono<Long> takenBack(String area, UUID refundId) {
        return database.sql("SELECT count(*) FROM payment_bank_refund_reversal WHERE area = $1 AND refund_id = $2")
                .bind(0, area)
                .bind(1, refundId)
                .mapValue(Long.class)
                .one();
    }

    @Override
    public Mono<Standing> standingByBank(String area, UUID refundId) {
        return database.sql("""
                        SELECT ordinal, entry_id, recorded_by FROM payment_bank_refund
                        WHERE area = $1 AND refund_id = $2 AND NOT reversed
                        """)
                .bind(0, area)
                .bind(1, refundId)
                .map(row -> new Standing(
                        Columns.get(row, "ordinal", Integer.class),
                        Columns.find(row, "entry_id", UUID.class),
                        Columns.text(row, "recorded_by")))
                .one();
    }

    @Override
    public Mono<Void> takeBack(String area, UUID refundId, Standing standing, TakenBack takenBack) {
        return database.sql("""
                        WITH bank AS (
                            UPDATE payment_bank_refund SET reversed = true WHERE area = $1 AND refund_id = $2 AND ordinal = $3
                        ), reopened AS (
                            UPDATE payment_refund SET status = 'open', provider_serial = NULL, refunded_at = NULL,
                                confirmed_at = NULL, next_attempt_at = 'infinity'
                            WHERE area = $1 AND refund_id = $2
                        )
                        INSERT INTO payment_bank_refund_reversal (area, refund_id, ordinal, said_by, note, entry_id, recorded_by,
                            recorded_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                        """)
                .bind(0, area)
                .bind(1, refundId)
                .bind(2, standing.ordinal())
                .bind(3, standing.recordedBy())
                .bind(4, takenBack.note())
                .bind(5, takenBack.entryId())
                .bind(6, takenBack.recordedBy())
                .bind(7, takenBack.at())
                .then();
    }
}
