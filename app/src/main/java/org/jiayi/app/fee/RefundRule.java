package org.jiayi.app.fee;

import java.time.LocalDate;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.period.Proration;
import org.jiayi.app.kernel.period.Term;

/** Which part of the fee is given back when a contract ends early (DOMAIN §4; a local setting). */
public enum RefundRule {
    /** Everything until the first service was delivered, nothing from then on. */
    NONE_ONCE_SERVED("提供服务后不退"),
    /** The whole months that remain; the month of the last day counts as used. */
    WHOLE_MONTHS("按剩余整月退"),
    /** The days that remain of the days of the term. */
    BY_DAY("按剩余天数退");

    private final String label;

    RefundRule(String label) {
        this.label = label;
    }

    /** The name in Chinese. */
    public String label() {
        return label;
    }

    /**
     * The part of the fee to be given back, exact, 0 to 1.
     *
     * @param lastDay the last day in force
     * @param served whether any service was delivered under the contract
     */
    public Fraction share(Term term, LocalDate lastDay, boolean served) {
        return switch (this) {
            case NONE_ONCE_SERVED -> served ? Fraction.ZERO : Fraction.ONE;
            case WHOLE_MONTHS -> Proration.wholeMonths(term, lastDay).share();
            case BY_DAY -> Proration.byDay(term, lastDay).share();
        };
    }
}
