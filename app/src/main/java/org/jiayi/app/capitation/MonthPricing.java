package org.jiayi.app.capitation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jiayi.app.kernel.money.Allocation;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;

/** What a month's counted cells come to for each payee, in exact fen: a page of arithmetic (DOMAIN §5). */
final class MonthPricing {

    private static final Fraction MONTHS = Fraction.of(12);

    private final Month month;
    private final CapitationPolicy policy;
    private final Map<UUID, CapitationPolicy> policies;

    /**
     * @param policy the month's own
     * @param policies by id, those of the cells: a correction is priced as its month was
     */
    MonthPricing(Month month, CapitationPolicy policy, Map<UUID, CapitationPolicy> policies) {
        this.month = month;
        this.policy = policy;
        this.policies = Map.copyOf(policies);
    }

    /**
     * By payee; each of {@code cells} has its entry, also one without any cell. What is heard late of a month with prices is
     * paid by them, in whatever month it is booked; what is heard late of a shared month moves the weights of another, and
     * nothing where heads have prices, since that month's money is shared.
     *
     * @param open who is open in the month: floor and cap are for them. Who is not is paid for clinics below that are, up to the cap; what
     *     is heard of earlier months alone has neither
     */
    Map<String, Fraction> exact(Map<String, List<HeadCount.Cell>> cells, Set<String> open) {
        Map<String, Fraction> exact =
                policy.pool().map(pool -> shared(pool, cells)).orElseGet(TreeMap::new);
        cells.forEach((payee, own) -> exact.merge(payee, priced(own), Fraction::plus));
        exact.replaceAll((payee, sum) -> open.contains(payee)
                ? policy.payees().bounded(sum)
                : ofNotOpen(sum, cells.getOrDefault(payee, List.of())));
        return exact;
    }

    private Fraction ofNotOpen(Fraction sum, List<HeadCount.Cell> cells) {
        boolean hasHeads = cells.stream().anyMatch(cell -> cell.inMonth().equals(month));
        return hasHeads ? policy.payees().capped(sum) : sum;
    }

    /**
     * The month's part of the pool by weights, largest remainder, so that the payees' parts are the pool to the fen. Weights
     * that corrections make negative count as none; where nobody has a weight nothing is shared.
     */
    private Map<String, Fraction> shared(Money pool, Map<String, List<HeadCount.Cell>> cells) {
        Map<String, Fraction> weights = new TreeMap<>();
        cells.forEach((payee, own) -> {
            Fraction weight = annual(own, true);
            weights.put(payee, weight.isNegative() ? Fraction.ZERO : weight);
        });
        boolean anybody = weights.values().stream().anyMatch(weight -> !weight.isZero());
        Money toShare = anybody
                ? CapitationPolicy.poolToDate(pool, month.monthOfYear())
                        .minus(CapitationPolicy.poolToDate(pool, month.monthOfYear() - 1))
                : Money.ZERO;
        List<Money> parts = Allocation.byLargestRemainder(toShare, List.copyOf(weights.values()));
        Map<String, Fraction> exact = new TreeMap<>();
        int at = 0;
        for (String payee : weights.keySet()) {
            exact.put(payee, parts.get(at).toFraction());
            at++;
        }
        return exact;
    }

    /** What the heads that have prices come to in a month, without floor and cap. */
    Fraction priced(List<HeadCount.Cell> cells) {
        return annual(cells, false).dividedBy(MONTHS);
    }

    /** Σ heads × annual amount, or weight, of the cells of shared months or of the others. */
    private Fraction annual(List<HeadCount.Cell> cells, boolean ofSharedMonths) {
        return cells.stream()
                .filter(cell -> policyOf(cell).pool().isPresent() == ofSharedMonths)
                .map(cell -> policyOf(cell)
                        .annual(cell.institutionCode(), cell.tariffRow(), cell.grade())
                        .times(Fraction.of(cell.heads())))
                .reduce(Fraction.ZERO, Fraction::plus);
    }

    /** What is booked for a payee, where its cells come to {@code exact} in the month. */
    PayeeMonth book(Bookings.Standing standing, List<HeadCount.Cell> cells, Fraction exact) {
        MonthlyBooking booking = standing.toDate().book(exact, policy.prepaid());
        return new PayeeMonth(standing.payee(), standing.institutionCode(), month.firstDay(), cells, booking);
    }

    /** The policy by which a cell was counted. */
    CapitationPolicy policyOf(HeadCount.Cell cell) {
        CapitationPolicy found = policies.get(cell.policyId());
        if (found == null) {
            throw new IllegalStateException("cells rest on policy " + cell.policyId() + ", which is not there");
        }
        return found;
    }
}
