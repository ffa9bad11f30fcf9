package org.jiayi.app.contract;

import java.time.LocalDate;
import org.jiayi.app.organisation.CapacityLimits;
import org.jiayi.app.policy.Policies;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Finds the contracting policy (签约政策) in force. */
@Component
class ContractingPolicies implements CapacityLimits {

    private final Policies policies;
    private final ContractingPolicyKind kind;

    ContractingPolicies(Policies policies, ContractingPolicyKind kind) {
        this.policies = policies;
        this.kind = kind;
    }

    /** The policy of a day; the standard one where the area has published none. */
    Mono<ContractingPolicy> inForce(String area, LocalDate on) {
        return policies.findInForce(area, ContractingPolicy.KIND, "", on)
                .map(kind::read)
                .defaultIfEmpty(ContractingPolicy.STANDARD);
    }

    @Override
    public Mono<Integer> findPerFamilyDoctor(String area, LocalDate on) {
        return inForce(area, on).flatMap(policy -> Mono.justOrEmpty(policy.capacityPerFamilyDoctor()));
    }
}
