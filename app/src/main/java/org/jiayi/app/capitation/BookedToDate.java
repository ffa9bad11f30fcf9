package org.jiayi.app.capitation;

import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;

/**
 * What was booked for a payee and scheme since the year began (DOMAIN §5: cumulative rounding).
 *
 * @param exact the sum of the exact monthly entitlements
 * @param entitlement what was booked of it: always {@code exact} HALF_UP to the fen
 * @param prepaid what was booked as prepayment
 */
public record BookedToDate(Fraction exact, Money entitlement, Money prepaid) {

    /** Before the first month of a year. */
    public static final BookedToDate NOTHING = new BookedToDate(Fraction.ZERO, Money.ZERO, Money.ZERO);

    public BookedToDate {
        if (!exact.halfUpToMoney().equals(entitlement)) {
            throw new IllegalArgumentException("what was booked is not the rounded exact entitlement");
        }
    }

    /** What was booked and not prepaid. */
    public Money retention() {
        return entitlement.minus(prepaid);
    }

    /**
     * Books one more month. Rounds the year's sums, not the month's: the month is the difference to what was booked, so
     * that at every month end the year is right to the fen. A changed rate therefore applies to the year so far.
     *
     * @param exactOfMonth what the month comes to, late corrections included; may be negative
     * @param prepaidRate 0 to 1
     */
    public MonthlyBooking book(Fraction exactOfMonth, Fraction prepaidRate) {
        var exactToDate = exact.plus(exactOfMonth);
        var after = new BookedToDate(
                exactToDate,
                exactToDate.halfUpToMoney(),
                exactToDate.times(prepaidRate).halfUpToMoney());
        var booked = after.entitlement.minus(entitlement);
        var prepayment = after.prepaid.minus(prepaid);
        return new MonthlyBooking(exactOfMonth, booked, prepayment, booked.minus(prepayment), after);
    }
}
