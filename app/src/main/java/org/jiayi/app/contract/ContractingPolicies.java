package org.jiayi.app.contract;

import java.time.LocalDate;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.policy.Policies;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectMapper;

/** Finds the contracting policy (签约政策) in force. */
@Component
class ContractingPolicies {

    private final Policies policies;
    private final ObjectMapper json;

    ContractingPolicies(Policies policies, ObjectMapper json) {
        this.policies = policies;
        this.json = json;
    }

    /** The policy of a day; the standard one where the area has published none. */
    Mono<ContractingPolicy> inForce(String area, LocalDate on) {
        return policies.findInForce(area, ContractingPolicy.KIND, "", on)
                .map(policy -> Refused.orThrow(ContractingPolicyKind.read(json, policy.document())))
                .defaultIfEmpty(ContractingPolicy.STANDARD);
    }
}
