package org.jiayi.reports.fundclaim;

import java.time.LocalDate;

/**
 * Money that arrived.
 *
 * @param receivedOn the day
 * @param bankReference the bank's reference
 * @param recordedBy who recorded it
 * @param amountFen how much
 */
public record ReceiptLine(LocalDate receivedOn, String bankReference, String recordedBy, long amountFen) {}
