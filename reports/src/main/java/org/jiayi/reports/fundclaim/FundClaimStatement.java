package org.jiayi.reports.fundclaim;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.jiayi.reports.text.Total;
import org.jspecify.annotations.Nullable;

/**
 * A claim on a fund and what became of it. Nothing is reckoned here, but the totals must agree.
 *
 * @param poolingAreaName the pooling area
 * @param poolingAreaCode its code
 * @param payerName the fund that is asked, in words
 * @param month the month whose fees are claimed
 * @param claimNumber the claim
 * @param status where it stands, in words
 * @param date the day the document is dated by
 * @param digestSm3 the SM3 digest of what is claimed, in hexadecimal
 * @param verificationAddress where anybody can check the digest and what is claimed
 * @param lines the institutions in the order in which they are listed
 * @param receipts what arrived, the earliest first
 * @param cuts what the fund has cut, the earliest first
 * @param contracts the contracts of all institutions
 * @param linesFen what the lines come to
 * @param carriedFen what the claim before left to be set off, zero or less
 * @param claimedFen what the fund is asked for
 * @param cutFen what the fund has cut of it
 * @param receivedFen what arrived
 * @param outstandingFen what was not cut and did not arrive yet
 * @param arrival received ÷ claimed less what was cut, in words
 * @param preparedBy who prepared it
 * @param submittedBy who handed it in, or null to leave the line for a pen
 */
public record FundClaimStatement(
        String poolingAreaName,
        String poolingAreaCode,
        String payerName,
        YearMonth month,
        String claimNumber,
        String status,
        LocalDate date,
        String digestSm3,
        String verificationAddress,
        List<ClaimLine> lines,
        List<ReceiptLine> receipts,
        List<CutLine> cuts,
        long contracts,
        long linesFen,
        long carriedFen,
        long claimedFen,
        long cutFen,
        long receivedFen,
        long outstandingFen,
        String arrival,
        String preparedBy,
        @Nullable String submittedBy) {

    /** Refuses totals that are not the sums of the lines: such a sheet must never be stamped. */
    public FundClaimStatement {
        lines = List.copyOf(lines);
        receipts = List.copyOf(receipts);
        cuts = List.copyOf(cuts);
        Total.require(lines, ClaimLine::contracts, contracts, "contracts");
        Total.require(lines, ClaimLine::amountFen, linesFen, "amounts");
        Total.require(lines, ClaimLine::receivedFen, receivedFen, "received amounts");
        Total.require(receipts, ReceiptLine::amountFen, receivedFen, "receipts");
        Total.require(cuts, CutLine::amountFen, cutFen, "cuts");
        if (claimedFen != Math.max(0, linesFen + carriedFen) || outstandingFen != claimedFen - cutFen - receivedFen) {
            throw new IllegalArgumentException("what is claimed and what is outstanding do not follow from the lines");
        }
    }
}
