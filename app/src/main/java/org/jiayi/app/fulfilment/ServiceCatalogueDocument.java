package org.jiayi.app.fulfilment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A catalogue of service packages as a bureau writes it, before anything is checked; any part may be absent.
 *
 * @param kind always {@code service_packages}
 * @param clusteredPerHourMax how many records of one practitioner may begin within an hour before they are flagged
 * @param homeVisitGapMinutesMin the shortest way from one place to another that is believed
 */
public record ServiceCatalogueDocument(
        @Nullable String kind,
        @Nullable String name,
        @Nullable Integer clusteredPerHourMax,
        @Nullable Integer homeVisitGapMinutesMin,
        @Nullable List<Package> packages) {

    /** One package and its items. */
    public record Package(
            @Nullable String servicePackage, @Nullable List<Item> items) {}

    /**
     * An item; the same code may come again for other groups.
     *
     * @param groups for whom; absent for everybody who has the package
     * @param paidBy an {@link ItemPayer} in lower case
     */
    public record Item(
            @Nullable String code,
            @Nullable String name,
            @Nullable Integer timesPerYear,
            @Nullable Integer minimumSpacingDays,
            @Nullable List<String> modes,
            @Nullable List<String> groups,
            @Nullable String paidBy,
            @Nullable Integer evidenceMin) {}
}
