package org.jiayi.app.payment.persistence;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.payment.Charge;
import org.jiayi.app.payment.ClosePayment;
import org.jiayi.app.payment.Overpaid;
import org.jiayi.app.payment.Payment;
import org.jiayi.app.payment.PaymentRefund;
import org.jiayi.app.payment.PaymentStore;
import org.jiayi.app.payment.SharePayer;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
class PostgresPayments implements PaymentStore {

    private static final int LEASE_SECONDS = 60;

    private static final String SELECT = """
            SELECT p.*, r.provider_serial, r.late, r.paid_at, c.note, c.closed_by FROM payment_payment p
            LEFT JOIN payment_receipt r ON r.area = p.area AND r.payment_id = p.payment_id
            LEFT JOIN payment_closing c ON c.area = p.area AND c.payment_id = p.payment_id
            """;

    private static final String REFUNDS = """
            SELECT * FROM payment_refund
            LEFT JOIN (SELECT area, refund_id, bank_reference, value_on, note, recorded_by FROM payment_bank_refund
                WHERE NOT reversed) AS bank USING (area, refund_id)
            """;

    /**
     * Of the asked contracts ($2) those among whom a fee moved on, {@code member}: what was paid for one of them is paid for all, so that
     * nobody is given money back and asked for it again when they change their team. {@code chain} is the first of them.
     *
     * <p>Nobody can estimate how many a recursion finds, and the guess makes reading a whole table look cheaper than looking
     * a few contracts up. So whoever joins them names them in an array, too, of which the planner expects few.
     */
    static final String MEMBERS = """
            WITH RECURSIVE link AS (
                SELECT contract_id AS asked, contract_id FROM unnest($2::uuid[]) AS asked (contract_id)
                UNION
                SELECT link.asked, CASE WHEN f.contract_id = link.contract_id THEN f.successor_id ELSE f.contract_id END
                FROM link JOIN fee_change f ON f.area = $1 AND f.rule = 'follows'
                    AND (f.contract_id = link.contract_id OR f.successor_id = link.contract_id)
            ), member AS (
                SELECT DISTINCT chain, contract_id FROM (
                    SELECT contract_id, first_value(contract_id) OVER (PARTITION BY asked ORDER BY contract_id) AS chain
                    FROM link) AS chained
            )
            """;

    private final DatabaseClient database;
    private final PostgresRefundExits exits;

    PostgresPayments(DatabaseClient database, PostgresRefundExits exits) {
        this.database = database;
        this.exits = exits;
    }

    /** The refunds of which a column has that value, of a payment in their order. */
    private Flux<PaymentRefund> refunds(String column, String area, UUID id) {
        return exits.of(column, area, id)
                .flatMapMany(found -> database.sql(
                                REFUNDS + "WHERE area = $1 AND %s = $2 ORDER BY ordinal".formatted(column))
                        .bind(0, area)
                        .bind(1, id)
                        .map(row -> PaymentRows.refund(
                                row, found.getOrDefault(Columns.get(row, "refund_id", UUID.class), List.of())))
                        .all());
    }

    @Override
    public Flux<UUID> chain(String area, List<UUID> contractIds) {
        return database.sql(MEMBERS + "SELECT DISTINCT contract_id FROM member")
                .bind(0, area)
                .bind(1, contractIds.toArray(UUID[]::new))
                .mapValue(UUID.class)
                .all();
    }

    @Override
    public Mono<Long> pending(String area, UUID contractId, SharePayer payer) {
        return database.sql(MEMBERS + """
                        SELECT count(*) FROM payment_payment
                        WHERE area = $1 AND contract_id = ANY (ARRAY(SELECT contract_id FROM member)) AND payer = $3
                            AND status = 'pending'
                        """)
                .bind(0, area)
                .bind(1, new UUID[] {contractId})
                .bind(2, payer.code())
                .mapValue(Long.class)
                .one();
    }

