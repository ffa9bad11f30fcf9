package org.jiayi.app.visit;

import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;

/**
 * A period's claims of contracted residents at other institutions, of one class.
 *
 * @param amount what the fund paid for them
 * @param weight the part charged to the payee, 0 to 1; a local setting
 */
public record VisitsElsewhere(VisitClass visitClass, Money amount, Fraction weight) {

    public VisitsElsewhere {
        if (visitClass == VisitClass.OWN) {
            throw new IllegalArgumentException("a visit at the payee is not elsewhere");
        }
        if (weight.isNegative() || weight.compareTo(Fraction.ONE) > 0) {
            throw new IllegalArgumentException("a weight is from 0 to 1");
        }
    }

    /** What is charged to the payee: amount × weight, HALF_UP to the fen, once for the class. */
    public Money charged() {
        return amount.toFraction().times(weight).halfUpToMoney();
    }
}
