package org.jiayi.app.fee;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jiayi.app.kernel.money.Allocation;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.EconomicCategory;

/**
 * What the payers of a contract bear more or less when an assessment brings its fee from one tier to another (DOMAIN §4). What the
 * resident bears, with their personal medical account, is the same in every tier, so it never changes.
 *
 * @param byPayer without the payers for whom nothing changes
 */
record TierDifference(Map<Payer, Money> byPayer) {

    /**
     * The difference of the two tiers' splits, or the part of it that corresponds to what is still borne, HALF_UP to the fen,
     * among its payers by largest remainder; nobody is given back more than they bear.
     *
     * @param borne what the payers bear now, by the tier {@code from}
     * @param payersChanged whether a payer was changed by hand: who took over a part of a share takes the same part of what it
     *     changes by
     */
    static TierDifference of(
            PackageFee fee, EconomicCategory category, int from, int to, FeeSplit borne, boolean payersChanged) {
        FeeSplit before = fee.split(from, Set.of(category));
        FeeSplit after = fee.split(to, Set.of(category));
        boolean less = after.total().compareTo(before.total()) < 0;
        FeeSplit whole = less ? before.excessOver(after) : after.excessOver(before);
        FeeSplit ofPrice = whole.inProportion(part(whole.total(), borne.total(), before.total()));
        FeeSplit part = payersChanged ? takenOver(ofPrice, before, borne) : ofPrice;
        Map<Payer, Money> differences = new LinkedHashMap<>();
        (less ? part.atMost(borne) : part)
                .present()
                .forEach(share ->
                        differences.put(share.payer(), less ? share.amount().negated() : share.amount()));
        return new TierDifference(differences);
    }

    /**
     * The same sum, where those who bear less of the price than it says leave that part to those who bear more; the resident is
     * none of these, whose personal account may have taken over a share of their own.
     */
    private static FeeSplit takenOver(FeeSplit part, FeeSplit price, FeeSplit borne) {
        FeeSplit owed = price.inProportion(Money.lesserOf(borne.total(), price.total()));
        FeeSplit left = owed.excessOver(borne);
        List<FeeShare> takers = borne.excessOver(owed).shares().stream()
                .filter(share -> !share.payer().isPersonal())
                .toList();
        if (takers.isEmpty()) {
            return part;
        }
        Map<Payer, Money> taken = new LinkedHashMap<>();
        Money handed = Money.ZERO;
        for (FeeShare share : part.present()) {
            Money gone = left.amountOf(share.payer());
            Money given = gone.isZero()
                    ? Money.ZERO
                    : share.amount()
                            .toFraction()
                            .times(Fraction.of(
                                    gone.fen(), owed.amountOf(share.payer()).fen()))
                            .halfUpToMoney();
            taken.put(share.payer(), share.amount().minus(given));
            handed = handed.plus(given);
        }
        List<Money> parts = Allocation.byLargestRemainder(
                handed,
                takers.stream().map(taker -> taker.amount().toFraction()).toList());
        for (int index = 0; index < takers.size(); index++) {
            taken.merge(takers.get(index).payer(), parts.get(index), Money::plus);
        }
        return new FeeSplit(taken.entrySet().stream()
                        .map(share -> new FeeShare(share.getKey(), share.getValue()))
                        .toList())
                .requireTotal(part.total());
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
