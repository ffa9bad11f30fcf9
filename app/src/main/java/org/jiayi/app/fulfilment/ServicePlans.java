package org.jiayi.app.fulfilment;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jiayi.app.contract.ContractAccess;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.organisation.Teams;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.policy.Policy;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Works out plans and how far they are fulfilled. */
@Component
public class ServicePlans {

    private final FulfilmentStore store;
    private final Policies policies;
    private final ServiceCatalogueKind catalogues;
    private final Teams teams;
    private final ContractAccess access;
    private final Clock clock;

    ServicePlans(
            FulfilmentStore store,
            Policies policies,
            ServiceCatalogueKind catalogues,
            Teams teams,
            ContractAccess access,
            Clock clock) {
        this.store = store;
        this.policies = policies;
        this.catalogues = catalogues;
        this.teams = teams;
        this.access = access;
        this.clock = clock;
    }

    /** A published catalogue. */
    record InForce(UUID policyId, ServiceCatalogue catalogue) {}

    /**
     * How far a team's contracts of a day are fulfilled.
     *
     * @param contracts in force on the day
     * @param withoutPlan those signed on a day for which no catalogue was published: nothing can be due of them
     */
    public record TeamFulfilment(
            String teamNumber, LocalDate on, long contracts, long withoutPlan, FulfilmentRate rate) {}

    /** A contract's plan and where it stands on a day; refused where the caller does not reach the contract. */
    public Mono<PlanProgress> progress(String area, UUID contractId, LocalDate on, Caller caller) {
        return contract(area, contractId, caller)
                .flatMap(contract -> catalogue(contract)
                        .flatMap(policy -> store.recordsOf(area, contract.line())
                                .collectList()
                                .map(records -> PlanProgress.of(contract, policy, records, on))));
    }

    /** The plans of those contracts; contracts signed on a day for which no catalogue was published are absent. */
    public Mono<Map<UUID, ServicePlan>> plansOf(String area, Collection<UUID> contractIds) {
        return Mono.zip(published(area), store.contracts(area, contractIds).collectList())
                .map(facts -> {
                    Map<UUID, ServicePlan> plans = new HashMap<>();
                    for (PlannedContract contract : facts.getT2()) {
                        inForce(facts.getT1(), contract.signedOn())
                                .ifPresent(policy ->
                                        plans.put(contract.contractId(), ServicePlan.of(policy.catalogue(), contract)));
                    }
                    return plans;
                });
    }

    private Mono<Map<Policy, InForce>> published(String area) {
        return policies.inForce(area, ServiceCatalogue.KIND, "").collectMap(Function.identity(), this::read);
    }

    /** How far a team's contracts are fulfilled on a day; refused where the scope does not reach the team. */
    public Mono<TeamFulfilment> ofTeam(String area, String teamNumber, LocalDate on, Scope scope) {
        return teams.get(area, teamNumber, scope)
                .then(Mono.zip(
                        published(area), store.contractsOf(area, teamNumber, on).collectList()))
                .flatMap(facts -> store.recordsOf(
                                area,
                                facts.getT2().stream()
                                        .flatMap(contract -> contract.line().stream())
                                        .toList())
                        .collectList()
                        .map(records -> fulfilment(teamNumber, on, facts.getT1(), facts.getT2(), records)));
    }

    private static TeamFulfilment fulfilment(
            String teamNumber,
            LocalDate on,
            Map<Policy, InForce> policies,
            List<PlannedContract> contracts,
            Collection<ServiceRecord> records) {
        Map<UUID, List<ServiceRecord>> byContract =
                records.stream().collect(Collectors.groupingBy(ServiceRecord::contractId));
        FulfilmentRate rate = FulfilmentRate.NOTHING_DUE;
        long withoutPlan = 0;
        for (PlannedContract contract : contracts) {
            Optional<InForce> policy = inForce(policies, contract.signedOn());
            if (policy.isEmpty()) {
                withoutPlan++;
                continue;
            }
            List<ServiceRecord> theirs = contract.line().stream()
                    .flatMap(id -> byContract.getOrDefault(id, List.of()).stream())
                    .toList();
            rate = rate.plus(PlanProgress.of(contract, policy.get(), theirs, on).rate());
        }
        return new TeamFulfilment(teamNumber, on, contracts.size(), withoutPlan, rate);
    }

    private static Optional<InForce> inForce(Map<Policy, InForce> policies, LocalDate on) {
        return policies.entrySet().stream()
                .filter(policy -> !on.isBefore(policy.getKey().effectiveFrom())
                        && policy.getKey().effectiveUntil().map(on::isBefore).orElse(true))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The contract, if the caller reaches it: as team or institution, as the resident, or as guardian; else it is unknown. */
    Mono<PlannedContract> contract(String area, UUID contractId, Caller caller) {
        return reached(store.contract(area, contractId), area, caller);
    }

    /** The same of one that was undone, too: what was recorded under it is read, voided and disputed all the same. */
    Mono<PlannedContract> lastKnown(String area, UUID contractId, Caller caller) {
        return reached(store.lastKnown(area, contractId), area, caller);
    }

    private Mono<PlannedContract> reached(Mono<PlannedContract> found, String area, Caller caller) {
        return found.switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .flatMap(contract -> access.requireReach(
                                caller,
                                area,
                                contract.institutionCode(),
                                contract.teamNumber(),
                                contract.residentId(),
                                LocalDate.now(clock))
                        .thenReturn(contract));
    }

    /** The catalogue in force on the day the contract was signed; refused where there is none: nothing is made up. */
    Mono<InForce> catalogue(PlannedContract contract) {
        return policies.findInForce(contract.area(), ServiceCatalogue.KIND, "", contract.signedOn())
                .map(this::read)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NO_SERVICE_POLICY)));
    }

    private InForce read(Policy policy) {
        return new InForce(policy.policyId(), catalogues.read(policy));
    }
}