    @Override
    public Flux<Charge> charges(String area, UUID contractId) {
        return database.sql(MEMBERS + """
                        SELECT payer, sum(owed)::bigint AS owed_fen, sum(paid)::bigint AS paid_fen,
                            sum(back)::bigint AS refunded_fen
                        FROM (
                            SELECT payer, amount_fen AS owed, 0 AS paid, 0 AS back FROM fee_line
                            WHERE area = $1 AND contract_id = ANY (ARRAY(SELECT contract_id FROM member))
                                AND payer IN ('resident', 'personal_account')
                            UNION ALL
                            SELECT p.payer, 0, r.amount_fen, 0 FROM payment_payment p
                            JOIN payment_receipt r ON r.area = p.area AND r.payment_id = p.payment_id
                            WHERE p.area = $1 AND p.contract_id = ANY (ARRAY(SELECT contract_id FROM member))
                            UNION ALL
                            SELECT payer, 0, 0, amount_fen FROM payment_refund
                            WHERE area = $1 AND contract_id = ANY (ARRAY(SELECT contract_id FROM member))
                        ) AS facts
                        GROUP BY payer ORDER BY payer DESC
                        """)
                .bind(0, area)
                .bind(1, new UUID[] {contractId})
                .map(row -> new Charge(
                        SharePayer.of(Columns.text(row, "payer")),
                        PaymentRows.money(row, "owed_fen"),
                        PaymentRows.money(row, "paid_fen"),
                        PaymentRows.money(row, "refunded_fen")))
                .all();
    }

    @Override
    public Flux<UUID> settledAmong(String area, Collection<UUID> contractIds, SharePayer payer) {
        return database.sql(MEMBERS + """
                        SELECT DISTINCT asked.contract_id FROM unnest($2::uuid[]) AS asked (contract_id)
                        JOIN member USING (contract_id)
                        LEFT JOIN (
                            SELECT chain, sum(fen) AS due FROM (
                                SELECT chain, amount_fen AS fen FROM fee_line JOIN member USING (contract_id)
                                WHERE area = $1 AND contract_id = ANY (ARRAY(SELECT contract_id FROM member)) AND payer = $3
                                UNION ALL
                                SELECT chain, -r.amount_fen FROM payment_payment p JOIN member USING (contract_id)
                                JOIN payment_receipt r ON r.area = p.area AND r.payment_id = p.payment_id
                                WHERE p.area = $1 AND contract_id = ANY (ARRAY(SELECT contract_id FROM member))
                                    AND p.payer = $3
                                UNION ALL
                                SELECT chain, amount_fen FROM payment_refund JOIN member USING (contract_id)
                                WHERE area = $1 AND contract_id = ANY (ARRAY(SELECT contract_id FROM member))
                                    AND payer = $3) AS facts
                            GROUP BY chain) AS balance USING (chain)
                        WHERE coalesce(balance.due, 0) <= 0
                        """)
                .bind(0, area)
                .bind(1, contractIds.toArray(UUID[]::new))
                .bind(2, payer.code())
                .mapValue(UUID.class)
                .all();
    }

    @Override
    public Mono<Void> add(Payment payment, String openedBy, Instant nextAskAt) {
        return database.sql("""
                        INSERT INTO payment_payment (area, payment_id, contract_id, payer, provider, order_number, amount_fen,
                            institution_code, team_number, status, opened_by, opened_at, expires_at, next_ask_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'pending', $10, $11, $12, $13)
                        """)
                .bind(0, payment.area())
                .bind(1, payment.paymentId())
                .bind(2, payment.contractId())
                .bind(3, payment.payer().code())
                .bind(4, payment.provider())
                .bind(5, payment.orderNumber())
                .bind(6, payment.amount().fen())
                .bind(7, payment.institutionCode())
                .bind(8, payment.teamNumber())
                .bind(9, openedBy)
                .bind(10, payment.openedAt())
                .bind(11, payment.expiresAt())
                .bind(12, nextAskAt)
                .then();
    }

