package org.jiayi.app.fulfilment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where records are kept, and how a plan's contracts are read. Records are only ever added to. */
public interface FulfilmentStore {

    /** What a plan needs to know of a contract; empty where none of that id is known. */
    Mono<PlannedContract> contract(String area, UUID contractId);

    /** The same of one that was undone, too, as it was last known. */
    Mono<PlannedContract> lastKnown(String area, UUID contractId);

    /** The known contract that a contract went over into whole (机构调整), or itself, also where it was undone and nothing goes on. */
    Mono<UUID> goesOnAs(String area, UUID contractId);

    /** Those of the contracts of which nothing is known any more. */
    Mono<Set<UUID>> undoneAmong(String area, Collection<UUID> contractIds);

    /** The same for several contracts. */
    Flux<PlannedContract> contracts(String area, Collection<UUID> contractIds);

    /** The same for all contracts of a team that are in force on a day. */
    Flux<PlannedContract> contractsOf(String area, String teamNumber, LocalDate on);

    /** All records of those contracts, in order of time. */
    Flux<ServiceRecord> recordsOf(String area, Collection<UUID> contractIds);

    /** The records of the person whom that resident is, under whichever registration. */
    Flux<ServiceRecord> recordsOfPerson(String area, UUID residentId);

    /** A record by its id; empty where there is none. */
    Mono<ServiceRecord> find(String area, UUID recordId);

    /** The records of practitioners that begin within stretches of time. */
    Flux<ServiceRecord> within(String area, List<Stretch> stretches);

    /** Keeps a new record. */
    Mono<Void> add(NewRecord record, UUID recordId, UUID residentId, int repeat, String by, Instant at);

    /** Marks a record void; false where it is already. */
    Mono<Boolean> addVoiding(String area, UUID recordId, ServiceRecord.VoidReason reason, String by, Instant at);

    /** Keeps what the resident says to a record; false where the resident has answered already. */
    Mono<Boolean> addAnswer(
            String area, UUID recordId, boolean confirmed, Optional<String> reason, String by, Instant at);

    /** A practitioner's stretch of time. */
    record Stretch(String practitionerCode, Instant from, Instant until) {}
}
