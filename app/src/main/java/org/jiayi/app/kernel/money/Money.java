package org.jiayi.app.kernel.money;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.regex.Pattern;

/**
 * An amount of yuan in whole fen, negative where money flows back. Nothing here rounds; what does not fit in a
 * {@code long} throws {@link ArithmeticException} instead of wrapping around.
 *
 * @param fen the amount, 100 fen to the yuan
 */
public record Money(long fen) implements Comparable<Money> {

    public static final Money ZERO = new Money(0);

    private static final int YUAN_DECIMALS = 2;
    private static final Pattern YUAN = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,2})?");

    /** The amount of {@code fen} fen. */
    public static Money ofFen(long fen) {
        return fen == 0 ? ZERO : new Money(fen);
    }

    /**
     * Reads yuan as people write them, {@code "120"}, {@code "120.5"} or {@code "-0.05"}: at most two decimals, no
     * exponent, no grouping, no blanks.
     *
     * @throws IllegalArgumentException for any other text; an amount is never rounded while reading
     */
    public static Money parseYuan(String text) {
        if (!YUAN.matcher(text).matches()) {
            throw new IllegalArgumentException("not an amount in yuan with at most two decimals");
        }
        return ofFen(new BigDecimal(text).movePointRight(YUAN_DECIMALS).longValueExact());
    }

    /** The sum of all amounts, zero where there is none. */
    public static Money sum(Collection<Money> amounts) {
        return amounts.stream().reduce(ZERO, Money::plus);
    }

    /** The smaller of the two. */
    public static Money lesserOf(Money one, Money other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    public Money plus(Money other) {
        return ofFen(Math.addExact(fen, other.fen));
    }

    public Money minus(Money other) {
        return ofFen(Math.subtractExact(fen, other.fen));
    }

    /** This amount for each of {@code count}. */
    public Money times(long count) {
        return ofFen(Math.multiplyExact(fen, count));
    }

    public Money negated() {
        return ofFen(Math.negateExact(fen));
    }

    public boolean isNegative() {
        return fen < 0;
    }

    public boolean isZero() {
        return fen == 0;
    }

    /** This amount as an exact number of fen. */
    public Fraction toFraction() {
        return Fraction.of(fen);
    }

    /** Plain text in yuan with two decimals, {@code "120.00"}: the form used in files and documents. */
    public String toYuan() {
        return BigDecimal.valueOf(fen, YUAN_DECIMALS).toPlainString();
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(fen, other.fen);
    }
}