    @Override
    public Mono<Payment> find(String area, UUID paymentId) {
        return refunds("payment_id", area, paymentId)
                .collectList()
                .flatMap(refunds -> database.sql(SELECT + "WHERE p.area = $1 AND p.payment_id = $2")
                        .bind(0, area)
                        .bind(1, paymentId)
                        .map(row -> PaymentRows.payment(row, refunds))
                        .one());
    }

    @Override
    public Flux<Payment> ofContract(String area, UUID contractId) {
        return refunds("contract_id", area, contractId)
                .collectMultimap(PaymentRefund::paymentId)
                .flatMapMany(refunds -> database.sql(
                                SELECT + "WHERE p.area = $1 AND p.contract_id = $2 ORDER BY p.opened_at, p.payment_id")
                        .bind(0, area)
                        .bind(1, contractId)
                        .map(row -> PaymentRows.payment(
                                row,
                                List.copyOf(
                                        refunds.getOrDefault(Columns.get(row, "payment_id", UUID.class), List.of()))))
                        .all());
    }

    @Override
    public Mono<Void> keepPrepay(String area, UUID paymentId, String prepay) {
        return database.sql("""
                        UPDATE payment_payment SET prepay = $3
                        WHERE area = $1 AND payment_id = $2 AND status = 'pending' AND prepay IS NULL
                        """)
                .bind(0, area)
                .bind(1, paymentId)
                .bind(2, prepay)
                .then();
    }

