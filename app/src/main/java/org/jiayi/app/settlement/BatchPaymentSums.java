package org.jiayi.app.settlement;

import java.util.Set;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.ledger.Subledger;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** What the bank has paid of orders, and what of it was taken back. A refusal of the bank moves nothing. */
@Component
class BatchPaymentSums implements Subledger {

    private final DatabaseClient database;

    BatchPaymentSums(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Set<String> reasons() {
        return Set.of(PaymentOrders.REASON, PaymentReversals.REASON);
    }

    /** A team keeps its account whichever institution it works under, and all funds but an institution's pay out of one purse. */
    @Override
    public Flux<Sum> sums(String area) {
        return database.sql("""
                        SELECT o.payee, o.payee = o.institution_code AS itself,
                            CASE WHEN o.fund ~ '^H[0-9]{11}$' THEN o.fund ELSE '' END AS fund, r.payment_id IS NOT NULL AS mirrored,
                            count(*) AS records, sum(p.amount_fen)::bigint AS amount_fen
                        FROM settlement_payment p
                        JOIN settlement_payment_order o ON o.area = p.area AND o.order_id = p.order_id
                        CROSS JOIN (VALUES (false), (true)) AS way (back)
                        LEFT JOIN settlement_payment_reversal r ON way.back AND r.area = p.area AND r.payment_id = p.payment_id
                        WHERE p.area = $1 AND p.outcome = 'paid' AND way.back = (r.payment_id IS NOT NULL)
                        GROUP BY 1, 2, 3, 4
                        """)
                .bind(0, area)
                .map(row -> {
                    boolean mirrored = Columns.get(row, "mirrored", Boolean.class);
                    String payable = PaymentOrders.payable(
                                    Columns.text(row, "payee"), Columns.get(row, "itself", Boolean.class))
                            .name();
                    String purse = new Fund(Columns.text(row, "fund")).purse().name();
                    return new Sum(
                            mirrored ? PaymentReversals.REASON : PaymentOrders.REASON,
                            mirrored ? purse : payable,
                            mirrored ? payable : purse,
                            Columns.get(row, "records", Long.class),
                            Money.ofFen(Columns.get(row, "amount_fen", Long.class)));
                })
                .all();
    }
}
