package org.jiayi.app.fee;

import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.policy.Policy;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The policies by which fees were charged. */
@Component
class ChargingPolicies {

    private final Policies policies;
    private final FeePolicyKind documents;

    ChargingPolicies(Policies policies, FeePolicyKind documents) {
        this.policies = policies;
        this.documents = documents;
    }

    /** Those of the ids, each read once. */
    Mono<Map<UUID, FeePolicy>> of(String area, Stream<UUID> policyIds) {
        return Flux.fromIterable(policyIds.collect(Collectors.toSet()))
                .concatMap(policyId -> policies.get(area, policyId))
                .collectMap(Policy::policyId, documents::read);
    }
}
