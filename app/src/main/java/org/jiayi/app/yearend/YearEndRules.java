package org.jiayi.app.yearend;

import java.util.Optional;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;

/**
 * How a year is reconciled (DOMAIN §5; local settings).
 *
 * @param surplus the parts of a surplus that the institution keeps, by its share of the entitlement
 * @param surplusMode how the surplus bands are read
 * @param surplusCeiling the most that is kept, as a share of the entitlement
 * @param overspend the parts of an overspend that the institution bears, always band by band
 * @param overspendCeiling the most that is borne, as a share of the entitlement
 * @param coefficientOn what the coefficient of the score is applied to
 */
public record YearEndRules(
        Bands surplus,
        SurplusMode surplusMode,
        Optional<Fraction> surplusCeiling,
        Bands overspend,
        Optional<Fraction> overspendCeiling,
        ScoreRule score,
        CoefficientOn coefficientOn) {

    /** How surplus bands are read. */
    public enum SurplusMode {
        /** Each part of the surplus at the rate of its own band. */
        MARGINAL,
        /** The whole surplus at the rate of the band it falls in. */
        WHOLE_AMOUNT
    }

    /** What the coefficient of the score is applied to; the other is in full. */
    public enum CoefficientOn {
        MARGIN,
        SURPLUS,
        BOTH
    }

    /** Rules without ceilings, the coefficient on both. */
    public YearEndRules(Bands surplus, SurplusMode surplusMode, Bands overspend, ScoreRule score) {
        this(surplus, surplusMode, Optional.empty(), overspend, Optional.empty(), score, CoefficientOn.BOTH);
    }

    /** The part of {@code surplus} that may be kept before assessment, exact. */
    Fraction keeps(Money surplus, Money entitlement) {
        return switch (surplusMode) {
            case MARGINAL -> this.surplus.marginal(surplus, entitlement);
            case WHOLE_AMOUNT -> this.surplus.wholeAmount(surplus, entitlement);
        };
    }

    /** What of {@code surplus} is kept by that coefficient, HALF_UP, within the ceiling. */
    Money kept(Money surplus, Money entitlement, Fraction coefficient) {
        return within(
                surplusCeiling, keeps(surplus, entitlement).times(coefficient).halfUpToMoney(), entitlement);
    }

    /** What of {@code overspend} the institution bears, HALF_UP of the bands' sum, within the ceiling. */
    Money borne(Money overspend, Money entitlement) {
        return within(
                overspendCeiling,
                this.overspend.marginal(overspend, entitlement).halfUpToMoney(),
                entitlement);
    }

    private static Money within(Optional<Fraction> ceiling, Money amount, Money entitlement) {
        return ceiling.map(share -> Money.lesserOf(amount, part(share, entitlement)))
                .orElse(amount);
    }

    /** A share of a year's entitlement, HALF_UP; nothing of one that corrections made negative. */
    static Money part(Fraction share, Money entitlement) {
        return entitlement.isNegative()
                ? Money.ZERO
                : entitlement.toFraction().times(share).halfUpToMoney();
    }

    Fraction onSurplus(Fraction coefficient) {
        return coefficientOn == CoefficientOn.MARGIN ? Fraction.ONE : coefficient;
    }

    Fraction onMargin(Fraction coefficient) {
        return coefficientOn == CoefficientOn.SURPLUS ? Fraction.ONE : coefficient;
    }
}
