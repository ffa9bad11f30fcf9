package org.jiayi.app.fee;

import java.util.LinkedHashMap;
import java.util.List;
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
        FeeSplit whole = less ? excess(before, after) : excess(after, before);
        FeeSplit part = whole.inProportion(part(whole.total(), borne.total(), before.total()));
        Map<Payer, Money> differences = new LinkedHashMap<>();
        for (FeeShare share : part.present()) {
            Money amount = less
                    ? Money.lesserOf(share.amount(), borne.amountOf(share.payer()))
                            .negated()
                    : share.amount();
            if (!amount.isZero()) {
                differences.put(share.payer(), amount);
            }
        }
        return new TierDifference(differences);
    }

    /** By how much each payer bears more in the one than in the other. */
    private static FeeSplit excess(FeeSplit one, FeeSplit other) {
        List<FeeShare> shares = one.shares().stream()
                .filter(share -> share.amount().compareTo(other.amountOf(share.payer())) > 0)
                .map(share -> new FeeShare(share.payer(), share.amount().minus(other.amountOf(share.payer()))))
                .toList();
        return new FeeSplit(shares);
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
