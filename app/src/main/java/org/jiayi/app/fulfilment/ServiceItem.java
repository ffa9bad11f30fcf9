package org.jiayi.app.fulfilment;

import java.util.EnumSet;
import java.util.Set;
import org.jiayi.app.resident.PopulationGroup;

/**
 * A service item (服务项目) as a package holds it, for everybody or for some groups.
 *
 * @param timesPerYear how often it is owed in a year
 * @param minimumSpacingDays the fewest days from one to the next that still counts
 * @param modes how it may be delivered
 * @param groups for whom; empty for everybody who has the package
 * @param paidBy who pays for it
 * @param evidenceMin how many pieces of evidence a record must have at least
 */
public record ServiceItem(
        String code,
        String name,
        int timesPerYear,
        int minimumSpacingDays,
        Set<ServiceMode> modes,
        Set<PopulationGroup> groups,
        ItemPayer paidBy,
        int evidenceMin) {

    /** The most pieces of evidence that one record may have. */
    public static final int EVIDENCE_MAX = 10;

    public ServiceItem {
        modes = Set.copyOf(modes);
        groups = Set.copyOf(groups);
    }

    boolean isFor(int populationGroups) {
        return groups.isEmpty() || groups.stream().anyMatch(group -> (populationGroups & group.mask()) != 0);
    }

    /**
     * One item where two are wanted of the same code, such as a blood-pressure check for hypertension and for diabetes: the
     * higher count and the wider spacing win, a mode allowed by either is allowed, and the more evidence is asked for. So
     * one visit serves both, and nobody is visited twice for the same thing.
     */
    ServiceItem mergedWith(ServiceItem other) {
        EnumSet<ServiceMode> either = EnumSet.copyOf(modes);
        either.addAll(other.modes);
        EnumSet<PopulationGroup> both = EnumSet.noneOf(PopulationGroup.class);
        both.addAll(groups);
        both.addAll(other.groups);
        return new ServiceItem(
                code,
                name,
                Math.max(timesPerYear, other.timesPerYear),
                Math.max(minimumSpacingDays, other.minimumSpacingDays),
                either,
                both,
                paidBy,
                Math.max(evidenceMin, other.evidenceMin));
    }
}
