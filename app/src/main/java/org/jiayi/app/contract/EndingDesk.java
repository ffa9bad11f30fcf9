package org.jiayi.app.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.imports.Tally;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;

/** Decides which contract an event ends, one event after the other. */
final class EndingDesk {

    private final UUID importId;
    private final Map<UUID, List<HeldContract>> current = new HashMap<>();
    private final List<ContractEventStore.PastEvent> past;

    EndingDesk(UUID importId, List<HeldContract> versions, List<ContractEventStore.PastEvent> past) {
        this.importId = importId;
        this.past = new ArrayList<>(past);
        versions.stream()
                .filter(HeldContract::isKnownNow)
                .forEach(version -> current.computeIfAbsent(version.residentId(), resident -> new ArrayList<>())
                        .add(version));
    }

    /** The ending, counted in the tally; empty where the row is refused or says what is known already. */
    Optional<Ending> decide(EventImport.Candidate event, Tally tally) {
        Optional<ContractEventStore.PastEvent> same = earlierOf(event);
        if (same.isPresent()) {
            if (same.get().importId().equals(Optional.of(importId))) {
                tally.refuse(event.line(), RefusalCode.DUPLICATE_ROW, "");
            } else {
                tally.leaveUnchanged();
            }
            return Optional.empty();
        }
        Optional<Ending> ending = tally.sound(event.line(), end(event));
        ending.ifPresent(accepted -> tally.accept());
        return ending;
    }

    private Optional<ContractEventStore.PastEvent> earlierOf(EventImport.Candidate event) {
        List<UUID> contracts =
                heldBy(event).stream().map(HeldContract::contractId).toList();
        return past.stream()
                .filter(earlier -> contracts.contains(earlier.contractId())
                        && earlier.reason().equals(event.kind().code())
                        && earlier.lastDay().equals(event.lastDay()))
                .findFirst();
    }

    private Decision<Ending> end(EventImport.Candidate event) {
        Optional<HeldContract> inForce = heldBy(event).stream()
                .filter(contract -> contract.term().contains(event.lastDay()))
                .findFirst();
        if (inForce.isEmpty()) {
            return Decision.refuse(RefusalCode.NO_CONTRACT_ON_DAY);
        }
        HeldContract contract = inForce.get();
        Instant knownFrom = KnowledgeTime.from(event.recordedOn());
        if (!knownFrom.isAfter(contract.knownFrom())) {
            return Decision.refuse(RefusalCode.RECORDED_TOO_EARLY);
        }
        replace(contract, contract.endedOn(event.lastDay(), knownFrom));
        past.add(new ContractEventStore.PastEvent(
                contract.contractId(), event.kind().code(), event.lastDay(), Optional.of(importId)));
        return Decision.accept(new Ending(contract, event.kind(), event.lastDay(), event.recordedOn(), knownFrom));
    }

    private void replace(HeldContract before, HeldContract after) {
        current.getOrDefault(before.residentId(), List.of()).replaceAll(held -> held.equals(before) ? after : held);
    }

    private List<HeldContract> heldBy(EventImport.Candidate event) {
        return current.getOrDefault(event.residentId(), List.of());
    }
}
