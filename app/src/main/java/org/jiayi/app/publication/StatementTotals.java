package org.jiayi.app.publication;

/**
 * The control totals of a statement.
 *
 * @param lines of detail
 * @param persons whom the lines are about, each once
 * @param amountFen what is to be paid
 * @param entitlementFen what is due: amount, retention and deduction
 * @param deductedFen taken off what is paid for visits elsewhere
 */
public record StatementTotals(
        long lines, long persons, long amountFen, long entitlementFen, long retentionFen, long deductedFen) {}
