package org.jiayi.app.fulfilment;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jiayi.app.contract.ServicePackage;

/**
 * A checked catalogue of service packages (服务包目录).
 *
 * @param packages the items of each package, in the order of the policy; the same code may stand there for several groups
 * @param clusteredPerHourMax how many records of one practitioner may begin within an hour before they are flagged
 * @param homeVisitGapMinutesMin the shortest way from one place to another that is believed
 */
public record ServiceCatalogue(
        String name,
        Map<ServicePackage, List<ServiceItem>> packages,
        int clusteredPerHourMax,
        int homeVisitGapMinutesMin) {

    /** The {@code kind} of its policies. */
    public static final String KIND = "service_packages";

    static final int CLUSTERED_PER_HOUR_MAX = 8;
    static final int HOME_VISIT_GAP_MINUTES_MIN = 10;

    public ServiceCatalogue {
        packages = Map.copyOf(packages);
    }

    /**
     * What a package owes a resident of those groups, in the order of the policy, each code once: items wanted for several
     * groups are one, see {@link ServiceItem#mergedWith}.
     *
     * @param populationGroups sum of the groups' masks
     */
    public Collection<ServiceItem> itemsFor(ServicePackage servicePackage, int populationGroups) {
        Map<String, ServiceItem> wanted = new LinkedHashMap<>();
        for (ServiceItem item : packages.getOrDefault(servicePackage, List.of())) {
            if (item.isFor(populationGroups)) {
                wanted.merge(item.code(), item, ServiceItem::mergedWith);
            }
        }
        return wanted.values();
    }
}
