package org.jiayi.app.capitation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds capitation policies, reads them, and tells whose heads are counted by them. */
@Component
class TariffPolicies {

    private final Policies policies;
    private final CapitationPolicyKind kind;
    private final ClosedYears closedYears;

    TariffPolicies(Policies policies, CapitationPolicyKind kind, ClosedYears closedYears) {
        this.policies = policies;
        this.kind = kind;
        this.closedYears = closedYears;
    }

    /** The policy of that id, whatever its state. */
    Mono<CapitationPolicy> get(String area, UUID policyId) {
        return policies.get(area, policyId).map(this::read);
    }

    /** The policies of those ids. */
    Mono<Map<UUID, CapitationPolicy>> all(String area, Stream<UUID> policyIds) {
        return Flux.fromStream(policyIds.distinct())
                .concatMap(policyId -> policies.get(area, policyId))
                .collectMap(Policy::policyId, this::read);
    }

    /** The policy in force on a day; empty where there is none. */
    Mono<Policy> findInForce(String area, InsuranceScheme scheme, LocalDate day) {
        return policies.findInForce(area, CapitationPolicy.KIND, scheme.code(), day);
    }

    /** The policy in force on a day; refused where there is none. */
    Mono<Policy> getInForce(String area, InsuranceScheme scheme, LocalDate day) {
        return findInForce(area, scheme, day)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NO_CAPITATION_POLICY)));
    }

    /** The heads that count in a month by a policy, beside those of the other schemes' policies that are in force for it. */
    Mono<CountedHeads> heads(String area, Month month, CapitationPolicy policy, Instant knownAt) {
        return beside(area, policy.scheme(), month)
                .collectList()
                .map(beside -> new CountedHeads(area, month, policy, beside, knownAt));
    }

    /** The policies of the other schemes that are in force for a month and can still count somebody in it. */
    Flux<CapitationPolicy> beside(String area, InsuranceScheme scheme, Month month) {
        return Flux.fromArray(InsuranceScheme.values())
                .filter(other -> other != scheme)
                .filterWhen(
                        other -> closedYears.isClosedBefore(area, other, month).map(closed -> !closed))
                .concatMap(other -> findInForce(area, other, month.firstDay()))
                .map(this::read);
    }

    /** What a policy's document says. */
    CapitationPolicy read(Policy policy) {
        return kind.read(policy);
    }
}
