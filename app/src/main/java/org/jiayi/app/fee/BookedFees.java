package org.jiayi.app.fee;

import io.r2dbc.spi.Readable;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.policy.Policy;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What one payer bears of fees by the lines that are booked in one month; of a closed month it never changes. */
@Component
public class BookedFees {

    private final DatabaseClient database;
    private final Policies policies;
    private final FeePolicyKind documents;

    BookedFees(DatabaseClient database, Policies policies, FeePolicyKind documents) {
        this.database = database;
        this.policies = policies;
        this.documents = documents;
    }

    /**
     * Lines that are there for the same reason and, where they are charged, by the same price.
     *
     * @param rule how the price fixes what the payer bears, in Chinese; empty for what is not charged by a price
     * @param least and most: of one line
     * @param contractId one of the contracts
     */
    public record Group(
            Policy policy,
            FeeLineReason reason,
            Optional<String> rule,
            long lines,
            Money least,
            Money most,
            Money amount,
            UUID contractId) {}

    private record Row(
            UUID policyId,
            FeeLineReason reason,
            Optional<Integer> price,
            long lines,
            Money least,
            Money most,
            Money amount,
            UUID contractId) {}

    /** An institution's lines of the payer and month, by policy, reason and price. */
    public Flux<Group> groups(String area, Payer payer, Month month, String institutionCode) {
        return database.sql("""
                        SELECT policy_id, reason, CASE reason WHEN 'contract_fee' THEN price END AS price, count(*) AS lines,
                            min(amount_fen) AS least_fen, max(amount_fen) AS most_fen, sum(amount_fen)::bigint AS amount_fen,
                            (array_agg(contract_id ORDER BY contract_id))[1] AS contract_id
                        FROM fee_line WHERE area = $1 AND payer = $2 AND month = $3 AND institution_code = $4
                        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
                        """)
                .bind(0, area)
                .bind(1, payer.code())
                .bind(2, month.firstDay())
                .bind(3, institutionCode)
                .map(BookedFees::row)
                .all()
                .collectList()
                .flatMapIterable(rows -> rows)
                .concatMap(row -> group(area, payer, row));
    }

    private static Row row(Readable row) {
        return new Row(
                Columns.get(row, "policy_id", UUID.class),
                FeeLineReason.of(Columns.text(row, "reason")),
                Columns.find(row, "price", Integer.class),
                Columns.get(row, "lines", Long.class),
                money(row, "least_fen"),
                money(row, "most_fen"),
                money(row, "amount_fen"),
                Columns.get(row, "contract_id", UUID.class));
    }

    private static Money money(Readable row, String column) {
        return Money.ofFen(Columns.get(row, column, Long.class));
    }

    private Mono<Group> group(String area, Payer payer, Row row) {
        return policies.get(area, row.policyId())
                .map(policy -> new Group(
                        policy,
                        row.reason(),
                        row.price().map(price -> rule(policy, price, payer)),
                        row.lines(),
                        row.least(),
                        row.most(),
                        row.amount(),
                        row.contractId()));
    }

    private String rule(Policy policy, int price, Payer payer) {
        String packageName =
                documents.read(policy).fees().get(price).servicePackage().label();
        return packageName + "，" + payer.label()
                + FeeExplanation.rule(documents.document(policy).packageFee(price), payer);
    }
}
