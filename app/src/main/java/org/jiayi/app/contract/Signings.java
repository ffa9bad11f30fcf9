package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.organisation.Institutions;
import org.jiayi.app.organisation.Teams;
import org.jiayi.app.resident.PopulationGroup;
import org.jiayi.app.resident.Residents;
import org.jiayi.app.resident.Standing;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Signs contracts, one or ten thousand at a time: locks the teams, gathers what the rules need to know, lets {@link
 * SigningDesk} decide in order, keeps what was let in and has it charged; concludes its agreements. Must be called inside a
 * shielded transaction.
 */
@Component
class Signings {

    private final Teams teams;
    private final Institutions institutions;
    private final Residents residents;
    private final ContractingPolicies policies;
    private final ContractStore contracts;
    private final ContractCharges charges;
    private final ContractAgreements agreements;
    private final ContractEvents events;

    Signings(
            Teams teams,
            Institutions institutions,
            Residents residents,
            ContractingPolicies policies,
            ContractStore contracts,
            ContractCharges charges,
            ContractAgreements agreements,
            ContractEvents events) {
        this.teams = teams;
        this.institutions = institutions;
        this.residents = residents;
        this.policies = policies;
        this.contracts = contracts;
        this.charges = charges;
        this.agreements = agreements;
        this.events = events;
    }

    /**
     * A decision for each request, in the same order. Whoever signs concludes the agreements afterwards, once all money that
     * goes with it has moved.
     */
    Mono<List<Decision<NewContract>>> sign(
            String area, List<SigningRequest> requests, ContractStore.Recording recording) {
        LocalDate today = KnowledgeTime.dayOf(recording.at());
        List<String> numbers =
                requests.stream().map(SigningRequest::teamNumber).distinct().toList();
        return teams.lock(area, numbers, today)
                .flatMap(locked -> facts(area, requests, locked, today))
                .flatMap(facts -> {
                    SigningDesk desk = new SigningDesk(facts);
                    List<Decision<NewContract>> decisions =
                            requests.stream().map(desk::decide).toList();
                    return keep(area, accepted(decisions), facts.prices(), recording)
                            .thenReturn(decisions);
                });
    }

    private Mono<SigningFacts> facts(
            String area, List<SigningRequest> requests, Map<String, Teams.Team> locked, LocalDate today) {
        List<UUID> people =
                requests.stream().map(SigningRequest::residentId).distinct().toList();
        List<String> capped = capped(locked.values());
        boolean onPaper =
                requests.stream().noneMatch(request -> request.signer().isPresent());
        boolean asksForStanding = !capped.isEmpty() || !onPaper;
        return Mono.zip(
                        charges.priced(area),
                        policies.inForce(area, today),
                        occupancies(area, locked.values(), requests, today),
                        groupOccupancies(area, capped, today),
                        onPaper ? Mono.just(Set.<String>of()) : closed(area, locked.values(), today),
                        asksForStanding
                                ? residents.standings(area, people, today)
                                : Mono.just(Map.<UUID, Standing>of()),
                        wards(area, requests, today),
                        contracts.placesOf(area, people).collectList())
                .map(all -> new SigningFacts(
                        locked,
                        all.getT1(),
                        all.getT2(),
                        all.getT3(),
                        all.getT4(),
                        all.getT5(),
                        all.getT6(),
                        all.getT7(),
                        all.getT8()));
    }

    /** Day by day only of teams that might be full; the others have room whatever the days. */
    private Mono<Map<String, Occupancy>> occupancies(
            String area, Collection<Teams.Team> locked, List<SigningRequest> requests, LocalDate today) {
        List<String> numbers = locked.stream().map(Teams.Team::number).toList();
        return contracts.heldInAll(area, numbers).flatMap(held -> {
            Map<String, Occupancy> occupancies = new HashMap<>();
            List<String> maybeFull = new ArrayList<>();
            for (Teams.Team team : locked) {
                long contractsInAll = held.getOrDefault(team.number(), 0L);
                if (contractsInAll + requests.size() <= team.capacity()) {
                    occupancies.put(team.number(), Occupancy.atMost(contractsInAll));
                } else {
                    maybeFull.add(team.number());
                }
            }
            return maybeFull.isEmpty()
                    ? Mono.just(occupancies)
                    : contracts
                            .occupancies(area, maybeFull, earliestDay(requests, today))
                            .doOnNext(occupancies::putAll)
                            .thenReturn(occupancies);
        });
    }

