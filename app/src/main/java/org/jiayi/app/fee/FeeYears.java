package org.jiayi.app.fee;

import com.github.f4b6a3.uuid.UuidCreator;
import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jiayi.app.contract.FeeChange;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.period.Term;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The further years of contracts that are charged by year: each is charged when it has begun, some contracts in a transaction.
 * What is charged already is told from the lines, so a run that is killed is simply followed by another.
 */
@Component
class FeeYears {

    private static final int CONTRACTS_AT_ONCE_MAX = 500;

    /** Those of the contracts $3 whose next year has begun by $2 and is not charged. */
    private static final String DUE = """
            SELECT c.contract_id, c.resident_id, c.institution_code, c.service_package, y.charged_until, upper(c.term) AS day_after
            FROM (SELECT contract_id, max(upper(covers)) AS charged_until FROM fee_line
                WHERE area = $1 AND covers IS NOT NULL AND contract_id = ANY ($3) GROUP BY contract_id) y
            JOIN contract_version c ON c.area = $1 AND c.contract_id = y.contract_id AND upper_inf(c.known)
                AND c.pay_until IS NULL
            WHERE y.charged_until <= $2 AND y.charged_until < upper(c.term)
            """;

    private final DatabaseClient database;
    private final EndedYears endedYears;
    private final FeeLocks locks;
    private final FeeLines feeLines;
    private final FeeChanges feeChanges;
    private final ChargingPolicies policies;
    private final ShieldedTransactions transactions;

    FeeYears(
            DatabaseClient database,
            EndedYears endedYears,
            FeeLocks locks,
            FeeLines feeLines,
            FeeChanges feeChanges,
            ChargingPolicies policies,
            ShieldedTransactions transactions) {
        this.database = database;
        this.endedYears = endedYears;
        this.locks = locks;
        this.feeLines = feeLines;
        this.feeChanges = feeChanges;
        this.policies = policies;
        this.transactions = transactions;
    }

    /** A price of a policy, for a category. */
    private record Priced(UUID policyId, FeeLine.Priced price) {

        FeeSplit split(Map<UUID, FeePolicy> policies) {
            return price.split(
                    Objects.requireNonNull(policies.get(policyId)).fees().get(price.price()));
        }
    }

    /**
     * A year that is to be charged: from its first day, at most until the contract is over.
     *
     * @param isPriced whether its first day has a price
     */
    private record Due(
            UUID contractId,
            String institutionCode,
            LocalDate from,
            LocalDate dayAfter,
            Priced before,
            Optional<Priced> now,
            boolean isPriced) {}

    /** A year with what it costs. */
    private record Charged(Due due, FeeYear year) {

        private Priced priced() {
            return year.asBefore() ? due.before() : due.now().orElseThrow();
        }
    }

    /**
     * That change as far as it is about the days of one year; empty where it is not: mostly, as all of them were over before.
     *
     * @param first whether it is the first year of the contract: one that began before the day from which it was charged, as it
     *     was paid early, has used those days of it, too
     */
    static Optional<FeeChange> touched(FeeChange change, Optional<Term> covers, boolean first) {
        return covers.isEmpty()
                ? Optional.of(change).filter(whole -> whole.kind() != FeeChange.Kind.RETURN_LATER_YEARS)
                : covers.map(days -> first ? sinceBegun(days, change.term()) : days)
                        .flatMap(days -> days.common(change.term()))
                        .filter(days -> switch (change.kind()) {
                            case RETURN_ALL -> true;
                            case RETURN_LATER_YEARS -> change.lastDay().isBefore(days.from());
                            case REFUND, FOLLOW, REPRICE -> change.lastDay().isBefore(days.lastDay());
                        })
                        .map(days -> change.over(
                                days, change.served() && !days.from().isAfter(change.lastDay())));
    }

