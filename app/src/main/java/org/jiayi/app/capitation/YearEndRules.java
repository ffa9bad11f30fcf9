package org.jiayi.app.capitation;

import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;

/**
 * How a year is reconciled (DOMAIN §5; local settings).
 *
 * @param surplus the parts of a surplus that the institution keeps, by its share of the entitlement
 * @param surplusMode how the surplus bands are read
 * @param overspend the parts of an overspend that the institution bears, always band by band
 */
public record YearEndRules(Bands surplus, SurplusMode surplusMode, Bands overspend, ScoreRule score) {

    /** How surplus bands are read. */
    public enum SurplusMode {
        /** Each part of the surplus at the rate of its own band. */
        MARGINAL,
        /** The whole surplus at the rate of the band it falls in. */
        WHOLE_AMOUNT
    }

    /** The part of {@code surplus} that may be kept before assessment, exact. */
    Fraction keeps(Money surplus, Money entitlement) {
        return switch (surplusMode) {
            case MARGINAL -> this.surplus.marginal(surplus, entitlement);
            case WHOLE_AMOUNT -> this.surplus.wholeAmount(surplus, entitlement);
        };
    }
}
