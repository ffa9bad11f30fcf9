package org.jiayi.app.capitation;

import java.util.UUID;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.policy.Policies;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Shows what a capitation policy comes to: the finite table that is signed, row by row. */
@Component
public class Tariffs {

    private final Policies policies;
    private final TariffPolicies tariffs;

    Tariffs(Policies policies, TariffPolicies tariffs) {
        this.policies = policies;
        this.tariffs = tariffs;
    }

    /** The table of a policy, a draft too; refused where there is no capitation policy of that id. */
    public Mono<Tariff> of(String area, UUID policyId) {
        return policies.get(area, policyId)
                .filter(policy -> policy.kind().equals(CapitationPolicy.KIND))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .map(policy -> tariffs.read(policy).tariff());
    }
}
