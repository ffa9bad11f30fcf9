package org.jiayi.reports.contractfee;

/**
 * What one payer bears.
 *
 * @param payer the payer, in words
 * @param amountFen what it bears
 */
public record PayerLine(String payer, long amountFen) {}
