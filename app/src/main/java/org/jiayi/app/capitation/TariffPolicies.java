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
    private final SignedTables signed;
    private final ClosedYears closedYears;
    private final CountedMonths months;

    TariffPolicies(
            Policies policies,
            CapitationPolicyKind kind,
            SignedTables signed,
            ClosedYears closedYears,
            CountedMonths months) {
        this.policies = policies;
        this.kind = kind;
        this.signed = signed;
        this.closedYears = closedYears;
        this.months = months;
    }

    /** The policy of that id, whatever its state. */
    Mono<CapitationPolicy> get(String area, UUID policyId) {
        return policies.get(area, policyId).map(this::read);
    }

    /** The same, for who prices by it; refused where it was published with another table than it comes to. */
    Mono<CapitationPolicy> getAsSigned(String area, UUID policyId) {
        return policies.get(area, policyId).flatMap(this::readAsSigned);
    }

    /** The policies of those ids. */
    Mono<Map<UUID, CapitationPolicy>> all(String area, Stream<UUID> policyIds) {
        return Flux.fromStream(policyIds.distinct())
                .concatMap(policyId -> policies.get(area, policyId))
                .collectMap(Policy::policyId, this::read);
    }

    /** The same, for who prices by them; refused where one was published with another table than it comes to. */
    Mono<Map<UUID, CapitationPolicy>> allAsSigned(String area, Stream<UUID> policyIds) {
        return Flux.fromStream(policyIds.distinct())
                .concatMap(policyId -> getAsSigned(area, policyId).map(policy -> Map.entry(policyId, policy)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
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
                .map(this::read)
                .collectList()
                .map(beside -> new CountedHeads(area, month, policy, beside, knownAt));
    }

    /**
     * The policies of the other schemes that can still count somebody in a month: by which it was counted, so that both schemes go by the
     * same, or that is in force for it.
     */
    Flux<Policy> beside(String area, InsuranceScheme scheme, Month month) {
        return Flux.fromArray(InsuranceScheme.values())
                .filter(other -> other != scheme)
                .filterWhen(
                        other -> closedYears.isClosedBefore(area, other, month).map(closed -> !closed))
                .concatMap(other -> months.find(area, other, month)
                        .flatMap(counted -> policies.get(area, counted.policyId()))
                        .switchIfEmpty(Mono.defer(() -> findInForce(area, other, month.firstDay()))));
    }

    /** What a policy's document says. */
    CapitationPolicy read(Policy policy) {
        return kind.read(policy);
    }

    /** The same, for who prices by it; refused where it was published with another table than it comes to. */
    Mono<CapitationPolicy> readAsSigned(Policy policy) {
        return signed.require(policy.area(), policy.policyId(), read(policy));
    }
}
