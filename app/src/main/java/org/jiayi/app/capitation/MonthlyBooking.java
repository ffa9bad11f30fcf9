package org.jiayi.app.capitation;

import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;

/**
 * What is booked for a payee and scheme in one month. Amounts are negative where late corrections outweigh the month.
 *
 * @param exact the month's entitlement before rounding
 * @param entitlement what is due
 * @param prepayment what is paid now
 * @param retention what is held back until the year end: entitlement − prepayment
 * @param toDate the year after this booking, with which the next month begins
 */
public record MonthlyBooking(
        Fraction exact, Money entitlement, Money prepayment, Money retention, BookedToDate toDate) {}