    /**
     * The days for which a whole price is charged: the term that was agreed; where the fee is charged by year, the first year of
     * it, however short, or twelve months of a later one.
     *
     * @param covers the days that the fee is for; empty where it is for the whole term
     */
    static Term priced(Term agreed, Optional<Term> covers) {
        LocalDate secondYear = agreed.from().plusYears(1);
        return covers.map(days -> days.from().isBefore(secondYear)
                        ? firstYear(agreed, days.until().isAfter(secondYear) ? days.until() : secondYear)
                        : new Term(days.from(), days.from().plusYears(1)))
                .orElse(agreed);
    }

    private static Term firstYear(Term agreed, LocalDate until) {
        return agreed.until().isBefore(until) ? agreed : new Term(agreed.from(), until);
    }

    private static Term sinceBegun(Term firstYear, Term term) {
        return term.from().isBefore(firstYear.from()) ? new Term(term.from(), firstYear.until()) : firstYear;
    }

    /** Whether the contract's fee is for its first year only, so that the others are charged when they begin. */
    Mono<Boolean> chargedByYear(String area, UUID contractId) {
        return database.sql("""
                        SELECT EXISTS (SELECT FROM fee_line WHERE area = $1 AND contract_id = $2 AND covers IS NOT NULL)
                        """)
                .bind(0, area)
                .bind(1, contractId)
                .mapValue(Boolean.class)
                .one();
    }

    /** Charges all years that have begun by that day and are not charged. */
    Mono<Void> charge(String area, LocalDate today, String recordedBy) {
        return endedYears
                .candidates(area, today)
                .concatMap(candidates -> chargeAmong(area, today, candidates, recordedBy))
                .then();
    }

    /** Charges what is due of them: of each contract one year, again and again until none is left. */
    private Mono<Void> chargeAmong(String area, LocalDate today, List<UUID> candidates, String recordedBy) {
        return database.sql(DUE + " ORDER BY contract_id")
                .bind(0, area)
                .bind(1, today)
                .bind(2, candidates.toArray(UUID[]::new))
                .map(row -> Columns.get(row, "contract_id", UUID.class))
                .all()
                .collectList()
                .flatMapIterable(ids -> ids)
                .buffer(CONTRACTS_AT_ONCE_MAX)
                .concatMap(ids -> transactions.run(() -> chargeNext(area, today, ids, recordedBy)))
                .reduce(0, Integer::sum)
                .flatMap(charged -> charged == 0 ? Mono.empty() : chargeAmong(area, today, candidates, recordedBy));
    }

    /**
     * Charges the next year of some contracts; how many it was. Left as they are: those that another had charged before they were
     * locked, and those whose fee was charged before prices were kept.
     */
    private Mono<Integer> chargeNext(String area, LocalDate today, List<UUID> contractIds, String recordedBy) {
        return locks.takeContracts(area, contractIds)
                .thenMany(Flux.defer(() -> due(area, today, contractIds)))
                .collectList()
                .flatMap(due -> book(area, due, recordedBy).thenReturn(due.size()));
    }

    /** Where the policy of the day charges once, its prices are for whole terms, and none of them is a year's. */
    private Flux<Due> due(String area, LocalDate today, Collection<UUID> contractIds) {
        return database.sql("""
                        WITH due AS MATERIALIZED (%s), person AS MATERIALIZED (
                            SELECT due.*, p.policy_id, c.economic_category, %s AS groups
                            FROM due
                            JOIN resident_resident r ON r.area = $1 AND r.resident_id = due.resident_id
                            LEFT JOIN resident_circumstance c ON c.area = $1 AND c.resident_id = due.resident_id
                                AND (c.effective @> due.charged_until) IS TRUE AND upper_inf(c.known)
                            LEFT JOIN policy_policy p ON p.area = $1 AND p.kind = 'contract_fee'
                                AND p.status IN ('published', 'superseded') AND p.effective @> due.charged_until
                                AND EXISTS (SELECT FROM fee_price f
                                    WHERE f.area = $1 AND f.policy_id = p.policy_id AND f.yearly)
                        )
                        SELECT person.*, %s AS price, b.policy_id AS before_policy_id, b.price AS before_price,
                            b.economic_category AS before_category
                        FROM person
                        JOIN LATERAL (SELECT l.policy_id, l.price, l.economic_category FROM fee_line l
                            WHERE l.area = $1 AND l.contract_id = person.contract_id AND l.price IS NOT NULL
                            ORDER BY upper(l.covers) DESC, l.entry_id DESC LIMIT 1) b ON true
                        ORDER BY contract_id
                        """.formatted(
                                DUE,
                                FeePrices.GROUPS_ON.formatted("due.charged_until"),
                                FeePrices.PRICE_OF.formatted("person")))
                .bind(0, area)
                .bind(1, today)
                .bind(2, contractIds.toArray(UUID[]::new))
                .map(FeeYears::due)
                .all();
    }

