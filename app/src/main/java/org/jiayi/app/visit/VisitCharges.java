package org.jiayi.app.visit;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What is charged to payees for visits of their residents, as it was known at a moment. PostgreSQL sums the visits in one pass;
 * what is charged of each class is rounded here, once.
 */
@Component
public class VisitCharges {

    private final DatabaseClient database;
    private final Policies policies;
    private final VisitsPolicyKind kind;
    private final PayeeLevels levels;

    VisitCharges(DatabaseClient database, Policies policies, VisitsPolicyKind kind, PayeeLevels levels) {
        this.database = database;
        this.policies = policies;
        this.kind = kind;
        this.levels = levels;
    }

    /**
     * What is asked for.
     *
     * @param days the days of service; to deduct month by month, ask from the year's first month on and deduct the difference to
     *     what was deducted, or the months' roundings add up
     * @param knownAt visits, referrals and contracts that were known at this moment count
     */
    public record Question(String area, InsuranceScheme scheme, Term days, Instant knownAt) {

        /**
         * These months of a year, both included.
         *
         * @param first of the year that is settled: visits before it are nobody's, where a scheme begins in mid-year
         */
        public static Question ofMonths(String area, InsuranceScheme scheme, Month first, Month last, Instant knownAt) {
            return new Question(area, scheme, Term.ofDays(first.firstDay(), last.lastDay()), knownAt);
        }
    }

    /** Visits of one class: how many, what the pooled fund paid for them, and the part of it that is charged. */
    public record ClassTotal(VisitClass visitClass, long visits, Money amount, Fraction weight) {

        /** Amount × weight, HALF_UP to the fen, once for the class. */
        public Money charged() {
            return amount.toFraction().times(weight).halfUpToMoney();
        }
    }

    /**
     * The visits of a payee's residents.
     *
     * @param payee the code of an institution, or the number of a team
     * @param totals one for each class that has visits, in the order of {@link VisitClass}
     */
    public record PayeeVisits(String payee, String institutionCode, List<ClassTotal> totals) {

        public PayeeVisits {
            totals = List.copyOf(totals);
        }

        /** What the fund paid for visits at the payee itself. */
        public Money own() {
            return Money.sum(totals.stream()
                    .filter(total -> total.visitClass() == VisitClass.OWN)
                    .map(ClassTotal::amount)
                    .toList());
        }

        /** How many visits were at the payee itself. */
        public long ownVisits() {
            return totals.stream()
                    .filter(total -> total.visitClass() == VisitClass.OWN)
                    .mapToLong(ClassTotal::visits)
                    .sum();
        }

        /** The visits at others, class by class. */
        public List<VisitsElsewhere> elsewhere() {
            return totals.stream()
                    .filter(total -> total.visitClass() != VisitClass.OWN)
                    .map(total -> new VisitsElsewhere(total.visitClass(), total.amount(), total.weight()))
                    .toList();
        }

        /** What is charged for visits at others, before any ceiling. */
        public Money charged() {
            return Money.sum(elsewhere().stream().map(VisitsElsewhere::charged).toList());
        }
    }

    /**
     * The answer.
     *
     * @param policy in force on the last of the days; it holds for all of them
     * @param payees by payee; those without visits are absent
     */
    public record Charges(Policy policy, VisitsPolicy rules, List<PayeeVisits> payees) {

        /** What may be charged to a payee with that entitlement at most: no more than the policy's ceiling. */
        public Money capped(Money charged, Money entitlement) {
            return rules.ceiling()
                    .map(share -> Money.lesserOf(
                            charged, entitlement.toFraction().times(share).halfUpToMoney()))
                    .orElse(charged);
        }
    }

    /** The policy of a scheme on a day; empty where there is none. */
    public Mono<VisitsPolicy> findPolicy(String area, InsuranceScheme scheme, LocalDate on) {
        return policies.findInForce(area, VisitsPolicy.KIND, scheme.code(), on).map(kind::read);
    }

