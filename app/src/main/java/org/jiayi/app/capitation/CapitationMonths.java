package org.jiayi.app.capitation;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Counts a month's heads and prices them: PostgreSQL counts, Java does the money. */
@Component
public class CapitationMonths {

    private final TariffPolicies policies;
    private final HeadCount headCount;
    private final Bookings bookings;
    private final Clock clock;

    CapitationMonths(TariffPolicies policies, HeadCount headCount, Bookings bookings, Clock clock) {
        this.policies = policies;
        this.headCount = headCount;
        this.bookings = bookings;
        this.clock = clock;
    }

    /**
     * A month's result.
     *
     * @param payees what is booked for whoever can be paid, had heads earlier in the year, or has some in the month
     */
    public record Result(Policy policy, List<PayeeMonth> payees) {}

    /**
     * Counts, prices and books a month as known at the end of {@code knownOn}, in place of what was counted of it and of later
     * months; must be called inside a shielded transaction, with the months before it counted. Refused where no policy is in
     * force, and where one of those that price it comes to another table than was signed.
     */
    public Mono<Result> compute(String area, InsuranceScheme scheme, Month month, LocalDate knownOn) {
        return policies.getInForce(area, scheme, month.firstDay()).flatMap(policy -> {
            CountedMonth counted = new CountedMonth(
                    month.firstDay(), policy.policyId(), KnowledgeTime.endOf(knownOn), clock.instant());
            return policies.readAsSigned(policy)
                    .flatMap(read ->
                            headCount.count(area, scheme, counted, read).then(price(area, scheme, counted, read)))
                    .flatMap(payees ->
                            bookings.keep(area, scheme, month, payees).thenReturn(new Result(policy, payees)));
        });
    }

    /** Forgets what was counted and booked of a month that is not settled after all, and of those after it. */
    public Mono<Void> forgetFrom(String area, InsuranceScheme scheme, Month month) {
        return headCount.forgetFrom(area, scheme, month);
    }

    /** The day by which the policy in force for a month wants it computed; empty where there is none. */
    public Mono<LocalDate> findDueOn(String area, InsuranceScheme scheme, Month month) {
        return policies.findInForce(area, scheme, month.firstDay())
                .map(policy -> policies.read(policy).dueOn(month));
    }

    /** Whether that policy is the one in force for a month. */
    public Mono<Boolean> isPolicyOf(String area, InsuranceScheme scheme, Month month, UUID policyId) {
        return policies.findInForce(area, scheme, month.firstDay())
                .map(policy -> policy.policyId().equals(policyId))
                .defaultIfEmpty(false);
    }

    /** Whether nothing has to be counted before {@code month}: no policy holds for the month before it in its year. */
    public Mono<Boolean> isFirst(String area, InsuranceScheme scheme, Month month) {
        return policies.getInForce(area, scheme, month.firstDay())
                .flatMap(policy -> month.monthOfYear() == 1
                        ? Mono.just(true)
                        : policies.findInForce(area, scheme, month.previous().firstDay())
                                .map(earlier -> false)
                                .defaultIfEmpty(true));
    }

    private Mono<List<PayeeMonth>> price(
            String area, InsuranceScheme scheme, CountedMonth counted, CapitationPolicy policy) {
        Month month = counted.inMonth();
        return headCount
                .cells(area, scheme, month)
                .collectList()
                .flatMap(cells -> Mono.zip(
                                policies.allAsSigned(area, otherPolicies(cells, counted.policyId())),
                                bookings.payees(area, month, policy, counted.knownAt())
                                        .collectList(),
                                bookings.before(area, scheme, month).collectList())
                        .map(facts -> {
                            Map<UUID, CapitationPolicy> known = new HashMap<>(facts.getT1());
                            known.put(counted.policyId(), policy);
                            MonthPricing pricing = new MonthPricing(month, policy, known);
                            return book(pricing, cells, facts.getT2(), facts.getT3());
                        }));
    }

    /** Those of earlier months, of which something is heard late. */
    private static Stream<UUID> otherPolicies(List<HeadCount.Cell> cells, UUID own) {
        return cells.stream().map(HeadCount.Cell::policyId).filter(policyId -> !policyId.equals(own));
    }

    /**
     * @param payable who can be paid in the month
     * @param before where payees stood after the month before
     */
    private static List<PayeeMonth> book(
            MonthPricing pricing,
            List<HeadCount.Cell> cells,
            List<Bookings.Payable> payable,
            List<Bookings.Standing> before) {
        Map<String, Bookings.Standing> standings = new TreeMap<>();
        payable.forEach(payee -> standings.put(payee.standing().payee(), payee.standing()));
        Set<String> bounded = payable.stream()
                .filter(Bookings.Payable::open)
                .map(payee -> payee.standing().payee())
                .collect(Collectors.toSet());
        before.forEach(payee -> standings.merge(payee.payee(), payee, Bookings.Standing::withYearOf));
        cells.forEach(cell -> standings.computeIfAbsent(cell.payee(), payee -> firstTime(pricing, cell)));
        Map<String, List<HeadCount.Cell>> byPayee = new TreeMap<>();
        standings.keySet().forEach(payee -> byPayee.put(payee, new ArrayList<>()));
        cells.forEach(cell -> byPayee.computeIfAbsent(cell.payee(), payee -> new ArrayList<>())
                .add(cell));
        Map<String, Fraction> exact = pricing.exact(byPayee, bounded);
        return standings.values().stream()
                .map(standing -> pricing.book(
                        standing,
                        byPayee.getOrDefault(standing.payee(), List.of()),
                        exact.getOrDefault(standing.payee(), Fraction.ZERO)))
                .toList();
    }

    /**
     * Somebody who cannot be paid any more and had no month of the year, of whom something is heard late: another year may have
     * paid others, so its own policy says what the payee is.
     */
    private static Bookings.Standing firstTime(MonthPricing pricing, HeadCount.Cell cell) {
        boolean team = pricing.policyOf(cell).payees().level() == PayeeLevel.TEAM;
        return new Bookings.Standing(cell.payee(), team ? cell.institutionCode() : cell.payee(), BookedToDate.NOTHING);
    }
}
