package org.jiayi.reports.capitationstatement;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.jiayi.reports.personmonths.PersonMonthLine;

/**
 * What one institution is due for one month, as the batch settled it. Nothing is reckoned here.
 *
 * @param poolingAreaName the pooling area whose fund pays
 * @param poolingAreaCode its code
 * @param institutionName the institution that is paid
 * @param institutionCode its insurance code
 * @param schemeCode the insurance scheme's code, 310 or 390
 * @param schemeName the insurance scheme's name
 * @param month the month that is settled
 * @param knownOn the day up to whose knowledge it was settled; the document is dated by it
 * @param batchNumber the settlement batch
 * @param policyVersion the version of the policy that priced it
 * @param digestSm3 the SM3 digest of the batch, in hexadecimal
 * @param verificationAddress where anybody can check the digest and the entitlement
 * @param tariffLines the rows of the tariff that counted someone
 * @param heads the person-months of all rows
 * @param entitlementFen what the institution is due for the month
 * @param prepaymentFen the part that is prepaid
 * @param retentionFen the part that is withheld until the assessment
 * @param deductedFen what is taken off the prepayment for visits elsewhere
 * @param cumulativeEntitlementFen what it is due for the year up to this month
 * @param cumulativePrepaymentFen what it is paid for the year up to this month
 * @param persons the person-months in the order in which they are listed
 */
public record CapitationStatement(
        String poolingAreaName,
        String poolingAreaCode,
        String institutionName,
        String institutionCode,
        String schemeCode,
        String schemeName,
        YearMonth month,
        LocalDate knownOn,
        String batchNumber,
        String policyVersion,
        String digestSm3,
        String verificationAddress,
        List<TariffLine> tariffLines,
        long heads,
        long entitlementFen,
        long prepaymentFen,
        long retentionFen,
        long deductedFen,
        long cumulativeEntitlementFen,
        long cumulativePrepaymentFen,
        List<PersonMonthLine> persons) {

    /** Refuses figures that do not agree with each other: such a sheet must never be stamped. */
    public CapitationStatement {
        tariffLines = List.copyOf(tariffLines);
        persons = List.copyOf(persons);
        if (tariffLines.stream().mapToLong(TariffLine::heads).sum() != heads) {
            throw new IllegalArgumentException("the rows of the tariff do not add up to " + heads + " person-months");
        }
        if (Math.addExact(prepaymentFen, retentionFen) != entitlementFen) {
            throw new IllegalArgumentException("prepayment and retention do not add up to the entitlement");
        }
    }

    /** What is paid now, or recovered where it is negative. */
    long dueFen() {
        return Math.subtractExact(prepaymentFen, deductedFen);
    }

    /** What the listed person-months come to. */
    long listedHeads() {
        return persons.stream().mapToLong(PersonMonthLine::heads).reduce(0, Math::addExact);
    }
}
