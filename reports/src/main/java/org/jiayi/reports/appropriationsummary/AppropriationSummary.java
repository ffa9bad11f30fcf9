package org.jiayi.reports.appropriationsummary;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the fund pays to every institution of a batch. Nothing is reckoned here, but the totals must agree.
 *
 * @param poolingAreaName the pooling area whose fund pays
 * @param poolingAreaCode its code
 * @param schemeCode the insurance scheme's code, 310 or 390
 * @param schemeName the insurance scheme's name
 * @param month the month that is settled
 * @param knownOn the day up to whose knowledge it was settled; the document is dated by it
 * @param batchNumber the settlement batch
 * @param policyVersion the version of the policy that priced it
 * @param digestSm3 the SM3 digest of the batch, in hexadecimal
 * @param payees the institutions in the order in which they are listed
 * @param heads the person-months of all institutions
 * @param entitlementFen what all institutions are due
 * @param prepaymentFen what the fund pays now
 * @param retentionFen what is withheld until the assessment
 * @param preparedBy who prepared the batch, or null to leave the line for a pen
 * @param approvedBy who approved the batch, or null to leave the line for a pen
 */
public record AppropriationSummary(
        String poolingAreaName,
        String poolingAreaCode,
        String schemeCode,
        String schemeName,
        YearMonth month,
        LocalDate knownOn,
        String batchNumber,
        String policyVersion,
        String digestSm3,
        List<PayeeLine> payees,
        long heads,
        long entitlementFen,
        long prepaymentFen,
        long retentionFen,
        @Nullable String preparedBy,
        @Nullable String approvedBy) {

    /** Refuses totals that are not the sums of the lines: such a sheet must never be stamped. */
    public AppropriationSummary {
        payees = List.copyOf(payees);
        requireSum(payees, PayeeLine::heads, heads, "person-months");
        requireSum(payees, PayeeLine::entitlementFen, entitlementFen, "entitlement");
        requireSum(payees, PayeeLine::prepaymentFen, prepaymentFen, "prepayment");
        requireSum(payees, PayeeLine::retentionFen, retentionFen, "retention");
    }

    private static void requireSum(
            List<PayeeLine> payees, ToLongFunction<PayeeLine> column, long total, String meaning) {
        long sum = payees.stream().mapToLong(column).reduce(0, Math::addExact);
        if (sum != total) {
            throw new IllegalArgumentException("the payees add up to " + sum + ", not to " + total + ", of " + meaning);
        }
    }
}