    /**
     * Sums up the visits; stamps are taken as they are, see {@link Restamping}. Refused where no policy of visits elsewhere is in
     * force on the last day.
     */
    public Mono<Charges> of(Question question) {
        return levels.on(question.area(), question.scheme(), question.days().lastDay())
                .flatMap(level -> of(question, level));
    }

    Mono<Charges> of(Question question, PayeeLevel level) {
        return policies.findInForce(
                        question.area(),
                        VisitsPolicy.KIND,
                        question.scheme().code(),
                        question.days().lastDay())
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NO_VISITS_POLICY)))
                .flatMap(policy -> {
                    VisitsPolicy rules = kind.read(policy);
                    return sums(question, rules, level).map(sums -> new Charges(policy, rules, byPayee(sums, rules)));
                });
    }

    /** The sum of a payee and class. */
    private record Sum(String payee, String institutionCode, String visitClass, long visits, long amountFen) {}

    /**
     * Visits of a whole area are hashed: a loop over them would take twenty times as long (DESIGN §7), and to sort them all into a
     * few dozen groups, half as long again.
     */
    private Mono<List<Sum>> sums(Question question, VisitsPolicy rules, PayeeLevel level) {
        return loopsAndSorts("off")
                .then(Mono.defer(() -> ClassedVisits.bind(
                                database.sql(sql(level)), question.area(), question.knownAt(), rules, level)
                        .bind(6, question.scheme().code())
                        .bind(7, question.days().from())
                        .bind(8, question.days().until())
                        .mapProperties(Sum.class)
                        .all()
                        .collectList()))
                .flatMap(sums -> loopsAndSorts("on").thenReturn(sums));
    }

    private Mono<Void> loopsAndSorts(String allowed) {
        return database.sql("SELECT set_config('enable_nestloop', $1, true), set_config('enable_sort', $1, true),"
                        + " set_config('statement_timeout', '30min', true)")
                .bind(0, allowed)
                .then();
    }

    static String sql(PayeeLevel level) {
        String payee = level == PayeeLevel.TEAM ? "payee_team" : "payee_institution";
        return "SELECT " + payee + " AS payee, payee_institution AS institution_code, visit_class, count(*) AS visits,"
                + " sum(pooled_fund_fen)::bigint AS amount_fen FROM ("
                + ClassedVisits.SELECT
                + " AND v.visited_on >= $8 AND v.visited_on < $9) AS classed"
                + " WHERE scheme = $7 AND contract_id IS NOT NULL"
                + " GROUP BY " + payee + ", payee_institution, visit_class";
    }

    private static List<PayeeVisits> byPayee(List<Sum> sums, VisitsPolicy rules) {
        Map<String, List<Sum>> byPayee = new TreeMap<>();
        sums.forEach(sum ->
                byPayee.computeIfAbsent(sum.payee(), payee -> new ArrayList<>()).add(sum));
        List<PayeeVisits> payees = new ArrayList<>();
        byPayee.forEach((payee, ofPayee) ->
                payees.add(new PayeeVisits(payee, ofPayee.get(0).institutionCode(), totals(ofPayee, rules))));
        return List.copyOf(payees);
    }

    private static List<ClassTotal> totals(List<Sum> sums, VisitsPolicy rules) {
        List<ClassTotal> totals = new ArrayList<>();
        for (VisitClass visitClass : VisitClass.values()) {
            List<Sum> ofClass = sums.stream()
                    .filter(sum -> sum.visitClass().equals(visitClass.code()))
                    .toList();
            if (!ofClass.isEmpty()) {
                totals.add(new ClassTotal(
                        visitClass,
                        ofClass.stream().mapToLong(Sum::visits).sum(),
                        Money.ofFen(ofClass.stream().mapToLong(Sum::amountFen).reduce(0, Math::addExact)),
                        rules.weight(visitClass)));
            }
        }
        return totals;
    }
}
