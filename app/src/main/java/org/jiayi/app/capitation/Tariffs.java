package org.jiayi.app.capitation;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.policy.Policies;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Shows what a capitation policy comes to: the finite table that is signed, row by row, alone or beside another one's. */
@Component
public class Tariffs {

    private final Policies policies;
    private final TariffPolicies tariffs;
    private final SignedTables signed;

    Tariffs(Policies policies, TariffPolicies tariffs, SignedTables signed) {
        this.policies = policies;
        this.tariffs = tariffs;
        this.signed = signed;
    }

    /**
     * What a policy comes to.
     *
     * @param signedSm3 the digest of the table that was stored when it was published; empty of a draft, and of what was published before
     *     tables were stored whole
     */
    public record Shown(List<TariffRow> rows, TariffTable table, Optional<String> signedSm3) {

        public Shown {
            rows = List.copyOf(rows);
        }
    }

    /** The table of a policy, a draft too; refused where there is no capitation policy of that id. */
    public Mono<Shown> of(String area, UUID policyId) {
        return get(area, policyId)
                .flatMap(policy -> signed.find(area, policyId)
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty())
                        .map(sm3 -> new Shown(policy.tariff().rows(), TariffTable.of(policy), sm3)));
    }

    /** What a policy's table has otherwise than another one's; refused where either is none of capitation. */
    public Mono<List<TariffTable.Difference>> differences(String area, UUID policyId, UUID otherId) {
        return Mono.zip(get(area, otherId), get(area, policyId))
                .map(both -> TariffTable.of(both.getT1()).differences(TariffTable.of(both.getT2())));
    }

    private Mono<CapitationPolicy> get(String area, UUID policyId) {
        return policies.get(area, policyId)
                .filter(policy -> policy.kind().equals(CapitationPolicy.KIND))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .map(tariffs::read);
    }
}
