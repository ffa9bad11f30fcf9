package org.jiayi.app.fee;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.ledger.Book;
import org.jiayi.app.ledger.Transfer;
import org.jiayi.app.resident.EconomicCategory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Brings the fees that are still as they were charged, and whole, to the tier of a score: Java works out the difference for
 * each price and economic category, one statement writes the lines of all contracts of a team.
 */
@Component
class PlainAssessment {

    /** Of the team's contracts by the policy, what their lines come to, and whether that is the whole charge of a price. */
    private static final String STATE = """
            WITH line AS (
                SELECT l.contract_id, l.institution_code, l.reason, l.amount_fen, l.price, l.economic_category
                FROM contract_version h
                JOIN fee_line l ON l.area = $1 AND l.contract_id = h.contract_id AND l.policy_id = $3
                WHERE h.area = $1 AND h.team_number = $2 AND upper_inf(h.known)
            ), state AS (
                SELECT contract_id, min(institution_code) AS institution_code, min(price) AS price,
                    min(economic_category) AS economic_category, sum(amount_fen) AS borne_fen,
                    bool_and(reason = 'contract_fee' AND price IS NOT NULL) AS charged_only
                FROM line GROUP BY contract_id
            ), base AS (
                SELECT * FROM unnest($4::int[], $5::text[], $6::bigint[]) AS row (price, economic_category, base_fen)
            )
            """;

    private final DatabaseClient database;

    PlainAssessment(DatabaseClient database) {
        this.database = database;
    }

    /** The whole charge of a price for a category, and what each payer bears more in the tier of the score. */
    private record Charge(int price, EconomicCategory category, int tier, Money charged, TierDifference difference) {}

    /** One payer's difference by one price for one category. */
    private record Difference(int price, String category, int tier, String payer, long fen) {}

    /**
     * What was written.
     *
     * @param transfers what the lines add up to
     */
    record Written(long contracts, Money amount, List<Transfer> transfers) {}

    private static List<Charge> bases(FeePolicy policy, Fraction score) {
        List<Charge> bases = new ArrayList<>();
        for (int price = 0; price < policy.fees().size(); price++) {
            PackageFee fee = policy.fees().get(price);
            int tier = fee.tiers().tierOf(score);
            for (EconomicCategory category : EconomicCategory.values()) {
                FeeSplit charged = fee.split(PackageFee.LOWEST_TIER, Set.of(category));
                bases.add(new Charge(
                        price,
                        category,
                        tier,
                        charged.total(),
                        TierDifference.of(fee, category, PackageFee.LOWEST_TIER, tier, charged)));
            }
        }
        return bases;
    }

    /** The other contracts of the team by the policy: something happened to their fee since it was charged. */
    Mono<List<UUID>> others(AssessFees.Unit unit, FeePolicy policy) {
        return bound(STATE + """
                        SELECT s.contract_id FROM state s
                        LEFT JOIN base b USING (price, economic_category)
                        WHERE (s.charged_only AND s.borne_fen = b.base_fen) IS NOT TRUE
                        ORDER BY s.contract_id
                        """, unit, bases(policy, Fraction.parse(unit.score())))
                .mapValue(UUID.class)
                .all()
                .collectList();
    }

    private DatabaseClient.GenericExecuteSpec bound(String sql, AssessFees.Unit unit, List<Charge> bases) {
        return database.sql(sql)
                .bind(0, unit.area())
                .bind(1, unit.teamNumber())
                .bind(2, unit.policyId())
                .bind(3, Columns.array(bases, Integer[]::new, Charge::price))
                .bind(
                        4,
                        Columns.array(
                                bases, String[]::new, base -> base.category().code()))
                .bind(
                        5,
                        Columns.array(bases, Long[]::new, base -> base.charged().fen()));
    }

    /** What a payer's lines for an institution add up to, those for more and those for less apart. */
    private record Total(String payer, String institutionCode, long amountFen, long contracts) {}

    /** Writes the lines, booked on that day; the transfers are still to be posted. */
    Mono<Written> write(Book book, AssessFees.Unit unit, FeePolicy policy, LocalDate today) {
        List<Charge> bases = bases(policy, Fraction.parse(unit.score()));
        List<Difference> differences = bases.stream()
                .flatMap(base -> base.difference().byPayer().entrySet().stream()
                        .map(payer -> new Difference(
                                base.price(),
                                base.category().code(),
                                base.tier(),
                                payer.getKey().code(),
                                payer.getValue().fen())))
                .toList();
        if (differences.isEmpty()) {
            return Mono.just(new Written(0, Money.ZERO, List.of()));
        }
        return totals(book, unit, bases, differences, today)
                .collectList()
                .map(totals -> new Written(
                        totals.stream().mapToLong(Total::contracts).findFirst().orElse(0),
                        Money.sum(totals.stream()
                                .map(total -> Money.ofFen(total.amountFen()))
                                .toList()),
                        totals.stream()
                                .map(total -> transfer(total, unit.entryId(), today))
                                .toList()));
    }

    private Flux<Total> totals(
            Book book, AssessFees.Unit unit, List<Charge> bases, List<Difference> differences, LocalDate today) {
        return bound(STATE + """
                        , difference AS (
                            SELECT * FROM unnest($7::int[], $8::text[], $9::int[], $10::text[], $11::bigint[])
                                AS row (price, economic_category, tier, payer, amount_fen)
                        ), assessed AS MATERIALIZED (
                            SELECT s.contract_id, s.institution_code, s.price, s.economic_category, d.tier, d.payer, d.amount_fen
                            FROM state s
                            JOIN base b USING (price, economic_category)
                            JOIN difference d USING (price, economic_category)
                            WHERE s.charged_only AND s.borne_fen = b.base_fen
                        ), written AS (
                            INSERT INTO fee_line (area, contract_id, entry_id, payer, policy_id, institution_code, amount_fen,
                                reason, month, price, economic_category, tier)
                            SELECT $1, contract_id, $12, payer, $3, institution_code, amount_fen, 'assessed', $13, price,
                                economic_category, tier
                            FROM assessed
                        )
                        SELECT payer, institution_code, sum(amount_fen)::bigint AS amount_fen,
                            (SELECT count(DISTINCT contract_id) FROM assessed) AS contracts
                        FROM assessed GROUP BY payer, institution_code, sign(amount_fen)
                        ORDER BY institution_code, payer, 3
                        """, unit, bases)
                .bind(6, Columns.array(differences, Integer[]::new, Difference::price))
                .bind(7, Columns.array(differences, String[]::new, Difference::category))
                .bind(8, Columns.array(differences, Integer[]::new, Difference::tier))
                .bind(9, Columns.array(differences, String[]::new, Difference::payer))
                .bind(10, Columns.array(differences, Long[]::new, Difference::fen))
                .bind(11, unit.entryId())
                .bind(12, book.monthOf(today).firstDay())
                .mapProperties(Total.class)
                .all();
    }

    private static Transfer transfer(Total total, UUID entryId, LocalDate today) {
        Money amount = Money.ofFen(total.amountFen());
        return FeeLines.transfer(
                FeeLineReason.ASSESSED,
                Payer.of(total.payer()),
                total.institutionCode(),
                amount,
                String.join(
                        ":",
                        "assessed",
                        entryId.toString(),
                        "charged",
                        total.payer(),
                        total.institutionCode(),
                        amount.isNegative() ? "back" : "on"),
                today);
    }
}
