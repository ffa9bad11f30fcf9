package org.jiayi.app.yearend;

import static org.jiayi.app.kernel.decision.RefusalCode.POLICY_INVALID;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /** A part of an amount that lies in one band, and what its rate makes of it; exact. */
    record Part(Fraction from, Optional<Fraction> upTo, Fraction amount, Fraction rate) {

        Fraction shared() {
            return amount.times(rate);
        }
    }

    /** The parts of {@code amount}, band by band, those in which nothing lies left out. */
    List<Part> parts(Money amount, Money base) {
        var left = amount.toFraction();
        var reached = Fraction.ZERO;
        var parts = new ArrayList<Part>();
        for (var band : bands) {
            var width = positive(base).times(band.upTo().minus(reached));
            var inBand = left.compareTo(width) < 0 ? left : width;
            parts.add(new Part(reached, Optional.of(band.upTo()), inBand, band.rate()));
            left = left.minus(inBand);
            reached = band.upTo();
        }
        parts.add(new Part(reached, Optional.empty(), left, restRate));
        return parts.stream().filter(part -> !part.amount().isZero()).toList();
    }

    /** Each part of {@code amount} at the rate of the band it lies in; exact. */
    Fraction marginal(Money amount, Money base) {
        return parts(amount, base).stream().map(Part::shared).reduce(Fraction.ZERO, Fraction::plus);
    }

    /** All of {@code amount} at the rate of the one band its share of {@code base} falls in; exact. */
    Fraction wholeAmount(Money amount, Money base) {
        return amount.toFraction().times(rateOf(amount, base));
    }

    /** The rate of the one band that the share of {@code amount} in {@code base} falls in. */
    Fraction rateOf(Money amount, Money base) {
        var exact = amount.toFraction();
        return bands.stream()
                .filter(band -> exact.compareTo(positive(base).times(band.upTo())) <= 0)
                .findFirst()
                .map(Band::rate)
                .orElse(restRate);
    }

    /** Corrections may outweigh a year: of nothing or less, every band is empty but the last. */
    private static Fraction positive(Money base) {
        return base.isNegative() ? Fraction.ZERO : base.toFraction();
    }

    private static boolean isRate(Fraction rate) {
        return !rate.isNegative() && rate.compareTo(Fraction.ONE) <= 0;
    }
}
