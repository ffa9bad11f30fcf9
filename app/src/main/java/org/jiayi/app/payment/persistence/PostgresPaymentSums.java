package org.jiayi.app.payment.persistence;

import io.r2dbc.spi.Readable;
import java.util.Set;
import java.util.function.Function;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.ledger.Account;
import org.jiayi.app.ledger.Subledger;
import org.jiayi.app.payment.BankRefundReversals;
import org.jiayi.app.payment.SharePayer;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** Payments that came, refunds that were decided, those that have gone back, and what of that was a mistake. */
@Component
class PostgresPaymentSums implements Subledger {

    private static final String CAME = "payment";
    private static final String DECIDED = "payment_refund";
    private static final String GONE_BACK = "payment_refunded";

    private final DatabaseClient database;

    PostgresPaymentSums(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Set<String> reasons() {
        return Set.of(CAME, DECIDED, GONE_BACK, BankRefundReversals.REASON);
    }

    @Override
    public Flux<Sum> sums(String area) {
        return Flux.concat(
                sums(
                        area,
                        CAME,
                        """
                        SELECT p.payer, r.provider AS holder, count(*) AS records, sum(r.amount_fen)::bigint AS amount_fen
                        FROM payment_receipt r JOIN payment_payment p ON p.area = r.area AND p.payment_id = r.payment_id
                        WHERE r.area = $1 GROUP BY p.payer, r.provider
                        """,
                        row -> clearing(row).name(),
                        row -> payer(row).charged().name()),
                sums(
                        area,
                        DECIDED,
                        """
                        SELECT payer, count(*) AS records, sum(amount_fen)::bigint AS amount_fen
                        FROM payment_refund WHERE area = $1 GROUP BY payer
                        """,
                        row -> payer(row).charged().name(),
                        row -> payer(row).refunds().name()),
                sums(
                        area,
                        GONE_BACK,
                        """
                        SELECT payer, provider AS holder, count(*) AS records, sum(amount_fen)::bigint AS amount_fen
                        FROM payment_refund r
                        WHERE area = $1 AND status = 'confirmed' AND NOT EXISTS (SELECT FROM payment_bank_refund b
                            WHERE b.area = $1 AND b.refund_id = r.refund_id AND NOT b.reversed)
                        GROUP BY payer, provider
                        UNION ALL
                        SELECT r.payer, 'treasury', count(*), sum(r.amount_fen)::bigint
                        FROM payment_bank_refund b JOIN payment_refund r ON r.area = b.area AND r.refund_id = b.refund_id
                        WHERE b.area = $1 GROUP BY r.payer
                        """,
                        row -> payer(row).refunds().name(),
                        row -> clearing(row).name()),
                sums(
                        area,
                        BankRefundReversals.REASON,
                        """
                        SELECT r.payer, 'treasury' AS holder, count(*) AS records, sum(r.amount_fen)::bigint AS amount_fen
                        FROM payment_bank_refund_reversal v JOIN payment_refund r ON r.area = v.area AND r.refund_id = v.refund_id
                        WHERE v.area = $1 GROUP BY r.payer
                        """,
                        row -> clearing(row).name(),
                        row -> payer(row).refunds().name()));
    }

    private Flux<Sum> sums(
            String area,
            String reason,
            String sql,
            Function<Readable, String> debit,
            Function<Readable, String> credit) {
        return database.sql(sql)
                .bind(0, area)
                .map(row -> new Sum(
                        reason,
                        debit.apply(row),
                        credit.apply(row),
                        Columns.get(row, "records", Long.class),
                        Money.ofFen(Columns.get(row, "amount_fen", Long.class))))
                .all();
    }

    private static SharePayer payer(Readable row) {
        return SharePayer.of(Columns.text(row, "payer"));
    }

    private static Account clearing(Readable row) {
        return Account.clearing(Columns.text(row, "holder"));
    }
}
