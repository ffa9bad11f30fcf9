package org.jiayi.app.capitation;

import java.util.Set;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.InsuranceScheme;

/**
 * A capitation policy of one pooling area, insurance scheme and year (DOMAIN §5).
 *
 * @param baseQuota per head and year, before the coefficient
 * @param prepaid the part of the entitlement that is paid monthly, 0 to 1; the rest is retained until the year end
 * @param packages the service packages whose contracts count
 * @param tariff the annual quota of every risk group
 */
public record CapitationPolicy(
        String name,
        InsuranceScheme scheme,
        int year,
        Money baseQuota,
        Fraction prepaid,
        HeadCountRule headCount,
        Set<ServicePackage> packages,
        Tariff tariff) {

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
}
