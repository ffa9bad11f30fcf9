package org.jiayi.app.fee;

import java.util.List;
import java.util.Set;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.EconomicCategory;

/**
 * The fee of one package.
 *
 * @param ordinary the split of the price for a resident to whom no waiver applies
 * @param waivers in the order of the policy
 */
record PackageFee(ServicePackage servicePackage, Money listPrice, FeeSplit ordinary, List<Waiver> waivers) {

    /** Pays up to {@code upTo} of the share of a resident of {@code category}. */
    record Waiver(EconomicCategory category, Payer payer, Money upTo) {}

    /**
     * The split for a resident of these categories: the waiver most favourable to the resident, never two together; of
     * equals the one listed first (DOMAIN §4).
     */
    FeeSplit split(Set<EconomicCategory> categories) {
        var resident = ordinary.amountOf(Payer.RESIDENT);
        Waiver best = null;
        for (var waiver : waivers) {
            var better = best == null || relief(waiver, resident).compareTo(relief(best, resident)) > 0;
            if (categories.contains(waiver.category()) && better) {
                best = waiver;
            }
        }
        return best == null ? ordinary : ordinary.moving(relief(best, resident), Payer.RESIDENT, best.payer());
    }

    private static Money relief(Waiver waiver, Money resident) {
        return Money.lesserOf(waiver.upTo(), resident);
    }
}
