package org.jiayi.reports.distribution;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.jiayi.reports.text.Total;
import org.jspecify.annotations.Nullable;

/**
 * A team's income, distributed. Nothing is reckoned here, but the parts must make the pool.
 *
 * @param institutionName the team's institution
 * @param institutionCode its code
 * @param teamName the team
 * @param teamNumber its number
 * @param first the first month
 * @param last the last month
 * @param distributionNumber the distribution
 * @param status where it stands, in words
 * @param date the day the document is dated by
 * @param digestSm3 the SM3 digest of what is distributed, in hexadecimal
 * @param verificationAddress where anybody can check the digest and the pool
 * @param members the members in the order of their names
 * @param cutFen what was taken off the team's income for what funds have cut; negative where they gave back
 * @param incomeFen what is left of the income
 * @param poolFen what goes to the members
 * @param institutionFen what the institution keeps
 * @param preparedBy who prepared it
 * @param resolvedBy who posted it or made it void, or null to leave the line for a pen
 */
public record StaffDistributionSheet(
        String institutionName,
        String institutionCode,
        String teamName,
        String teamNumber,
        YearMonth first,
        YearMonth last,
        String distributionNumber,
        String status,
        LocalDate date,
        String digestSm3,
        String verificationAddress,
        List<MemberLine> members,
        long cutFen,
        long incomeFen,
        long poolFen,
        long institutionFen,
        String preparedBy,
        @Nullable String resolvedBy) {

    /** The team's income as it was booked. */
    long bookedFen() {
        return Math.addExact(incomeFen, cutFen);
    }

    /** Refuses parts that do not make the pool: such a sheet must never be signed. */
    public StaffDistributionSheet {
        members = List.copyOf(members);
        Total.require(members, MemberLine::amountFen, poolFen, "the members' parts");
        if (Math.addExact(poolFen, institutionFen) != incomeFen) {
            throw new IllegalArgumentException("the members' and the institution's parts do not make the income");
        }
    }
}