    private static Due due(Readable row) {
        return new Due(
                Columns.get(row, "contract_id", UUID.class),
                Columns.text(row, "institution_code"),
                Columns.get(row, "charged_until", LocalDate.class),
                Columns.get(row, "day_after", LocalDate.class),
                new Priced(
                        Columns.get(row, "before_policy_id", UUID.class),
                        priced(Columns.get(row, "before_price", Integer.class), Columns.text(row, "before_category"))),
                Columns.find(row, "economic_category", String.class).flatMap(category -> now(row, category)),
                Columns.find(row, "price", Integer.class).isPresent());
    }

    /** By the price of the day; where there is none, by the one before for somebody who is of another category now. */
    private static Optional<Priced> now(Readable row, String category) {
        boolean ofAnother = !category.equals(Columns.text(row, "before_category"));
        return Columns.find(row, "price", Integer.class)
                .map(price -> new Priced(Columns.get(row, "policy_id", UUID.class), priced(price, category)))
                .or(() -> Optional.of(new Priced(
                                Columns.get(row, "before_policy_id", UUID.class),
                                priced(Columns.get(row, "before_price", Integer.class), category)))
                        .filter(before -> ofAnother));
    }

    private static FeeLine.Priced priced(int price, String category) {
        return new FeeLine.Priced(price, category, PackageFee.LOWEST_TIER);
    }

    private Mono<Void> book(String area, List<Due> all, String recordedBy) {
        UUID entryId = UuidCreator.getTimeOrderedEpoch();
        return policies(area, all).flatMap(known -> {
            List<Charged> charged = all.stream().map(due -> charged(due, known)).toList();
            List<FeeLine> lines = charged.stream().flatMap(FeeYears::lines).toList();
            return feeChanges
                    .keep(
                            area,
                            entryId,
                            charged.stream().map(FeeYears::explained).toList())
                    .then(Mono.defer(() ->
                            feeLines.book(area, List.of(new FeeLines.Posting(entryId, lines, List.of())), recordedBy)));
        });
    }

    private Mono<Map<UUID, FeePolicy>> policies(String area, List<Due> all) {
        return policies.of(
                area,
                all.stream()
                        .flatMap(due -> Stream.concat(Stream.of(due.before()), due.now().stream()))
                        .map(Priced::policyId));
    }

    private static Charged charged(Due due, Map<UUID, FeePolicy> policies) {
        return new Charged(
                due,
                FeeYear.of(
                        due.from(),
                        due.dayAfter(),
                        due.before().split(policies),
                        due.now().map(price -> price.split(policies))));
    }

    private static Stream<FeeLine> lines(Charged charged) {
        return charged.year().split().shares().stream()
                .map(share -> new FeeLine(
                        charged.due().contractId(),
                        FeeLineReason.CONTRACT_FEE,
                        charged.priced().policyId(),
                        charged.due().institutionCode(),
                        share.payer(),
                        share.amount(),
                        charged.due().from(),
                        Optional.of(charged.priced().price()),
                        Optional.of(charged.year().days()),
                        Optional.empty()));
    }

    private static FeeChanges.Explained explained(Charged charged) {
        FeeYear year = charged.year();
        return new FeeChanges.Explained(
                charged.due().contractId(),
                FeeChanges.YEAR,
                "",
                year.days().lastDay(),
                year.part(),
                year.whole(),
                year.split().total(),
                Optional.empty(),
                year.note(charged.due().isPriced()));
    }
}
