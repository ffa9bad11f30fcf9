package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which fee policy prices which service package on which days. */
public record PricedPackages(List<Price> prices) {

    /**
     * One package of one policy.
     *
     * @param effectiveFrom the first day on which the policy holds
     * @param effectiveUntil the first day on which it no longer holds
     */
    public record Price(String servicePackage, UUID policyId, LocalDate effectiveFrom, LocalDate effectiveUntil) {}

    /** The policy that prices the package on that day; empty where none does. */
    public Optional<UUID> policyOf(ServicePackage servicePackage, LocalDate on) {
        String code = servicePackage.code();
        return prices.stream()
                .filter(price -> price.servicePackage().equals(code))
                .filter(price -> !on.isBefore(price.effectiveFrom()) && on.isBefore(price.effectiveUntil()))
                .map(Price::policyId)
                .findFirst();
    }
}
