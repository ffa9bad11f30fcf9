package org.jiayi.reports.appropriationsummary;

/**
 * What one institution receives.
 *
 * @param institutionCode its insurance code
 * @param institutionName its name, and why it is on the sheet where people wrote it there
 * @param heads its person-months, or contracts
 * @param entitlementFen what it is due for the month
 * @param prepaymentFen the part that is prepaid
 * @param retentionFen the part that is withheld until the assessment
 * @param deductedFen what is taken off the prepayment for visits elsewhere
 */
public record PayeeLine(
        String institutionCode,
        String institutionName,
        long heads,
        long entitlementFen,
        long prepaymentFen,
        long retentionFen,
        long deductedFen) {

    /** What is paid now, or recovered where it is negative. */
    long dueFen() {
        return Math.subtractExact(prepaymentFen, deductedFen);
    }
}
