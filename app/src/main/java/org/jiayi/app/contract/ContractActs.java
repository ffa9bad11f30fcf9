package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Carries out what was decided: ends what was known, keeps the events, signs what follows, moves the money, concludes the
 * agreements. Must be called inside a shielded transaction that is rolled back where one of the decisions is a refusal.
 */
@Component
class ContractActs {

    private final ContractStore contracts;
    private final ContractEvents events;
    private final Signings signings;
    private final ContractCharges charges;
    private final DeliveredServices services;

    ContractActs(
            ContractStore contracts,
            ContractEvents events,
            Signings signings,
            ContractCharges charges,
            DeliveredServices services) {
        this.contracts = contracts;
        this.events = events;
        this.signings = signings;
        this.charges = charges;
        this.services = services;
    }

    /** An act that its own rule has let in. */
    record Accepted(Dossier dossier, Consequence consequence) {

        private Optional<Replacement> replacement() {
            ContractVersion before = dossier.contract();
            return consequence.undone()
                    ? Optional.of(Replacement.undoing(before, dossier.now()))
                    : consequence.next().map(next -> Replacement.of(before, next));
        }
    }

    /**
     * Carries out acts upon different contracts of one area. Old contracts are ended before new ones are signed, so the
     * rules of signing see the days and places that became free.
     *
     * @return for each act the contract that goes on: the one that follows, or the same; or why what follows was refused
     */
    Mono<List<Decision<UUID>>> carryOut(String area, List<Accepted> acts, ContractStore.Recording recording) {
        List<Replacement> replacements = acts.stream()
                .map(Accepted::replacement)
                .flatMap(Optional::stream)
                .toList();
        List<ContractEvent> happened = acts.stream()
                .map(act -> act.consequence().event())
                .flatMap(Optional::stream)
                .toList();
        List<SigningRequest> successors = acts.stream()
                .map(act -> act.consequence().successor())
                .flatMap(Optional::stream)
                .toList();
        return contracts
                .replace(area, replacements, recording)
                .then(Mono.defer(() -> events.record(area, happened, KnowledgeTime.dayOf(recording.at()), recording)))
                .then(Mono.defer(() -> successors.isEmpty()
                        ? Mono.just(List.<Decision<NewContract>>of())
                        : signings.sign(area, successors, recording)))
                .flatMap(signed -> settle(area, acts, signed, recording));
    }

    /** The same, refused as a whole with the first refusal of what follows. */
    Mono<List<UUID>> carryOutWhole(String area, List<Accepted> acts, ContractStore.Recording recording) {
        return carryOut(area, acts, recording)
                .map(answers -> answers.stream().map(Refused::orThrow).toList());
    }

    private Mono<List<Decision<UUID>>> settle(
            String area, List<Accepted> acts, List<Decision<NewContract>> signed, ContractStore.Recording recording) {
        Map<UUID, LocalDate> moved = acts.stream()
                .flatMap(act -> act.consequence().fee().stream())
                .collect(Collectors.toMap(FeeChange::contractId, FeeChange::servedUntil));
        Mono<Set<UUID>> served = moved.isEmpty() ? Mono.just(new HashSet<>()) : services.servedAmong(area, moved);
        return served.flatMap(delivered -> {
            Iterator<Decision<NewContract>> nextSigned = signed.iterator();
            List<Decision<UUID>> answers = new ArrayList<>();
            List<FeeChange> changes = new ArrayList<>();
            for (Accepted act : acts) {
                UUID id = act.dossier().contract().contractId();
                Optional<Decision<NewContract>> successor =
                        act.consequence().successor().map(request -> nextSigned.next());
                answers.add(successor
                        .map(decision -> decision.then(next -> Decision.accept(next.contractId())))
                        .orElseGet(() -> Decision.accept(id)));
                Optional<NewContract> next = successor.flatMap(
                        decision -> decision.<Optional<NewContract>>fold(refusal -> Optional.empty(), Optional::of));
                // what follows is refused, so all of this act is undone: no money moves for it meanwhile
                if (successor.isEmpty() || next.isPresent()) {
                    act.consequence().fee().ifPresent(fee -> changes.add(fee.with(delivered.contains(id), next)));
                }
            }
            return charges.adjust(area, changes, recording.by())
                    .then(Mono.defer(() -> signings.conclude(area, signed, recording)))
                    .thenReturn(answers);
        });
    }
}
