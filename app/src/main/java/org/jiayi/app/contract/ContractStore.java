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

    /**
     * All versions of all contracts of those people, whenever known: of the other registrations of each too, as held by the
     * one that is asked about.
     */
    Flux<HeldContract> versionsOf(String area, Collection<UUID> people);

    /** The latest version of a contract, of one that was undone too; empty where there is none of that id. */
    Mono<ContractVersion> findLatest(String area, UUID contractId);

    /** Those of the contracts that were ended for another one, which goes on from them (转签、变更服务包、机构调整). */
    Flux<UUID> goingOn(String area, Collection<UUID> contractIds);

    /** What is known now of the contracts of a resident, by all registrations of the person, in the order of their terms. */
    Flux<ContractVersion> knownOf(String area, UUID residentId);

    /**
     * All versions, with all the days that are kept for each contract: one that waits for its payment has a place from its
     * signing on, since it may be paid on any day.
     */
    Flux<HeldContract> placesOf(String area, Collection<UUID> people);

    /** What is known now of all contracts of those teams, with all the days that are kept for each. */
    Flux<HeldContract> heldByTeams(String area, Collection<String> teamNumbers);

    /** What earlier imports said of contracts of those people. */
    Flux<Brought> broughtBefore(String area, Collection<UUID> people, UUID thisImport);

    /** How many contracts those teams hold by all that is known now, whatever their days, by team number. */
    Mono<Map<String, Long>> heldInAll(String area, Collection<String> teamNumbers);

    /** What those teams hold by all that is known now, on all the days that are kept from that one on, by team number. */
    Mono<Map<String, Occupancy>> occupancies(String area, Collection<String> teamNumbers, LocalDate from);

    /** Adds the first versions of new contracts. */
    Mono<Void> add(String area, List<NewContract> contracts, Recording recording);

    /**
     * Ends what was known of contracts, and adds what is known from then on. Refused as a whole with {@code
     * precondition_failed} where one of the versions is not the latest any more.
     */
    Mono<Void> replace(String area, List<Replacement> replacements, Recording recording);

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
}
