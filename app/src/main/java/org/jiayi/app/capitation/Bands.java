package org.jiayi.app.capitation;

import static org.jiayi.app.kernel.decision.RefusalCode.POLICY_INVALID;

import java.util.List;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.document.DocumentReader;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;

/** Rates by bands of an amount's share of a base, such as a surplus in per cent of the year's entitlement. */
public final class Bands {

    /**
     * One band.
     *
     * @param upTo its upper end as a share of the base, included
     * @param rate 0 to 1
     */
    public record Band(Fraction upTo, Fraction rate) {}

    private final List<Band> bands;
    private final Fraction restRate;

    private Bands(List<Band> bands, Fraction restRate) {
        this.bands = List.copyOf(bands);
        this.restRate = restRate;
    }

    /**
     * Bands in ascending order from zero, and the rate of what lies above the last.
     *
     * @return refused with the pointer of the band, or of {@code /rest}, whose end does not ascend or whose rate is not
     *     from 0 to 1
     */
    public static Decision<Bands> of(List<Band> bands, Fraction restRate) {
        var reader = new DocumentReader();
        var reached = Fraction.ZERO;
        for (var index = 0; index < bands.size(); index++) {
            var band = bands.get(index);
            reader.require(band.upTo().compareTo(reached) > 0, POLICY_INVALID, "/" + index + "/upTo");
            reader.require(isRate(band.rate()), POLICY_INVALID, "/" + index + "/rate");
            reached = band.upTo();
        }
        reader.require(isRate(restRate), POLICY_INVALID, "/rest");
        return reader.decide(() -> new Bands(bands, restRate));
    }

    /** Each part of {@code amount} at the rate of the band it lies in; exact. */
    Fraction marginal(Money amount, Money base) {
        var left = amount.toFraction();
        var reached = Fraction.ZERO;
        var sum = Fraction.ZERO;
        for (var band : bands) {
            var width = base.toFraction().times(band.upTo().minus(reached));
            var part = left.compareTo(width) < 0 ? left : width;
            sum = sum.plus(part.times(band.rate()));
            left = left.minus(part);
            reached = band.upTo();
        }
        return sum.plus(left.times(restRate));
    }

    /** All of {@code amount} at the rate of the one band its share of {@code base} falls in; exact. */
    Fraction wholeAmount(Money amount, Money base) {
        var exact = amount.toFraction();
        var rate = bands.stream()
                .filter(band -> exact.compareTo(base.toFraction().times(band.upTo())) <= 0)
                .findFirst()
                .map(Band::rate)
                .orElse(restRate);
        return exact.times(rate);
    }

    private static boolean isRate(Fraction rate) {
        return !rate.isNegative() && rate.compareTo(Fraction.ONE) <= 0;
    }
}
