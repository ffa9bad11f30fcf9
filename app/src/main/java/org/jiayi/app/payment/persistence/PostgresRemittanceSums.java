package org.jiayi.app.payment.persistence;

import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jiayi.app.database.Columns;
import org.jiayi.app.ledger.Account;
import org.jiayi.app.ledger.Subledger;
import org.jiayi.app.payment.Remittances;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** What providers have sent to the treasury, what they kept for themselves, and what of both was booked by mistake. */
@Component
class PostgresRemittanceSums implements Subledger {

    private final DatabaseClient database;

    PostgresRemittanceSums(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Set<String> reasons() {
        return Set.of(
                Remittances.REMITTANCE,
                Remittances.CHARGE,
                Remittances.REMITTANCE + Remittances.REVERSAL,
                Remittances.CHARGE + Remittances.REVERSAL);
    }

    @Override
    public Flux<Sum> sums(String area) {
        return database.sql("""
                        SELECT provider, false AS mirrored, count(*) AS records, sum(amount_fen)::bigint AS amount_fen,
                            count(*) FILTER (WHERE charge_fen > 0) AS charges, sum(charge_fen)::bigint AS charge_fen
                        FROM payment_remittance WHERE area = $1 GROUP BY provider
                        UNION ALL
                        SELECT m.provider, true, count(*), sum(m.amount_fen)::bigint,
                            count(*) FILTER (WHERE m.charge_fen > 0), sum(m.charge_fen)::bigint
                        FROM payment_remittance_reversal v
                        JOIN payment_remittance m ON m.area = v.area AND m.remittance_id = v.remittance_id
                        WHERE v.area = $1 GROUP BY m.provider
                        """)
                .bind(0, area)
                .map(PostgresRemittanceSums::both)
                .all()
                .flatMapIterable(sums -> sums)
                .filter(sum -> sum.records() > 0);
    }

    private static List<Sum> both(Readable row) {
        String provider = Columns.text(row, "provider");
        String held = Account.clearing(provider).name();
        Sum arrived = new Sum(
                Remittances.REMITTANCE,
                Account.clearing("treasury").name(),
                held,
                Columns.get(row, "records", Long.class),
                PaymentRows.money(row, "amount_fen"));
        Sum kept = new Sum(
                Remittances.CHARGE,
                Account.charges(provider).name(),
                held,
                Columns.get(row, "charges", Long.class),
                PaymentRows.money(row, "charge_fen"));
        return Columns.get(row, "mirrored", Boolean.class)
                ? Stream.of(arrived, kept).map(PostgresRemittanceSums::mirror).toList()
                : List.of(arrived, kept);
    }

    private static Sum mirror(Sum sum) {
        return new Sum(
                sum.reason() + Remittances.REVERSAL,
                sum.creditAccount(),
                sum.debitAccount(),
                sum.records(),
                sum.amount());
    }
}
