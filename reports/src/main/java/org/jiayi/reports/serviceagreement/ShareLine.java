package org.jiayi.reports.serviceagreement;

/**
 * What one payer bears of the fee.
 *
 * @param payer the payer, in words
 * @param amountFen what it bears
 */
public record ShareLine(String payer, long amountFen) {}
