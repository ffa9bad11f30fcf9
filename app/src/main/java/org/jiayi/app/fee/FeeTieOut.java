package org.jiayi.app.fee;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** 总分核对: whether the lines of contracts and the transfers of the ledger say the same, to the fen. */
@Component
public class FeeTieOut {

    private final DatabaseClient database;

    FeeTieOut(DatabaseClient database) {
        this.database = database;
    }

    /**
     * What a payer bears for an institution by the lines, and by the ledger. Transfers for fees between accounts of which no
     * line knows stand under the names of their accounts.
     */
    public record Row(String payer, String institutionCode, Money lines, Money ledger) {

        public boolean ties() {
            return lines.equals(ledger);
        }
    }

    /** Two accounts, from and to. */
    private record Pair(String debit, String credit) {}

    /** By payer and institution, of one month or of all. */
    public Mono<List<Row>> rows(String area, Optional<Month> month) {
        return lines(area, month).flatMap(lines -> transfers(area, month).map(pairs -> compared(lines, pairs)));
    }

    private Mono<List<Row>> lines(String area, Optional<Month> month) {
        return database.sql("""
                        SELECT payer, institution_code, sum(amount_fen)::bigint AS amount_fen FROM fee_line
                        WHERE area = $1 AND ($2::date IS NULL OR month = $2)
                        GROUP BY payer, institution_code ORDER BY institution_code, payer
                        """)
                .bind(0, area)
                .bind(1, Columns.orNull(month.map(Month::firstDay), LocalDate.class))
                .map(row -> new Row(
                        Columns.text(row, "payer"),
                        Columns.text(row, "institution_code"),
                        Money.ofFen(Columns.get(row, "amount_fen", Long.class)),
                        Money.ZERO))
                .all()
                .collectList();
    }

    private Mono<Map<Pair, Money>> transfers(String area, Optional<Month> month) {
        return database.sql("""
                        SELECT debit_account, credit_account, sum(amount_fen)::bigint AS amount_fen FROM ledger_transfer
                        WHERE area = $1 AND ($2::date IS NULL OR month = $2) AND reason = ANY ($3)
                        GROUP BY debit_account, credit_account
                        """)
                .bind(0, area)
                .bind(1, Columns.orNull(month.map(Month::firstDay), LocalDate.class))
                .bind(
                        2,
                        Arrays.stream(FeeLineReason.values())
                                .map(FeeLineReason::code)
                                .toArray(String[]::new))
                .map(row -> Map.entry(
                        new Pair(Columns.text(row, "debit_account"), Columns.text(row, "credit_account")),
                        Money.ofFen(Columns.get(row, "amount_fen", Long.class))))
                .all()
                .collect(HashMap::new, (all, pair) -> all.put(pair.getKey(), pair.getValue()));
    }

    private static List<Row> compared(List<Row> lines, Map<Pair, Money> pairs) {
        Map<Pair, Money> left = new HashMap<>(pairs);
        List<Row> rows = new ArrayList<>();
        for (Row line : lines) {
            String charged = FeeAccounts.debit(Payer.of(line.payer()), line.institutionCode())
                    .name();
            String received = FeeAccounts.credit(Payer.of(line.payer()), line.institutionCode())
                    .name();
            Money on = Optional.ofNullable(left.remove(new Pair(charged, received)))
                    .orElse(Money.ZERO);
            Money back = Optional.ofNullable(left.remove(new Pair(received, charged)))
                    .orElse(Money.ZERO);
            rows.add(new Row(line.payer(), line.institutionCode(), line.lines(), on.minus(back)));
        }
        left.forEach((pair, amount) -> rows.add(new Row(pair.debit(), pair.credit(), Money.ZERO, amount)));
        return rows;
    }
}
