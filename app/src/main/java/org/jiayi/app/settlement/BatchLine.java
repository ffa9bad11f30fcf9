package org.jiayi.app.settlement;

/**
 * One payee's line of a batch, in whole fen.
 *
 * @param payee the code of an institution or the number of a team
 * @param institutionName with the team's name where a team is paid
 * @param heads of the batch's own month, or contracts charged
 * @param correctedHeads signed person-months of earlier months, heard of late
 * @param entitlementFen what is due: prepayment and retention
 * @param cumulativeEntitlementFen what is due for the year so far, this batch included
 * @param note why, of an adjustment; empty otherwise
 * @param confirmed whether its institution has confirmed it as it stands
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
        long cumulativePrepaymentFen,
        String note,
        boolean confirmed) {

    /** A line of something paid at once and whole, negative where it is recovered. */
    public static BatchLine paid(String payee, String institutionCode, long heads, long fen, String note) {
        return new BatchLine(payee, institutionCode, "", heads, 0, fen, fen, 0, fen, fen, note, false);
    }

    /** Whether it is a team that is paid. */
    public boolean isTeam() {
        return !payee.equals(institutionCode);
    }
}
