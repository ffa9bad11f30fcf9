package org.jiayi.app.settlement;

/**
 * One payee's line of a batch, in whole fen.
 *
 * @param payee the code of an institution or the number of a team
 * @param institutionName with the team's name where a team is paid
 * @param heads of the batch's own month, contracts charged, or people among whom income is distributed
 * @param villageHeads of the heads, those of village clinics below the payee
 * @param correctedHeads signed person-months of earlier months, heard of late
 * @param entitlementFen what is due: prepayment and retention
 * @param deductedFen taken off the prepayment for visits elsewhere; negative where more was taken off before than is charged now
 * @param cumulativeEntitlementFen what is due for the year so far, this batch included
 * @param note why, of an adjustment; empty otherwise
 * @param confirmed whether its institution has confirmed it as it stands
 */
public record BatchLine(
        String payee,
        String institutionCode,
        String institutionName,
        long heads,
        long villageHeads,
        long correctedHeads,
        long entitlementFen,
        long prepaymentFen,
        long retentionFen,
        long deductedFen,
        long cumulativeEntitlementFen,
        long cumulativePrepaymentFen,
        long cumulativeDeductedFen,
        String note,
        boolean confirmed) {

    /** A line of something paid at once and whole, negative where it is recovered. */
    public static BatchLine paid(String payee, String institutionCode, long heads, long fen, String note) {
        return new BatchLine(payee, institutionCode, "", heads, 0, 0, fen, fen, 0, 0, fen, fen, 0, note, false);
    }

    /** What is to be paid, or recovered where it is negative: the prepayment less the deduction. */
    public long dueFen() {
        return Math.subtractExact(prepaymentFen, deductedFen);
    }

    /** Whether it is a team that is paid. */
    public boolean isTeam() {
        return !payee.equals(institutionCode);
    }
}
