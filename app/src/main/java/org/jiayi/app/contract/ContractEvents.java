package org.jiayi.app.contract;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.outbox.Outbox;
import org.jiayi.app.outbox.OutboxEvent;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Keeps what happened to contracts, and tells it to whoever listens; in the transaction in which it happens. */
@Component
class ContractEvents {

    private final ContractEventStore store;
    private final Outbox outbox;

    ContractEvents(ContractEventStore store, Outbox outbox) {
        this.store = store;
        this.outbox = outbox;
    }

    /** Keeps events under one id each, in the contract's history and in the outbox. */
    Mono<Void> record(
            String area, List<ContractEvent> events, LocalDate recordedOn, ContractStore.Recording recording) {
        if (events.isEmpty()) {
            return Mono.empty();
        }
        List<UUID> ids = ids(events);
        return store.add(area, ids, events, recordedOn, recording)
                .then(Mono.defer(() -> outbox.append(area, told(area, ids, events), recording.at())));
    }

    /** Tells what changes nothing about a contract, and so is no part of its history. */
    Mono<Void> tell(String area, List<ContractEvent> events, Instant at) {
        return outbox.append(area, told(area, ids(events), events), at);
    }

    private static List<UUID> ids(List<ContractEvent> events) {
        return events.stream().map(event -> UuidCreator.getTimeOrderedEpoch()).toList();
    }

    private static List<OutboxEvent> told(String area, List<UUID> ids, List<ContractEvent> events) {
        List<OutboxEvent> told = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            told.add(told(area, ids.get(i), events.get(i)));
        }
        return told;
    }

    private static OutboxEvent told(String area, UUID eventId, ContractEvent event) {
        return new OutboxEvent(
                eventId,
                "contract." + event.kind(),
                PublicId.of(PublicId.Kind.CONTRACT, area, event.contractId()).toString(),
                event.institutionCode(),
                event.teamNumber(),
                event.effectiveOn());
    }
}
