package org.jiayi.app.fee;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.EconomicCategory;

/**
 * What the payers of a contract bear more or less when an assessment brings its fee from one tier to another (DOMAIN §4). The
 * resident's share is the same in every tier, so it never changes.
 *
 * @param byPayer without the payers for whom nothing changes
 */
record TierDifference(Map<Payer, Money> byPayer) {

    /**
     * The difference of the two tiers' splits, or the part of it that corresponds to what is still borne, HALF_UP to the fen,
     * among its payers by largest remainder; nobody is given back more than they bear.
     *
     * @param borne what the payers bear now, by the tier {@code from}
     */
    static TierDifference of(PackageFee fee, EconomicCategory category, int from, int to, FeeSplit borne) {
        FeeSplit before = fee.split(from, Set.of(category));
        FeeSplit after = fee.split(to, Set.of(category));
        boolean less = after.total().compareTo(before.total()) < 0;
        FeeSplit whole = less ? before.excessOver(after) : after.excessOver(before);
        FeeSplit part = whole.inProportion(part(whole.total(), borne.total(), before.total()));
        Map<Payer, Money> differences = new LinkedHashMap<>();
        (less ? part.atMost(borne) : part)
                .present()
                .forEach(share ->
                        differences.put(share.payer(), less ? share.amount().negated() : share.amount()));
        return new TierDifference(differences);
    }

    private static Money part(Money whole, Money borne, Money charged) {
        if (charged.isZero()) {
            return whole;
        }
        Fraction still = Fraction.of(borne.fen(), charged.fen());
        return Money.lesserOf(whole, whole.toFraction().times(still).halfUpToMoney());
    }

    Money total() {
        return Money.sum(byPayer.values());
    }
}
