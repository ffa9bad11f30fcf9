package org.jiayi.app.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.period.KnowledgeTime;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How contracts are read, as known now or at some moment; who may see it is the caller's question. */
public interface ContractViews {

    /** The contract as known at a moment, one that was undone too; empty where none of that id was known. */
    Mono<ContractView> find(String area, UUID contractId, Instant knownAt);

    /** The contract as known now. */
    default Mono<ContractView> find(String area, UUID contractId) {
        return find(area, contractId, KnowledgeTime.ALL);
    }

    /** The resident's contracts as known at a moment, by all registrations of the person, in the order of their terms. */
    Flux<ContractView> of(String area, UUID residentId, Instant knownAt);

    /**
     * The contract that the resident has on a day, by whichever registration, as known now, without anything about the
     * resident; empty for none.
     */
    Mono<ContractVersion> onDay(String area, UUID residentId, LocalDate on);

    /** Every state of knowledge of a contract, the oldest first. */
    Flux<ContractVersion> versions(String area, UUID contractId);

    /** What happened to a contract, the oldest first. */
    Flux<ContractHistoryEvent> events(String area, UUID contractId);

    /** The person's contract in force on a day, else the last one before, else the next one. */
    Mono<ContractView> findOf(String area, UUID residentId, LocalDate on);

    /** A page of the residents under contract with a team, by resident id. */
    Flux<PanelEntry> panel(PanelPage page);

    /** How many contracts each team has in force on a day, by team number. */
    Mono<Map<String, Long>> inForceByTeam(String area, LocalDate on);

    /** Who lives in the area on a day, each once however often registered, and of them under contract by institution. */
    Mono<Coverage> coverage(String area, LocalDate on);

    /** Who lives in the area on a day, each once, counted by where they are under contract and by the groups they are in. */
    Flux<Heads> heads(String area, LocalDate on);

    /**
     * How many residents are alike.
     *
     * @param institutionCode where they are under contract; empty where they are not
     * @param groups the set of population groups that they are in on the day
     */
    record Heads(Optional<String> institutionCode, int groups, long residents) {}

    /**
     * Which page of a team's residents.
     *
     * @param on under contract on that day
     * @param knownAt as known at that moment; {@link KnowledgeTime#ALL} for all that is known now
     * @param after the last resident of the page before
     * @param limit how many at most
     */
    record PanelPage(String area, String teamNumber, LocalDate on, Instant knownAt, Optional<UUID> after, int limit) {}

    /** 签约覆盖: residents in all, and contracts in force by institution code. */
    record Coverage(long residents, Map<String, Long> contractedByInstitution) {}
}
