package org.jiayi.app.kernel.money;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides an amount between parties by weight, so that nothing is lost and nothing is made (DOMAIN §4: largest
 * remainder).
 *
 * <p>Every part is first rounded down to the fen. The fen left over go one each to the parts that lost the largest
 * fraction; of equal losers the party listed first gets it, because the order of the parties is part of what was signed.
 * A weight of zero never gets a fen.
 */
public final class Allocation {

    private Allocation() {}

    /**
     * The parts of {@code total}, in the order of {@code weights}; they always sum to {@code total}.
     *
     * @param total zero or more: a refund is the mirror of a division, not a new one
     * @param weights none negative, of any scale; at least one above zero unless {@code total} is zero
     */
    public static List<Money> byLargestRemainder(Money total, List<Fraction> weights) {
        var whole = weights.stream().reduce(Fraction.ZERO, Fraction::plus);
        require(!total.isNegative(), "a negative amount is not divided");
        require(weights.stream().noneMatch(Fraction::isNegative), "a weight is negative");
        require(!whole.isZero() || total.isZero(), "nobody has a weight");
        if (total.isZero()) {
            return weights.stream().map(weight -> Money.ZERO).toList();
        }
        var exact = weights.stream()
                .map(weight -> total.toFraction().times(weight).dividedBy(whole))
                .toList();
        var parts = new ArrayList<>(exact.stream()
                .map(part -> Money.ofFen(part.floor().longValueExact()))
                .toList());
        var left = Math.toIntExact(total.minus(Money.sum(parts)).fen());
        for (var index : mostLostFirst(exact).subList(0, left)) {
            parts.set(index, parts.get(index).plus(Money.ofFen(1)));
        }
        return whole(total, parts);
    }

    private static List<Integer> mostLostFirst(List<Fraction> exact) {
        var lost = exact.stream()
                .map(part -> part.minus(new Fraction(part.floor(), BigInteger.ONE)))
                .toList();
        // the sort is stable: of equal losers the one listed first stays first
        return IntStream.range(0, lost.size())
                .boxed()
                .sorted(Comparator.comparing((Integer index) -> lost.get(index)).reversed())
                .toList();
    }

    private static List<Money> whole(Money total, List<Money> parts) {
        if (!Money.sum(parts).equals(total)) {
            throw new IllegalStateException("the parts do not make the whole");
        }
        return List.copyOf(parts);
    }

    private static void require(boolean holds, String why) {
        if (!holds) {
            throw new IllegalArgumentException(why);
        }
    }
}
