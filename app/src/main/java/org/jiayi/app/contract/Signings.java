package org.jiayi.app.contract;

import java.util.List;
import java.util.UUID;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.organisation.Teams;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Signs contracts, one or ten thousand at a time: locks the teams, gathers what the rules need to know, lets {@link
 * SigningDesk} decide in order, keeps what was let in and has it charged. Must be called inside a shielded transaction.
 */
@Component
class Signings {

    private final Teams teams;
    private final ContractStore contracts;
    private final ContractCharges charges;

    Signings(Teams teams, ContractStore contracts, ContractCharges charges) {
        this.teams = teams;
        this.contracts = contracts;
        this.charges = charges;
    }

    /** A decision for each request, in the same order. */
    Mono<List<Decision<NewContract>>> sign(
            String area, List<SigningRequest> requests, ContractStore.Recording recording) {
        List<String> numbers =
                requests.stream().map(SigningRequest::teamNumber).distinct().toList();
        List<UUID> residents =
                requests.stream().map(SigningRequest::residentId).distinct().toList();
        return teams.lock(area, numbers)
                .flatMap(locked -> Mono.zip(
                                charges.priced(area),
                                contracts.occupancies(area, locked.keySet()),
                                contracts.versionsOf(area, residents).collectList())
                        .flatMap(facts -> {
                            SigningDesk desk = new SigningDesk(locked, facts.getT1(), facts.getT2(), facts.getT3());
                            List<Decision<NewContract>> decisions =
                                    requests.stream().map(desk::decide).toList();
                            return keep(area, accepted(decisions), facts.getT1(), recording)
                                    .thenReturn(decisions);
                        }));
    }

    private Mono<Void> keep(
            String area, List<NewContract> accepted, PricedPackages prices, ContractStore.Recording recording) {
        return contracts.add(area, accepted, recording).then(charges.charge(area, accepted, prices, recording.by()));
    }

    private static List<NewContract> accepted(List<Decision<NewContract>> decisions) {
        return decisions.stream()
                .flatMap(decision -> decision.<List<NewContract>>fold(refusal -> List.of(), List::of).stream())
                .toList();
    }
}
