package org.jiayi.reports.appropriationsummary;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.jiayi.reports.text.Total;
import org.jspecify.annotations.Nullable;

/**
 * What the fund pays to every institution of a batch. Nothing is reckoned here, but the totals must agree.
 *
 * @param poolingAreaName the pooling area whose fund pays
 * @param poolingAreaCode its code
 * @param kindName what kind of batch it is, in Chinese
 * @param fundCode of the fund that pays: a scheme's, or a payer's of contract fees
 * @param fundName its name
 * @param month the month that is settled
 * @param knownOn the day up to whose knowledge it was settled; the document is dated by it
 * @param batchNumber the settlement batch
 * @param policyVersion the version of the policy that priced it
 * @param digestSm3 the SM3 digest of the batch, in hexadecimal
 * @param verificationAddress where anybody can check the digest and the total
 * @param payees the institutions in the order in which they are listed
 * @param heads the person-months of all institutions, or their contracts
 * @param entitlementFen what all institutions are due
 * @param prepaymentFen what the fund prepays
 * @param retentionFen what is withheld until the assessment
 * @param deductedFen what is taken off the prepayment for visits elsewhere
 * @param preparedBy who prepared the batch, or null to leave the line for a pen
 * @param reviewedBy who reviewed the batch, or null to leave the line for a pen
 * @param approvedBy who approved the batch, or null to leave the line for a pen
 */
public record AppropriationSummary(
        String poolingAreaName,
        String poolingAreaCode,
        String kindName,
        String fundCode,
        String fundName,
        YearMonth month,
        LocalDate knownOn,
        String batchNumber,
        String policyVersion,
        String digestSm3,
        String verificationAddress,
        List<PayeeLine> payees,
        long heads,
        long entitlementFen,
        long prepaymentFen,
        long retentionFen,
        long deductedFen,
        @Nullable String preparedBy,
        @Nullable String reviewedBy,
        @Nullable String approvedBy) {

    /** Refuses totals that are not the sums of the lines: such a sheet must never be stamped. */
    public AppropriationSummary {
        payees = List.copyOf(payees);
        Total.require(payees, PayeeLine::heads, heads, "person-months");
        Total.require(payees, PayeeLine::entitlementFen, entitlementFen, "entitlement");
        Total.require(payees, PayeeLine::prepaymentFen, prepaymentFen, "prepayment");
        Total.require(payees, PayeeLine::retentionFen, retentionFen, "retention");
        Total.require(payees, PayeeLine::deductedFen, deductedFen, "deduction");
    }

    /** What the fund pays now. */
    long dueFen() {
        return Math.subtractExact(prepaymentFen, deductedFen);
    }
}
