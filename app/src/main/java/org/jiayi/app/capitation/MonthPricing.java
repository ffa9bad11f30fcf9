package org.jiayi.app.capitation;

import java.util.List;
import java.util.Map;
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

    /** By payee; each of {@code cells} has its entry, also one without any cell. */
    Map<String, Fraction> exact(Map<String, List<HeadCount.Cell>> cells) {
        return policy.pool().map(pool -> shared(pool, cells)).orElseGet(() -> {
            Map<String, Fraction> exact = new TreeMap<>();
            cells.forEach((payee, own) ->
                    exact.put(payee, policy.payees().bounded(annual(own).dividedBy(MONTHS))));
            return exact;
        });
    }

    /**
     * The month's part of the pool by weights, largest remainder, so that the payees' parts are the pool to the fen. Weights
     * that corrections make negative count as none; where nobody has a weight nothing is shared.
     */
    private Map<String, Fraction> shared(Money pool, Map<String, List<HeadCount.Cell>> cells) {
        Map<String, Fraction> weights = new TreeMap<>();
        cells.forEach((payee, own) -> {
            Fraction weight = annual(own);
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

    /** Σ heads × annual amount. */
    private Fraction annual(List<HeadCount.Cell> cells) {
        return cells.stream()
                .map(cell -> policyOf(cell.policyId())
                        .annual(cell.institutionCode(), cell.tariffRow(), cell.grade())
                        .times(Fraction.of(cell.heads())))
                .reduce(Fraction.ZERO, Fraction::plus);
    }

    private CapitationPolicy policyOf(UUID policyId) {
        CapitationPolicy found = policies.get(policyId);
        if (found == null) {
            throw new IllegalStateException("cells rest on policy " + policyId + ", which is not there");
        }
        return found;
    }
}
