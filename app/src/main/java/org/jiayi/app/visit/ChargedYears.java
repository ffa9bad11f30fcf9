package org.jiayi.app.visit;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jiayi.app.resident.InsuranceScheme;
import reactor.core.publisher.Mono;

/** What visits ask of who ends years: by what those of a year were charged for good. */
public interface ChargedYears {

    /**
     * An approved year end.
     *
     * @param policyId of the policy of visits that it charged by
     * @param knownAt what was known at this moment was charged
     * @param lastDay through which it charged; what came after it in the year is charged to nobody
     */
    record Charged(UUID policyId, Instant knownAt, LocalDate lastDay) {}

    /** Of a scheme's year; empty where its end is not approved. */
    Mono<Charged> find(String area, InsuranceScheme scheme, int year);
}
