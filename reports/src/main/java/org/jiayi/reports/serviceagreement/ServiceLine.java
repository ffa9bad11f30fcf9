package org.jiayi.reports.serviceagreement;

/**
 * One service that the agreement promises.
 *
 * @param name the item
 * @param times how often in the term
 * @param modes how it is delivered, in words
 * @param payer who pays for it, in words
 */
public record ServiceLine(String name, long times, String modes, String payer) {}
