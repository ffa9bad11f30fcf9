package org.jiayi.reports.yearend;

/**
 * A payee's year. Of a surplus the parts are what each side keeps; of an overspend they are negative, and what each side bears.
 *
 * @param payeeCode the code of the institution or the number of the team that is paid
 * @param payeeName its name
 * @param personMonths counted, late corrections included
 * @param score the assessment score as it was given
 * @param coefficient what the score makes of surplus and retention, exact
 * @param entitlementFen what the payee was entitled to for the year
 * @param ownFen what was spent at the payee itself
 * @param elsewhereFen what is charged for visits elsewhere
 * @param differenceFen entitlement − spending: a surplus, or negative an overspend
 * @param institutionFen the payee's part of the difference
 * @param fundFen the fund's part of the difference
 * @param marginFen what was held back in the year
 * @param releasedFen what of it the score releases
 * @param forfeitedFen what of it is forfeited
 * @param paidFen what was paid in the year
 * @param finalDueFen what the payee is due in the end
 * @param balanceFen final due − paid: paid out, or recovered where negative
 * @param carriedInFen what earlier year ends left to be recovered, zero or less
 * @param carriedOutFen what is left to be recovered in the next year, zero or less
 */
public record PayeeYearLine(
        String payeeCode,
        String payeeName,
        long personMonths,
        String score,
        String coefficient,
        long entitlementFen,
        long ownFen,
        long elsewhereFen,
        long differenceFen,
        long institutionFen,
        long fundFen,
        long marginFen,
        long releasedFen,
        long forfeitedFen,
        long paidFen,
        long finalDueFen,
        long balanceFen,
        long carriedInFen,
        long carriedOutFen) {

    /** Refuses figures that do not tie: such a line must never be stamped. */
    public PayeeYearLine {
        requireEqual(entitlementFen, ownFen + elsewhereFen + differenceFen, "spending and difference");
        requireEqual(differenceFen, institutionFen + fundFen, "the parts of the difference");
        requireEqual(marginFen, releasedFen + forfeitedFen, "the parts of the margin");
        requireEqual(finalDueFen, paidFen + balanceFen, "paid and balance");
    }

    private static void requireEqual(long whole, long sum, String meaning) {
        if (whole != sum) {
            throw new IllegalArgumentException(meaning + " make " + sum + ", not " + whole);
        }
    }
}
