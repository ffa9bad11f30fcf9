package org.jiayi.reports.yearend;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A year end as it was reconciled. Nothing is reckoned here but the totals.
 *
 * @param poolingAreaName the pooling area whose fund pays
 * @param poolingAreaCode its code
 * @param schemeCode the insurance scheme's code, 310 or 390
 * @param schemeName the insurance scheme's name
 * @param through the last month of the year that is reconciled
 * @param knownOn the day up to whose knowledge it was reconciled; the document is dated by it
 * @param yearEndNumber the year end
 * @param policyVersion the version of the policy that it follows
 * @param status where it stands, in words
 * @param digestSm3 the SM3 digest of the year end, in hexadecimal
 * @param verificationAddress where anybody can check the digest and the balance
 * @param payees the payees in the order in which they are listed
 * @param shares what alliances share; empty where nothing is
 * @param preparedBy who computed it
 * @param approvedBy who approved it, or null to leave the line for a pen
 */
public record YearEndStatement(
        String poolingAreaName,
        String poolingAreaCode,
        String schemeCode,
        String schemeName,
        YearMonth through,
        LocalDate knownOn,
        String yearEndNumber,
        String policyVersion,
        String status,
        String digestSm3,
        String verificationAddress,
        List<PayeeYearLine> payees,
        List<AllianceShareLine> shares,
        String preparedBy,
        @Nullable String approvedBy) {

    public YearEndStatement {
        payees = List.copyOf(payees);
        shares = List.copyOf(shares);
    }

    /** What a column of the payees comes to. */
    long sum(ToLongFunction<PayeeYearLine> column) {
        return payees.stream().mapToLong(column).reduce(0, Math::addExact);
    }

    long shared() {
        return shares.stream().mapToLong(AllianceShareLine::amountFen).reduce(0, Math::addExact);
    }
}
