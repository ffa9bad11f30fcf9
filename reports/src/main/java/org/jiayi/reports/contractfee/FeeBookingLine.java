package org.jiayi.reports.contractfee;

import java.time.YearMonth;

/**
 * A line as it was booked.
 *
 * @param month the month in which it is booked
 * @param reason why it was booked, in words
 * @param payer the payer, in words
 * @param explanation how it came to its amount, in a sentence
 * @param amountFen the amount; negative where it goes back
 */
public record FeeBookingLine(YearMonth month, String reason, String payer, String explanation, long amountFen) {}
