package org.jiayi.app.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where contracts are kept. Versions are added; the only change ever made ends the time in which one was known. */
public interface ContractStore {

    /** All versions of all contracts of those residents, whenever known. */
    Flux<HeldContract> versionsOf(String area, Collection<UUID> residentIds);

    /** What earlier imports said of contracts of those residents. */
    Flux<Brought> broughtBefore(String area, Collection<UUID> residentIds, UUID thisImport);

    /** What those teams hold by all that is known now, by team number. */
    Mono<Map<String, Occupancy>> occupancies(String area, Collection<String> teamNumbers);

    /** Adds the first versions of new contracts. */
    Mono<Void> add(String area, List<NewContract> contracts, Recording recording);

    /** Ends contracts: what was known of each until now is closed, and its shortened version added. */
    Mono<Void> end(String area, List<Ending> endings, Recording recording);

    /** The events that those contracts have had. */
    Flux<PastEvent> eventsOf(String area, Collection<UUID> contractIds);

    /**
     * Who records, in which import if any, and when.
     *
     * @param importId the import that the rows came from; empty for a command
     */
    record Recording(Optional<UUID> importId, String by, Instant at) {}

    /** A contract as an import said it, to know it again. */
    record Brought(
            UUID residentId,
            String teamNumber,
            ServicePackage servicePackage,
            LocalDate signedOn,
            LocalDate firstDay,
            LocalDate lastDay) {

        static Brought of(SigningRequest request) {
            return new Brought(
                    request.residentId(),
                    request.teamNumber(),
                    request.servicePackage(),
                    request.signedOn(),
                    request.firstDay(),
                    request.lastDay());
        }
    }

    /** An event that ended a contract. */
    record PastEvent(UUID contractId, String kind, LocalDate lastDay, Optional<UUID> importId) {}
}
