package org.jiayi.app.settlement;

/**
 * One institution's line of a batch, in whole fen.
 *
 * @param entitlementFen what is due for the month: prepayment and retention
 * @param cumulativeEntitlementFen what is due for the year so far, this month included
 */
public record BatchLine(
        String institutionCode,
        String institutionName,
        long heads,
        long entitlementFen,
        long prepaymentFen,
        long retentionFen,
        long cumulativeEntitlementFen,
        long cumulativePrepaymentFen) {}
