package org.jiayi.app.reporting;

import org.jiayi.app.kernel.money.Fraction;

/** Rates as documents have them: in hundredths of a percent, HALF_UP. */
final class Percent {

    private static final long WHOLE = 10_000;

    private Percent() {}

    /** The rate of a part; {@code ofNothing} where there is no whole. */
    static long of(long part, long whole, long ofNothing) {
        return whole <= 0 ? ofNothing : of(Fraction.of(part, whole));
    }

    static long of(Fraction rate) {
        return rate.times(Fraction.of(WHOLE)).plus(Fraction.of(1, 2)).floor().longValueExact();
    }

    /** As it is written, for example 49.83%. */
    static String text(long hundredthsOfPercent) {
        return "%d.%02d%%".formatted(hundredthsOfPercent / 100, hundredthsOfPercent % 100);
    }
}
