package org.jiayi.app.fee;

import java.util.List;
import java.util.Set;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.EconomicCategory;

/**
 * The fee of one package for everybody or for some groups.
 *
 * @param groupMask whom it is for: a resident who belongs to any of these groups; 0 for everybody
 * @param tiers the list price by the team's assessment; one where the policy knows no tiers
 * @param ordinary for each tier, the split of the price for a resident to whom no waiver applies
 * @param waivers in the order of the policy
 * @param items codes of the service items that the fee covers
 */
record PackageFee(
        ServicePackage servicePackage,
        int groupMask,
        FeeTiers tiers,
        List<FeeSplit> ordinary,
        List<Waiver> waivers,
        List<String> items) {

    /** Charged at signing: what is owed whatever the assessment says later. */
    static final int LOWEST_TIER = 0;

    /** Pays up to {@code upTo} of the share of a resident of {@code category}. */
    record Waiver(EconomicCategory category, Payer payer, Money upTo) {}

    boolean isForEverybody() {
        return groupMask == 0;
    }

    Money listPrice(int tier) {
        return tiers.fees().get(tier);
    }

    /**
     * The split for a resident of these categories: the waiver most favourable to the resident, never two together; of
     * equals the one listed first (DOMAIN §4).
     */
    FeeSplit split(int tier, Set<EconomicCategory> categories) {
        var split = ordinary.get(tier);
        var resident = split.amountOf(Payer.RESIDENT);
        Waiver best = null;
        for (var waiver : waivers) {
            var better = best == null || relief(waiver, resident).compareTo(relief(best, resident)) > 0;
            if (categories.contains(waiver.category()) && better) {
                best = waiver;
            }
        }
        return best == null ? split : split.moving(relief(best, resident), Payer.RESIDENT, best.payer());
    }

    private static Money relief(Waiver waiver, Money resident) {
        return Money.lesserOf(waiver.upTo(), resident);
    }
}
