package org.jiayi.app.fee;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jiayi.app.kernel.money.Allocation;
import org.jiayi.app.kernel.money.Money;

/**
 * An amount split over its payers, each named once, in the order of the policy: the order decides who gets an odd fen.
 */
public record FeeSplit(List<FeeShare> shares) {

    public FeeSplit {
        shares = List.copyOf(shares);
        var payers = new HashSet<Payer>();
        if (!shares.stream().allMatch(share -> payers.add(share.payer()))) {
            throw new IllegalArgumentException("a payer is named twice");
        }
    }

    /** The shares that are not zero. */
    List<FeeShare> present() {
        return shares.stream().filter(share -> !share.amount().isZero()).toList();
    }

    /** The sum of all shares. */
    public Money total() {
        return Money.sum(shares.stream().map(FeeShare::amount).toList());
    }

    /** The part that is money arriving: the total without what the institution lets off. */
    public Money income() {
        return Money.sum(shares.stream()
                .filter(share -> share.payer().isIncome())
                .map(FeeShare::amount)
                .toList());
    }

    /** What the resident bears of it, with their personal medical account. */
    Money personal() {
        return Money.sum(shares.stream()
                .filter(share -> share.payer().isPersonal())
                .map(FeeShare::amount)
                .toList());
    }

    /** What {@code payer} bears, zero if it is not named. */
    public Money amountOf(Payer payer) {
        return shares.stream()
                .filter(share -> share.payer().equals(payer))
                .map(FeeShare::amount)
                .findFirst()
                .orElse(Money.ZERO);
    }

    /**
     * Splits {@code part} of the total over the same payers in proportion, by largest remainder. No payer's part is more
     * than its share.
     *
     * @param part from zero to the total
     */
    public FeeSplit inProportion(Money part) {
        if (part.compareTo(total()) > 0) {
            throw new IllegalArgumentException("a part is not more than the whole");
        }
        var weights = shares.stream().map(share -> share.amount().toFraction()).toList();
        return withAmounts(Allocation.byLargestRemainder(part, weights));
    }

    /** What is left for each payer when {@code part}, a part of this split, is taken away. */
    public FeeSplit minus(FeeSplit part) {
        return withAmounts(shares.stream()
                .map(share -> share.amount().minus(part.amountOf(share.payer())))
                .toList());
    }

    /** By how much each payer bears more here than in {@code other}; without those who do not. */
    FeeSplit excessOver(FeeSplit other) {
        return new FeeSplit(shares.stream()
                .filter(share -> share.amount().compareTo(other.amountOf(share.payer())) > 0)
                .map(share -> new FeeShare(share.payer(), share.amount().minus(other.amountOf(share.payer()))))
                .toList());
    }

    /** The same split where no payer bears more than in {@code most}. */
    FeeSplit atMost(FeeSplit most) {
        return withAmounts(shares.stream()
                .map(share -> Money.lesserOf(share.amount(), most.amountOf(share.payer())))
                .toList());
    }

    /** Moves {@code amount} of one payer's share to another, who is added at the end if not named yet. */
    FeeSplit moving(Money amount, Payer from, Payer to) {
        var moved = new ArrayList<FeeShare>();
        for (var share : shares) {
            if (share.payer().equals(from)) {
                moved.add(new FeeShare(from, share.amount().minus(amount)));
            } else if (share.payer().equals(to)) {
                moved.add(new FeeShare(to, share.amount().plus(amount)));
            } else {
                moved.add(share);
            }
        }
        if (shares.stream().noneMatch(share -> share.payer().equals(to))) {
            moved.add(new FeeShare(to, amount));
        }
        return new FeeSplit(moved).requireTotal(total());
    }

    /** This split, once it is certain that it makes {@code whole}. */
    FeeSplit requireTotal(Money whole) {
        if (!total().equals(whole)) {
            throw new IllegalStateException("the shares do not make the whole");
        }
        return this;
    }

    private FeeSplit withAmounts(List<Money> amounts) {
        var changed = new ArrayList<FeeShare>();
        for (var index = 0; index < shares.size(); index++) {
            changed.add(new FeeShare(shares.get(index).payer(), amounts.get(index)));
        }
        return new FeeSplit(changed);
    }
}
