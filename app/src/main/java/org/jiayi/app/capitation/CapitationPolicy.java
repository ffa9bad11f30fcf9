package org.jiayi.app.capitation;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;

/**
 * A capitation policy of one pooling area, insurance scheme and year (DOMAIN §5).
 *
 * @param baseQuota in fen per head and year, before the coefficient; exact, since one that is derived from a fund is a fraction
 * @param pool a year's fixed amount that the payees share by weights; empty where each head has its price
 * @param prepaid the part of the entitlement that is paid monthly, 0 to 1; the rest is retained until the year end
 * @param packages the service packages whose contracts count
 * @param tariff the annual quota of every risk group; of a pool, its weight
 * @param lookBackMonths for how many earlier months late facts are booked, 0 to 36
 * @param dueDay by which day of the following month, 1 to 28, a month is to be computed
 * @param roster how institutions agree to a month's list; empty where they are not asked
 */
public record CapitationPolicy(
        String name,
        InsuranceScheme scheme,
        int year,
        Fraction baseQuota,
        Optional<Money> pool,
        Fraction prepaid,
        HeadCountRule headCount,
        Set<ServicePackage> packages,
        Tariff tariff,
        Grades grades,
        PayeeRule payees,
        int lookBackMonths,
        int dueDay,
        Optional<RosterRule> roster) {

    /** The kind of document it is read from. */
    public static final String KIND = "capitation";

    public CapitationPolicy {
        packages = Set.copyOf(packages);
    }

    /** Reads and checks a document; a refusal's field is the JSON pointer of the first thing wrong. */
    public static Decision<CapitationPolicy> of(CapitationPolicyDocument document) {
        return new CapitationPolicyReader().read(document);
    }

    /** Whether a contract for {@code servicePackage} makes its resident count. */
    public boolean counts(ServicePackage servicePackage) {
        return packages.contains(servicePackage);
    }

    /** From which day on a month that is not computed is missing. */
    LocalDate dueOn(Month month) {
        return month.next().firstDay().withDayOfMonth(dueDay);
    }

    /** Whether a year may be settled by it and the other one after the other. */
    boolean settlesLike(CapitationPolicy other) {
        return payees.level() == other.payees.level() && pool.isPresent() == other.pool.isPresent();
    }

    /** What one head of an institution comes to in a year, in fen, exact; of a pool, its weight. */
    Fraction annual(String institutionCode, int tariffRow, int grade) {
        return tariff.row(tariffRow)
                .annualQuotaFen()
                .plus(payees.topUp(institutionCode))
                .times(grades.rate(grade));
    }

    /** What of the pool is shared by the end of so many months: that many twelfths, to the fen, so that a year shares all. */
    static Money poolToDate(Money pool, int months) {
        return pool.toFraction().times(Fraction.of(months, 12)).halfUpToMoney();
    }
}
