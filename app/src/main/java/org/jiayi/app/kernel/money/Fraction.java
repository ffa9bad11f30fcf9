package org.jiayi.app.kernel.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * An exact rational number in lowest terms: coefficients, rates, weights, and amounts of fen that are not rounded yet.
 * Equal numbers are equal fractions, however they were made.
 *
 * @param numerator carries the sign
 * @param denominator always positive
 */
public record Fraction(BigInteger numerator, BigInteger denominator) implements Comparable<Fraction> {

    public static final Fraction ZERO = of(0);
    public static final Fraction ONE = of(1);

    /** How many decimals {@link #parse} accepts. */
    public static final int DECIMALS_MAX = 9;

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1," + DECIMALS_MAX + "})?");

    public Fraction {
        if (denominator.signum() == 0) {
            throw new ArithmeticException("a fraction over zero");
        }
        var divisor = numerator.gcd(denominator);
        if (denominator.signum() < 0) {
            divisor = divisor.negate();
        }
        numerator = numerator.divide(divisor);
        denominator = denominator.divide(divisor);
    }

    /** The whole number {@code value}. */
    public static Fraction of(long value) {
        return new Fraction(BigInteger.valueOf(value), BigInteger.ONE);
    }

    /** {@code numerator ÷ denominator}, exact. */
    public static Fraction of(long numerator, long denominator) {
        return new Fraction(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    /** Whether {@link #parse} can read {@code text}. */
    public static boolean isDecimal(String text) {
        return DECIMAL.matcher(text).matches();
    }

    /**
     * Reads plain decimal text such as {@code "0.725"}: at most {@value #DECIMALS_MAX} decimals, no exponent, no blanks.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static Fraction parse(String text) {
        if (!isDecimal(text)) {
            throw new IllegalArgumentException("not a decimal number with at most " + DECIMALS_MAX + " decimals");
        }
        var decimal = new BigDecimal(text);
        return new Fraction(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()));
    }

    public Fraction plus(Fraction other) {
        return new Fraction(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    public Fraction minus(Fraction other) {
        return plus(other.negated());
    }

    public Fraction times(Fraction other) {
        return new Fraction(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    /**
     * This divided by {@code other}, exact.
     *
     * @throws ArithmeticException if {@code other} is zero
     */
    public Fraction dividedBy(Fraction other) {
        return new Fraction(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    public Fraction negated() {
        return new Fraction(numerator.negate(), denominator);
    }

    public boolean isNegative() {
        return numerator.signum() < 0;
    }

    public boolean isZero() {
        return numerator.signum() == 0;
    }

    /** The greatest whole number not above this one. */
    public BigInteger floor() {
        var parts = numerator.divideAndRemainder(denominator);
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    /**
     * Takes this as fen and rounds HALF_UP to whole fen. Half a fen goes away from zero, below zero too: what is taken
     * back then rounds exactly as it was given, and PostgreSQL's {@code round(numeric)} agrees.
     *
     * @throws ArithmeticException if the amount does not fit in a {@code long}
     */
    public Money halfUpToMoney() {
        return halfUpToMoney(1);
    }

    /**
     * Takes this as fen and rounds HALF_UP, half away from zero, to a multiple of {@code unitFen}: 1 for the fen, 100
     * for the yuan.
     */
    public Money halfUpToMoney(long unitFen) {
        var unit = BigInteger.valueOf(unitFen);
        var units = new BigDecimal(numerator)
                .divide(new BigDecimal(denominator.multiply(unit)), 0, RoundingMode.HALF_UP)
                .toBigIntegerExact();
        return Money.ofFen(units.multiply(unit).longValueExact());
    }

    @Override
    public int compareTo(Fraction other) {
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }

    /**
     * Plain text without loss: {@code "0.725"} where the decimals end within {@value #DECIMALS_MAX} places, else
     * {@code "1/3"}. Equal fractions give equal text, so it may be hashed and stored.
     */
    @Override
    public String toString() {
        var scaled = numerator.multiply(BigInteger.TEN.pow(DECIMALS_MAX)).divideAndRemainder(denominator);
        if (scaled[1].signum() != 0) {
            return numerator + "/" + denominator;
        }
        var decimal = new BigDecimal(scaled[0], DECIMALS_MAX).stripTrailingZeros();
        return decimal.toPlainString();
    }
}
