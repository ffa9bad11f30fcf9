package org.jiayi.app.fulfilment;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A contract's plan and where it stands on a day.
 *
 * @param policyId the catalogue it comes from
 */
public record PlanProgress(
        PlannedContract contract, UUID policyId, String policyName, LocalDate on, List<ItemProgress> items) {

    public PlanProgress {
        items = List.copyOf(items);
    }

    /**
     * Where a contract's plan stands.
     *
     * @param records of the contract and those that it follows
     */
    static PlanProgress of(
            PlannedContract contract, ServicePlans.InForce policy, Collection<ServiceRecord> records, LocalDate on) {
        Map<String, List<ServiceRecord>> byItem =
                records.stream().collect(Collectors.groupingBy(ServiceRecord::itemCode));
        return new PlanProgress(
                contract,
                policy.policyId(),
                policy.catalogue().name(),
                on,
                ServicePlan.of(policy.catalogue(), contract).items().stream()
                        .map(planned -> ItemProgress.of(
                                planned, byItem.getOrDefault(planned.item().code(), List.of()), contract, on))
                        .toList());
    }

    /** The rate over all items. */
    public FulfilmentRate rate() {
        return items.stream().map(ItemProgress::rate).reduce(FulfilmentRate.NOTHING_DUE, FulfilmentRate::plus);
    }
}
