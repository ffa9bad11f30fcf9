package org.jiayi.app.contract;

import java.time.LocalDate;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.policy.RememberedPolicies;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectMapper;

/** Finds the contracting policy (签约政策) in force. */
@Component
class ContractingPolicies {

    private final Policies policies;
    private final RememberedPolicies<ContractingPolicy> read;

    ContractingPolicies(Policies policies, ObjectMapper json) {
        this.policies = policies;
        this.read = new RememberedPolicies<>(document -> ContractingPolicyKind.read(json, document));
    }

    /** The policy of a day; the standard one where the area has published none. */
    Mono<ContractingPolicy> inForce(String area, LocalDate on) {
        return policies.findInForce(area, ContractingPolicy.KIND, "", on)
                .map(read::read)
                .defaultIfEmpty(ContractingPolicy.STANDARD);
    }
}
