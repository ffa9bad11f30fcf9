package org.jiayi.app.fee;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.policy.Policy;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The contract-fee income of teams: what the lines of their contracts come to, without what the institution lets off. */
@Component
public class FeeIncome {

    /** A team's lines of some months, without what the institution lets off. */
    private static final String LINES = """
            FROM contract_version c
            JOIN fee_line l ON l.area = $1 AND l.contract_id = c.contract_id
                AND l.month >= $3 AND l.month < $4 AND l.payer <> $5
            WHERE c.area = $1 AND c.team_number = $2 AND c.version = 1""";

    private final DatabaseClient database;
    private final Policies policies;
    private final FeePolicyKind documents;

    FeeIncome(DatabaseClient database, Policies policies, FeePolicyKind documents) {
        this.database = database;
        this.policies = policies;
        this.documents = documents;
    }

    private record Sum(UUID policyId, Money amount) {}

    /**
     * Income under a policy, which says the staff's share.
     *
     * @param staffIncome whether it may be distributed before it has arrived
     */
    public record Source(Policy policy, StaffDistribution.Income income, StaffIncome staffIncome) {}

    /** What a fund bears of one month. */
    public record FundMonth(Payer payer, Month month) {}

    /** The payers and months of a team's income under those policies up to that month; where they bear nothing, nothing is to arrive. */
    public Flux<FundMonth> payersOf(String area, String teamNumber, Month through, List<UUID> policyIds) {
        return database.sql("SELECT DISTINCT l.payer, l.month " + LINES
                        + " AND l.policy_id = ANY ($6) AND l.amount_fen <> 0 ORDER BY 2, 1")
                .bind(0, area)
                .bind(1, teamNumber)
                .bind(2, LocalDate.EPOCH)
                .bind(3, through.next().firstDay())
                .bind(4, Payer.INSTITUTION_LET_OFF.code())
                .bind(5, policyIds.toArray(UUID[]::new))
                .map(row -> new FundMonth(
                        Payer.of(Columns.text(row, "payer")),
                        Month.containing(Columns.get(row, "month", LocalDate.class))))
                .all();
    }

    /**
     * A team's income that is booked in those months, by policy; less what went back and what is taken off, so it may be negative. Of
     * closed months it never changes.
     *
     * @param months from the first day of a month to the first day of another
     * @param off what is taken off, by policy
     */
    public Mono<List<Source>> ofTeam(String area, String teamNumber, Term months, Map<UUID, Money> off) {
        return database.sql("SELECT l.policy_id, sum(l.amount_fen)::bigint AS amount_fen " + LINES
                        + " GROUP BY l.policy_id ORDER BY l.policy_id")
                .bind(0, area)
                .bind(1, teamNumber)
                .bind(2, months.from())
                .bind(3, months.lastDay().plusDays(1))
                .bind(4, Payer.INSTITUTION_LET_OFF.code())
                .map(row -> new Sum(
                        Columns.get(row, "policy_id", UUID.class),
                        Money.ofFen(Columns.get(row, "amount_fen", Long.class))))
                .all()
                .collectList()
                .flatMapIterable(sums -> less(sums, off))
                .concatMap(sum -> policies.get(area, sum.policyId()).map(policy -> source(policy, sum.amount())))
                .collectList();
    }

    private static List<Sum> less(List<Sum> sums, Map<UUID, Money> off) {
        Map<UUID, Money> byPolicy = new TreeMap<>();
        sums.forEach(sum -> byPolicy.put(sum.policyId(), sum.amount()));
        off.forEach((policy, amount) -> byPolicy.merge(policy, amount.negated(), Money::plus));
        return byPolicy.entrySet().stream()
                .map(sum -> new Sum(sum.getKey(), sum.getValue()))
                .toList();
    }

    /** What the lines of a team come to under a policy, of one payer and month. */
    public record OfTeam(String teamNumber, UUID policyId, Money amount) {}

    /** What an institution's lines of a payer and month come to, by team and policy. */
    public Flux<OfTeam> ofInstitution(String area, String institutionCode, Payer payer, Month month) {
        return database.sql("""
                        SELECT c.team_number, l.policy_id, sum(l.amount_fen)::bigint AS amount_fen
                        FROM fee_line l
                        JOIN contract_version c ON c.area = l.area AND c.contract_id = l.contract_id AND c.version = 1
                        WHERE l.area = $1 AND l.institution_code = $2 AND l.payer = $3 AND l.month = $4
                        GROUP BY c.team_number, l.policy_id ORDER BY c.team_number, l.policy_id
                        """)
                .bind(0, area)
                .bind(1, institutionCode)
                .bind(2, payer.code())
                .bind(3, month.firstDay())
                .map(row -> new OfTeam(
                        Columns.text(row, "team_number"),
                        Columns.get(row, "policy_id", UUID.class),
                        Money.ofFen(Columns.get(row, "amount_fen", Long.class))))
                .all();
    }

    private Source source(Policy policy, Money amount) {
        FeePolicy fees = documents.read(policy);
        return new Source(policy, new StaffDistribution.Income(amount, fees.staffShare()), fees.staffIncome());
    }
}
