package org.jiayi.app.contract;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.resident.PersonLocks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the system does to contracts by itself: some at a time, a transaction for each. */
@Component
class RoutineActs {

    static final int CHUNK_CONTRACTS = 500;

    private static final Logger log = LoggerFactory.getLogger(RoutineActs.class);
    static final UUID BEFORE_ALL = new UUID(0, 0);
    static final String BY = "routine";

    private final ContractStore contracts;
    private final ContractActs acts;
    private final PersonLocks locks;
    private final ShieldedTransactions transactions;

    RoutineActs(ContractStore contracts, ContractActs acts, PersonLocks locks, ShieldedTransactions transactions) {
        this.contracts = contracts;
        this.acts = acts;
        this.locks = locks;
        this.transactions = transactions;
    }

    /** Chunk after chunk, each asked for by the last contract of the one before; an empty one is the last. */
    static Flux<List<ContractVersion>> chunks(Function<UUID, Flux<ContractVersion>> next) {
        return chunksAfter(
                last -> next.apply(last.map(ContractVersion::contractId).orElse(BEFORE_ALL)));
    }

    /** The same of whatever is in an order of its own; the first chunk comes after nothing. */
    static <T> Flux<List<T>> chunksAfter(Function<Optional<T>, Flux<T>> next) {
        return next.apply(Optional.empty())
                .collectList()
                .expand(chunk -> chunk.isEmpty()
                        ? Mono.empty()
                        : next.apply(Optional.of(chunk.get(chunk.size() - 1))).collectList());
    }

    /**
     * Acts upon one contract as it has been read; where the rules say no, or it has changed since, it is left as it is. Not
     * every act replaces the version it was decided on: one that only lets another contract follow has to look for itself.
     */
    Mono<Void> carryOut(
            String area, ContractVersion contract, ContractCommand command, ContractingPolicy policy, Instant now) {
        return carryOut(area, contract, command, policy, now, Mono.just(true));
    }

    /**
     * The same, where something else than the contract has to be as it was, too.
     *
     * @param stillSo whether it is, asked under the resident's lock; empty says no
     */
    Mono<Void> carryOut(
            String area,
            ContractVersion contract,
            ContractCommand command,
            ContractingPolicy policy,
            Instant now,
            Mono<Boolean> stillSo) {
        Dossier dossier = new Dossier(contract, policy, Actor.ROUTINE, KnowledgeTime.dayOf(now), now);
        var recording = new ContractStore.Recording(Optional.empty(), BY, now);
        return ContractCommand.decide(command, dossier)
                .fold(
                        refusal -> Mono.empty(),
                        consequence -> transactions
                                .run(() -> unchanged(area, contract, stillSo)
                                        .then(Mono.defer(() -> acts.carryOutWhole(
                                                area,
                                                List.of(new ContractActs.Accepted(dossier, consequence)),
                                                recording))))
                                .then()
                                .onErrorResume(Refused.class, refused -> {
                                    log.info(
                                            "{} of contract {} was left: {}",
                                            command.act(),
                                            contract.contractId(),
                                            refused.refusal().code());
                                    return Mono.empty();
                                }));
    }

    /** Waits for whoever acts upon the resident's contracts, and refuses where this one is not as it was read any more. */
    private Mono<ContractVersion> unchanged(String area, ContractVersion read, Mono<Boolean> stillSo) {
        return locks.take(area, read.residentId())
                .then(Mono.defer(() -> contracts.findLatest(area, read.contractId())))
                .filter(read::equals)
                .filterWhen(same -> stillSo)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.PRECONDITION_FAILED)));
    }
}
