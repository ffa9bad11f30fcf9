package org.jiayi.app.settlement;

/**
 * One payee's line of a batch, in whole fen.
 *
 * @param payee the code of an institution or the number of a team
 * @param institutionName with the team's name where a team is paid
 * @param heads of the batch's own month
 * @param correctedHeads signed person-months of earlier months, heard of late
 * @param entitlementFen what is due for the month: prepayment and retention
 * @param cumulativeEntitlementFen what is due for the year so far, this month included
 */
public record BatchLine(
        String payee,
        String institutionCode,
        String institutionName,
        long heads,
        long correctedHeads,
        long entitlementFen,
        long prepaymentFen,
        long retentionFen,
        long cumulativeEntitlementFen,
        long cumulativePrepaymentFen) {

    /** Whether it is a team that is paid. */
    public boolean isTeam() {
        return !payee.equals(institutionCode) && !payee.startsWith("H");
    }
}