    @Override
    public Mono<Boolean> end(String area, UUID paymentId, Payment.Status status, Instant at) {
        return database.sql("""
                        UPDATE payment_payment SET status = $3, timed_out_at = CASE WHEN $3 = 'timed_out' THEN $4 END,
                            failed_at = CASE WHEN $3 = 'failed' THEN $4 END, claimed_by = NULL, claimed_until = NULL
                        WHERE area = $1 AND payment_id = $2 AND status = 'pending' AND $3 IN ('timed_out', 'failed')
                        """)
                .bind(0, area)
                .bind(1, paymentId)
                .bind(2, status.code())
                .bind(3, at)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    @Override
    public Mono<Boolean> close(ClosePayment.Command command, String closedBy, Instant at) {
        return database.sql("""
                        WITH failed AS (
                            UPDATE payment_payment p SET status = 'failed', failed_at = $5, claimed_by = NULL, claimed_until = NULL
                            WHERE area = $1 AND payment_id = $2 AND status = 'pending' AND expires_at <= $5
                                AND EXISTS (SELECT FROM payment_anomaly a
                                    WHERE a.area = $1 AND a.provider = p.provider AND a.number = p.order_number)
                            RETURNING area, payment_id
                        )
                        INSERT INTO payment_closing (area, payment_id, note, closed_by, closed_at)
                        SELECT area, payment_id, $3, $4, $5 FROM failed
                        """)
                .bind(0, command.area())
                .bind(1, command.paymentId())
                .bind(2, command.note())
                .bind(3, closedBy)
                .bind(4, at)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    @Override
    public Mono<Void> confirm(Payment payment, Incoming incoming) {
        return database.sql("""
                        WITH confirmed AS (
                            UPDATE payment_payment SET status = 'confirmed', confirmed_at = $9, claimed_by = NULL,
                                claimed_until = NULL
                            WHERE area = $1 AND payment_id = $2
                        )
                        INSERT INTO payment_receipt (area, payment_id, provider, provider_serial, amount_fen, late, paid_at,
                            entry_id, recorded_by, recorded_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $10, $9)
                        """)
                .bind(0, payment.area())
                .bind(1, payment.paymentId())
                .bind(2, payment.provider())
                .bind(3, incoming.serial())
                .bind(4, incoming.amount().fen())
                .bind(5, incoming.late())
                .bind(6, incoming.paidAt())
                .bind(7, incoming.entryId())
                .bind(8, incoming.recordedAt())
                .bind(9, incoming.recordedBy())
                .then();
    }

    @Override
    public Mono<UUID> findBySerial(String area, String provider, String serial) {
        return database.sql("""
                        SELECT payment_id FROM payment_receipt WHERE area = $1 AND provider = $2 AND provider_serial = $3
                        """)
                .bind(0, area)
                .bind(1, provider)
                .bind(2, serial)
                .mapValue(UUID.class)
                .one();
    }

    @Override
    public Flux<Payment> claimToAsk(UUID worker, Instant now, int limit) {
        return database.sql("""
                        UPDATE payment_payment p SET claimed_by = $1, claimed_until = now() + make_interval(secs => $2)
                        FROM (SELECT area, payment_id FROM payment_payment
                            WHERE status = 'pending' AND next_ask_at <= $3
                                AND (claimed_until IS NULL OR claimed_until < now())
                            ORDER BY next_ask_at, payment_id LIMIT $4 FOR UPDATE SKIP LOCKED) d
                        WHERE p.area = d.area AND p.payment_id = d.payment_id
                        RETURNING p.*, NULL::text AS provider_serial, NULL::text AS closed_by
                        """)
                .bind(0, worker)
                .bind(1, LEASE_SECONDS)
                .bind(2, now)
                .bind(3, limit)
                .map(row -> PaymentRows.payment(row, List.of()))
                .all();
    }

    @Override
    public Mono<Void> askAgain(String area, UUID paymentId, UUID worker, Instant nextAskAt) {
        return database.sql("""
                        UPDATE payment_payment SET next_ask_at = $4, claimed_by = NULL, claimed_until = NULL
                        WHERE area = $1 AND payment_id = $2 AND claimed_by = $3
                        """)
                .bind(0, area)
                .bind(1, paymentId)
                .bind(2, worker)
                .bind(3, nextAskAt)
                .then();
    }

    @Override
    public Mono<List<Overpaid.Held>> held(String area, List<UUID> contractIds) {
        return database.sql(MEMBERS + """
                        , paid AS (
                            SELECT m.chain, p.contract_id, p.payer, p.payment_id, p.provider, r.amount_fen, r.recorded_at,
                                r.entry_id
                            FROM member m
                            JOIN payment_payment p ON p.area = $1 AND p.contract_id = m.contract_id
                                AND p.contract_id = ANY (ARRAY(SELECT contract_id FROM member))
                            JOIN payment_receipt r ON r.area = p.area AND r.payment_id = p.payment_id
                        )
                        SELECT paid.*, coalesce(b.refunds, 0) AS refunds, coalesce(b.back_fen, 0) AS back_fen,
                            coalesce(o.owed_fen, 0) AS owed_fen
                        FROM paid
                        LEFT JOIN (SELECT payment_id, count(*)::int AS refunds, sum(amount_fen)::bigint AS back_fen
                            FROM payment_refund WHERE area = $1 AND payment_id = ANY (ARRAY(SELECT payment_id FROM paid))
                            GROUP BY payment_id) b ON b.payment_id = paid.payment_id
                        LEFT JOIN (SELECT m.chain, l.payer, sum(l.amount_fen)::bigint AS owed_fen
                            FROM member m JOIN fee_line l ON l.area = $1 AND l.contract_id = m.contract_id
                            WHERE l.contract_id = ANY (ARRAY(SELECT contract_id FROM member WHERE chain IN (SELECT chain FROM paid)))
                            GROUP BY m.chain, l.payer) o ON o.chain = paid.chain AND o.payer = paid.payer
                        ORDER BY paid.chain, paid.payer, paid.recorded_at DESC, paid.entry_id DESC
                        """)
                .bind(0, area)
                .bind(1, contractIds.toArray(UUID[]::new))
                .map(row -> new Overpaid.Held(
                        Columns.get(row, "payment_id", UUID.class),
                        Columns.get(row, "contract_id", UUID.class),
                        Columns.get(row, "chain", UUID.class),
                        SharePayer.of(Columns.text(row, "payer")),
                        Columns.text(row, "provider"),
                        PaymentRows.money(row, "amount_fen"),
                        PaymentRows.money(row, "owed_fen"),
                        Columns.get(row, "refunds", Integer.class),
                        PaymentRows.money(row, "back_fen")))
                .all()
                .collectList();
    }
}
