package org.jiayi.app.capitation;

import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;

/**
 * A year's claims of contracted residents at other institutions, of one class.
 *
 * @param amount what the fund paid for them
 * @param weight the part charged to the payee, 0 to 1; a local setting
 */
public record VisitsElsewhere(VisitClass visitClass, Money amount, Fraction weight) {

    /** Why a resident was seen elsewhere. */
    public enum VisitClass {
        /** A valid referral covers the visit. */
        REFERRED("转诊"),
        UN_REFERRED("未经转诊"),
        EMERGENCY("急诊"),
        /** The resident is registered for care in another area. */
        REMOTE_REGISTERED("异地备案"),
        /** Other funds pay. */
        EXCLUDED("不计入");

        private final String label;

        VisitClass(String label) {
            this.label = label;
        }

        /** The name in Chinese. */
        public String label() {
            return label;
        }
    }

    public VisitsElsewhere {
        if (weight.isNegative() || weight.compareTo(Fraction.ONE) > 0) {
            throw new IllegalArgumentException("a weight is from 0 to 1");
        }
    }

    /** What is charged to the payee: amount × weight, HALF_UP to the fen, once for the class. */
    public Money charged() {
        return amount.toFraction().times(weight).halfUpToMoney();
    }
}
