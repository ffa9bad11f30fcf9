package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where the events of contracts are kept. */
public interface ContractEventStore {

    /** Adds events under those ids. */
    Mono<Void> add(
            String area,
            List<UUID> eventIds,
            List<ContractEvent> events,
            LocalDate recordedOn,
            ContractStore.Recording recording);

    /** The events that ended those contracts early. */
    Flux<PastEvent> endingsOf(String area, Collection<UUID> contractIds);

    /** An event that ended a contract. */
    record PastEvent(UUID contractId, String reason, LocalDate lastDay, Optional<UUID> importId) {}
}
