package org.jiayi.app.fee;

import org.jiayi.app.fulfilment.CoveredByFees;
import org.jiayi.app.fulfilment.ServiceCatalogue;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.policy.PolicyReader;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectMapper;

/** Tells a new catalogue which items the fees of its days cover. */
@Component
class FeeCoverage implements CoveredByFees {

    private final Policies policies;
    private final PolicyReader<FeePolicy> reader;

    FeeCoverage(Policies policies, ObjectMapper json) {
        this.policies = policies;
        this.reader = FeePolicyKind.reader(json);
    }

    @Override
    public Mono<Void> requireNonePaidTwice(Policy policy, ServiceCatalogue catalogue) {
        return policies.inForce(policy.area(), FeePolicy.KIND, "")
                .filter(policy::overlaps)
                .map(reader::read)
                .map(fees -> Refused.orThrow(CoveredItems.check(catalogue, fees)))
                .then();
    }
}
