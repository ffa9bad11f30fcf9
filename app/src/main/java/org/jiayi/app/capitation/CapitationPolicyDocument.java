package org.jiayi.app.capitation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A capitation policy as a bureau writes it, before anything is checked; any part may be absent. Decimals are text, so
 * that no parser turns them into floating point.
 *
 * @param kind always {@code capitation}
 * @param scheme the national code of the insurance scheme, {@code 310} or {@code 390}
 * @param baseQuotaFen per head and year, before the coefficient
 * @param prepaid the part of the entitlement that is paid monthly, as {@code "0.9"}
 * @param packages the service packages whose contracts count
 * @param ageBands in ascending order, the first from age 0; each reaches to the next
 * @param groups in order of precedence: a person in several gets the first
 */
public record CapitationPolicyDocument(
        @Nullable String kind,
        @Nullable String name,
        @Nullable String scheme,
        @Nullable Integer year,
        @Nullable Long baseQuotaFen,
        @Nullable String prepaid,
        @Nullable HeadCount headCount,
        @Nullable List<String> packages,
        @Nullable List<AgeBand> ageBands,
        @Nullable List<Group> groups) {

    /** Which months a contract counts in; see {@link HeadCountRule}. */
    public record HeadCount(
            @Nullable Integer snapshotDay,
            @Nullable Integer joinThroughDay,
            @Nullable String leave) {}

    /** The coefficients of an age band, by sex. */
    public record AgeBand(
            @Nullable String code,
            @Nullable Integer fromAge,
            @Nullable String male,
            @Nullable String female,
            @Nullable String unspecified) {}

    /** The coefficient of a population group, whatever the age and sex. */
    public record Group(@Nullable String group, @Nullable String coefficient) {}
}
