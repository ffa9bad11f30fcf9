package org.jiayi.app.capitation;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jiayi.app.contract.KnowledgeTime;
import org.jiayi.app.kernel.money.Fraction;
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
     * force.
     */
    public Mono<Result> compute(String area, InsuranceScheme scheme, Month month, LocalDate knownOn) {
        return policies.getInForce(area, scheme, month.firstDay()).flatMap(policy -> {
            CountedMonth counted = new CountedMonth(
                    month.firstDay(), policy.policyId(), KnowledgeTime.endOf(knownOn), clock.instant());
            CapitationPolicy read = policies.read(policy);
            return headCount
                    .count(area, scheme, counted, read)
                    .then(price(area, scheme, month, policy.policyId(), read))
                    .flatMap(payees ->
                            bookings.keep(area, scheme, month, payees).thenReturn(new Result(policy, payees)));
        });
    }

    /** Whether a policy is in force for a month. */
    public Mono<Boolean> hasPolicy(String area, InsuranceScheme scheme, Month month) {
        return policies.findInForce(area, scheme, month.firstDay())
                .map(policy -> true)
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
            String area, InsuranceScheme scheme, Month month, UUID policyId, CapitationPolicy policy) {
        return headCount
                .cells(area, scheme, month)
                .collectList()
                .flatMap(cells -> Mono.zip(
                                policies.all(area, cells.stream().map(HeadCount.Cell::policyId)),
                                bookings.payees(area, month, policy.payees().level())
                                        .collectList(),
                                bookings.before(area, scheme, month).collectList())
                        .map(facts -> {
                            Map<UUID, CapitationPolicy> known = new HashMap<>(facts.getT1());
                            known.put(policyId, policy);
                            Map<String, Bookings.Standing> standings = new TreeMap<>();
                            facts.getT2().forEach(payee -> standings.put(payee.payee(), payee));
                            facts.getT3()
                                    .forEach(before ->
                                            standings.merge(before.payee(), before, Bookings.Standing::withYearOf));
                            return book(month, policy, new MonthPricing(month, policy, known), cells, standings);
                        }));
    }

    private static List<PayeeMonth> book(
            Month month,
            CapitationPolicy policy,
            MonthPricing pricing,
            List<HeadCount.Cell> cells,
            Map<String, Bookings.Standing> standings) {
        Map<String, List<HeadCount.Cell>> byPayee = new TreeMap<>();
        standings.keySet().forEach(payee -> byPayee.put(payee, new ArrayList<>()));
        cells.forEach(cell ->
                byPayee.computeIfAbsent(cell.payee(), any -> new ArrayList<>()).add(cell));
        Map<String, Fraction> exact = pricing.exact(byPayee);
        List<PayeeMonth> payees = new ArrayList<>();
        byPayee.forEach((payee, own) -> {
            Bookings.Standing standing =
                    standings.getOrDefault(payee, firstTime(policy.payees().level(), payee, own));
            MonthlyBooking booking = standing.toDate().book(exact.getOrDefault(payee, Fraction.ZERO), policy.prepaid());
            payees.add(new PayeeMonth(payee, standing.institutionCode(), month.firstDay(), own, booking));
        });
        return payees;
    }

    /** Someone who has no team any more and no month of the year, but heads of late. */
    private static Bookings.Standing firstTime(PayeeLevel level, String payee, List<HeadCount.Cell> cells) {
        String institution =
                level == PayeeLevel.TEAM && !cells.isEmpty() ? cells.get(0).institutionCode() : payee;
        return new Bookings.Standing(payee, institution, BookedToDate.NOTHING);
    }
}
