package org.jiayi.app.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.money.Money;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** 资金核对: whether the ledger says of the money that has moved what those say who keep its details. */
@Component
public class TieOuts {

    private final List<Subledger> subledgers;
    private final DatabaseClient database;
    private final ShieldedTransactions transactions;

    TieOuts(List<Subledger> subledgers, DatabaseClient database, ShieldedTransactions transactions) {
        this.subledgers = List.copyOf(subledgers);
        this.database = database;
        this.transactions = transactions;
    }

    private record Moved(String reason, String debitAccount, String creditAccount) {

        static Moved of(Subledger.Sum sum) {
            return new Moved(sum.reason(), sum.debitAccount(), sum.creditAccount());
        }
    }

    /**
     * What moved for a reason between two accounts.
     *
     * @param records how often by the details, and to what amount
     * @param transfers how often by the ledger, and to what amount
     */
    public record Row(
            String reason,
            String debitAccount,
            String creditAccount,
            long records,
            Money amount,
            long transfers,
            Money ledger) {

        public boolean ties() {
            return records == transfers && amount.equals(ledger);
        }
    }

    /** By reason and accounts, as all of it stands at one moment. */
    public Mono<List<Row>> rows(String area) {
        return transactions.run(() -> database.sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                .then()
                .then(database.sql("SELECT set_config('statement_timeout', '30min', true)")
                        .then())
                .then(Mono.defer(() -> Mono.zip(details(area), ledger(area))))
                .map(both -> compared(both.getT1(), both.getT2())));
    }

    private Mono<Map<Moved, Subledger.Sum>> details(String area) {
        return Flux.fromIterable(subledgers)
                .concatMap(subledger -> subledger.sums(area))
                .collectMap(Moved::of);
    }

    private Mono<Map<Moved, Subledger.Sum>> ledger(String area) {
        return database.sql("""
                        SELECT reason, debit_account, credit_account, count(*) AS records, sum(amount_fen)::bigint AS amount_fen
                        FROM ledger_transfer WHERE area = $1 AND reason = ANY ($2)
                        GROUP BY reason, debit_account, credit_account
                        """)
                .bind(0, area)
                .bind(
                        1,
                        subledgers.stream()
                                .flatMap(subledger -> subledger.reasons().stream())
                                .toArray(String[]::new))
                .map(row -> new Subledger.Sum(
                        Columns.text(row, "reason"),
                        Columns.text(row, "debit_account"),
                        Columns.text(row, "credit_account"),
                        Columns.get(row, "records", Long.class),
                        Money.ofFen(Columns.get(row, "amount_fen", Long.class))))
                .all()
                .collectMap(Moved::of);
    }

    private static List<Row> compared(Map<Moved, Subledger.Sum> details, Map<Moved, Subledger.Sum> ledger) {
        Map<Moved, Subledger.Sum> left = new HashMap<>(ledger);
        List<Row> rows = new ArrayList<>();
        details.forEach((moved, sum) -> rows.add(row(moved, Optional.of(sum), Optional.ofNullable(left.remove(moved)))));
        left.forEach((moved, sum) -> rows.add(row(moved, Optional.empty(), Optional.of(sum))));
        rows.sort(Comparator.comparing(Row::reason)
                .thenComparing(Row::debitAccount)
                .thenComparing(Row::creditAccount));
        return rows;
    }

    private static Row row(Moved moved, Optional<Subledger.Sum> details, Optional<Subledger.Sum> ledger) {
        return new Row(
                moved.reason(),
                moved.debitAccount(),
                moved.creditAccount(),
                details.map(Subledger.Sum::records).orElse(0L),
                details.map(Subledger.Sum::amount).orElse(Money.ZERO),
                ledger.map(Subledger.Sum::records).orElse(0L),
                ledger.map(Subledger.Sum::amount).orElse(Money.ZERO));
    }
}