    private static LocalDate earliestDay(List<SigningRequest> requests, LocalDate today) {
        return requests.stream()
                .map(SigningRequest::earliestDay)
                .min(Comparator.naturalOrder())
                .orElse(today);
    }

    /** The teams that have a cap for priority groups. */
    private static List<String> capped(Collection<Teams.Team> teamsAsked) {
        return teamsAsked.stream()
                .filter(team -> !team.groupCapacities().isEmpty())
                .map(Teams.Team::number)
                .toList();
    }

    private Mono<Set<String>> closed(String area, Collection<Teams.Team> teamsAsked, LocalDate today) {
        return Flux.fromIterable(teamsAsked)
                .map(Teams.Team::institutionCode)
                .distinct()
                .filterWhen(code -> institutions.isOpen(area, code, today).map(open -> !open))
                .collect(Collectors.toSet());
    }

    /** For whom the guardians named in the requests may act. */
    private Mono<Map<UUID, Set<UUID>>> wards(String area, List<SigningRequest> requests, LocalDate today) {
        return Flux.fromIterable(requests)
                .map(SigningRequest::signer)
                .mapNotNull(signer -> signer.guardianResidentId().orElse(null))
                .distinct()
                .concatMap(
                        guardian -> residents.wardsOf(area, guardian, today).map(wards -> Map.entry(guardian, wards)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** What teams that have a cap for priority groups hold of each, counted from the contracts. */
    private Mono<Map<String, Map<String, Occupancy>>> groupOccupancies(
            String area, Collection<String> teamNumbers, LocalDate today) {
        if (teamNumbers.isEmpty()) {
            return Mono.just(new HashMap<>());
        }
        return contracts.heldByTeams(area, teamNumbers).collectList().flatMap(held -> {
            List<UUID> people =
                    held.stream().map(HeldContract::residentId).distinct().toList();
            return residents.standings(area, people, today).map(standings -> byGroup(held, standings));
        });
    }

    private static Map<String, Map<String, Occupancy>> byGroup(List<HeldContract> held, Map<UUID, Standing> standings) {
        Map<String, Map<String, Occupancy>> occupancies = new HashMap<>();
        for (HeldContract contract : held) {
            Standing standing = standings.get(contract.residentId());
            for (PopulationGroup group : PopulationGroup.values()) {
                if (standing != null && (standing.populationGroups() & group.mask()) != 0) {
                    occupancies
                            .computeIfAbsent(contract.teamNumber(), number -> new HashMap<>())
                            .computeIfAbsent(group.code(), code -> new Occupancy())
                            .add(contract.term(), 1);
                }
            }
        }
        return occupancies;
    }

    private Mono<Void> keep(
            String area, List<NewContract> accepted, PricedPackages prices, ContractStore.Recording recording) {
        List<NewContract> charged = accepted.stream()
                .filter(contract -> contract.lineage().origin().isCharged())
                .toList();
        return contracts
                .add(area, accepted, recording)
                .then(charges.charge(area, charged, prices, recording.by()))
                .then(Mono.defer(() -> events.record(
                        area,
                        accepted.stream().map(ContractEvent::of).toList(),
                        KnowledgeTime.dayOf(recording.at()),
                        recording)));
    }

    /** Concludes the agreements of what was let in, which state its fee and who bears it as it is now. */
    Mono<Void> conclude(String area, List<Decision<NewContract>> signed, ContractStore.Recording recording) {
        List<NewContract> electronic = accepted(signed).stream()
                .filter(contract -> contract.signer().isPresent())
                .toList();
        return agreements.conclude(area, electronic, recording.by(), recording.at());
    }

    private static List<NewContract> accepted(List<Decision<NewContract>> decisions) {
        return decisions.stream()
                .flatMap(decision -> decision.<List<NewContract>>fold(refusal -> List.of(), List::of).stream())
                .toList();
    }
}
