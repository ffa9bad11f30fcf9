package org.jiayi.app.contract;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.organisation.Teams;
import org.jiayi.app.worker.BackgroundWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * 机构调整: moves the contracts of whole teams, a chunk in a transaction together with how far the job is, so a killed one
 * goes on where it stopped. A dry run is one transaction over all chunks that is rolled back: it meets every rule that the
 * job would meet, and holds the teams' locks meanwhile.
 */
@Component
public class ReassignContracts extends BackgroundWork {

    private static final Logger log = LoggerFactory.getLogger(ReassignContracts.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final int CHUNK_CONTRACTS = 500;

    private final UUID worker = UuidCreator.getTimeOrderedEpoch();
    private final ReassignmentStore store;
    private final ContractingPolicies policies;
    private final ContractActs acts;
    private final Teams teams;
    private final CommandKeys keys;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    ReassignContracts(
            ReassignmentStore store,
            ContractingPolicies policies,
            ContractActs acts,
            Teams teams,
            CommandKeys keys,
            ShieldedTransactions transactions,
            Clock clock) {
        super(POLL);
        this.store = store;
        this.policies = policies;
        this.acts = acts;
        this.teams = teams;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What to move. */
    public record Order(String area, String basis, LocalDate firstDay, boolean dryRun, Map<String, String> moves) {}

    /** Orders a job; the answer's id is the job's. Refused for teams that do not exist, or from and to the same. */
    public Mono<CommandKeys.Answer> order(Order order, String key, Caller caller) {
        return transactions.run(() -> keys.once(
                order.area(),
                caller,
                key,
                "reassign " + new TreeMap<>(order.moves()) + order.firstDay() + order.dryRun() + order.basis(),
                () -> requireTeams(order).then(Mono.defer(() -> add(order, caller)))));
    }

    private Mono<Void> requireTeams(Order order) {
        List<String> named = new ArrayList<>(order.moves().keySet());
        named.addAll(order.moves().values());
        if (order.moves().values().stream().anyMatch(order.moves()::containsKey)) {
            return Mono.error(new Refused(Refusal.of(RefusalCode.SAME_TEAM, "/moves")));
        }
        long distinct = named.stream().distinct().count();
        return teams.lock(order.area(), named, order.firstDay())
                .filter(found -> found.size() == distinct)
                .switchIfEmpty(Mono.error(() -> new Refused(Refusal.of(RefusalCode.UNKNOWN_TEAM, "/moves"))))
                .then();
    }

    private Mono<String> add(Order order, Caller caller) {
        Reassignment job = new Reassignment(
                order.area(),
                UuidCreator.getTimeOrderedEpoch(),
                order.basis(),
                order.firstDay(),
                order.dryRun(),
                Reassignment.Status.WAITING,
                0,
                0,
                0,
                Optional.empty(),
                order.moves(),
                List.of());
        return store.add(job, caller.subject(), clock.instant())
                .thenReturn(job.reassignmentId().toString());
    }

    /** The job of that id; refused as unknown where there is none. */
    public Mono<Reassignment> get(String area, UUID reassignmentId) {
        return store.find(area, reassignmentId).switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    @Override
    protected Mono<Void> round() {
        Instant now = clock.instant();
        return store.claimNext(worker, now, now.plus(LEASE))
                .flatMap(job -> underLease(LEASE, renewal(job), work(job, now)))
                .onErrorComplete(JobLost.class);
    }

    private Mono<Void> renewal(Reassignment job) {
        return transactions.run(() -> store.renew(job, worker, clock.instant().plus(LEASE)));
    }

    private Mono<Void> work(Reassignment job, Instant now) {
        return policies.inForce(job.area(), KnowledgeTime.dayOf(now))
                .flatMap(policy -> job.dryRun() ? rehearse(job, policy) : perform(job, policy));
    }

    /** What became of one chunk. */
    private record Chunk(int contracts, List<Reassignment.Left> left, Optional<UUID> last) {

        static final Chunk NONE = new Chunk(0, List.of(), Optional.empty());

        Chunk and(Chunk next) {
            List<Reassignment.Left> all = new ArrayList<>(left);
            all.addAll(next.left);
            return new Chunk(contracts + next.contracts, all, next.last.or(() -> last));
        }
    }

    /** At the end it looks once more: a file that was under way, or a death that was revoked, brings contracts in behind it. */
    private Mono<Void> perform(Reassignment job, ContractingPolicy policy) {
        return store.next(job, CHUNK_CONTRACTS)
                .switchIfEmpty(Flux.defer(() -> store.next(job.fromTheBeginning(), CHUNK_CONTRACTS)))
                .collectList()
                .flatMap(contracts -> contracts.isEmpty()
                        ? finish(job)
                        : chunk(job, policy, contracts)
                                .then(Mono.defer(() -> store.find(job.area(), job.reassignmentId())))
                                .filter(on -> on.status() == Reassignment.Status.RUNNING)
                                .flatMap(on -> perform(on, policy)));
    }

    /** Moves a chunk; those whose new contract is refused are left out, and the rest is moved anew without them. */
    private Mono<Void> chunk(Reassignment job, ContractingPolicy policy, List<ContractVersion> contracts) {
        return attempt(job, policy, contracts, List.of(), part -> keep(job, part))
                .then();
    }

    private Mono<Boolean> keep(Reassignment job, Chunk part) {
        return store.advance(
                        job,
                        worker,
                        part.contracts(),
                        part.contracts() - part.left().size(),
                        part.left(),
                        part.last().orElseThrow(),
                        clock.instant().plus(LEASE))
                .flatMap(ours -> ours ? Mono.just(true) : Mono.error(new JobLost()));
    }

    /** The job was cancelled, or another worker has taken it over; the chunk at hand is not kept. */
    private static final class JobLost extends RuntimeException {

        private static final long serialVersionUID = 1L;

        JobLost() {
            super("the job is no longer this worker's", null, false, false);
        }
    }

    /** Tells that a chunk was rolled back because some of it was refused. */
    private static final class SomeRefused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient List<Reassignment.Left> left;

        SomeRefused(List<Reassignment.Left> left) {
            super("some are refused", null, false, false);
            this.left = left;
        }
    }

    private Mono<Chunk> attempt(
            Reassignment job,
            ContractingPolicy policy,
            List<ContractVersion> contracts,
            List<Reassignment.Left> left,
            Function<Chunk, Mono<Boolean>> then) {
        Chunk part = new Chunk(
                contracts.size(),
                left,
                Optional.of(contracts.get(contracts.size() - 1).contractId()));
        return transactions
                .run(() -> move(job, policy, contracts, left)
                        .flatMap(more -> more.isEmpty()
                                ? then.apply(part).thenReturn(part)
                                : Mono.<Chunk>error(new SomeRefused(more))))
                .onErrorResume(SomeRefused.class, some -> {
                    List<Reassignment.Left> all = new ArrayList<>(left);
                    all.addAll(some.left);
                    return attempt(job, policy, contracts, all, then);
                });
    }

    /** Moves those of the contracts that are not left out; answers which of them were refused. */
    private Mono<List<Reassignment.Left>> move(
            Reassignment job, ContractingPolicy policy, List<ContractVersion> contracts, List<Reassignment.Left> left) {
        Instant now = clock.instant();
        List<UUID> out = left.stream().map(Reassignment.Left::contractId).toList();
        List<ContractActs.Accepted> accepted = new ArrayList<>();
        List<Reassignment.Left> refused = new ArrayList<>();
        for (ContractVersion contract : contracts) {
            if (!out.contains(contract.contractId())) {
                Dossier dossier = new Dossier(contract, policy, Actor.ROUTINE, KnowledgeTime.dayOf(now), now);
                decide(job, dossier)
                        .fold(
                                refusal -> refused.add(left(contract, refusal)),
                                consequence -> accepted.add(new ContractActs.Accepted(dossier, consequence)));
            }
        }
        var recording = new ContractStore.Recording(Optional.empty(), "reassignment:" + job.reassignmentId(), now);
        return acts.carryOut(job.area(), accepted, recording).map(answers -> {
            for (int i = 0; i < answers.size(); i++) {
                ContractVersion contract = accepted.get(i).dossier().contract();
                answers.get(i).fold(refusal -> refused.add(left(contract, refusal)), moved -> true);
            }
            return refused;
        });
    }

    private static Decision<Consequence> decide(Reassignment job, Dossier dossier) {
        String to = job.moves().getOrDefault(dossier.contract().teamNumber(), "");
        return ContractCommand.decide(new Reassign(to, job.firstDay(), job.basis()), dossier);
    }

    private static Reassignment.Left left(ContractVersion contract, Refusal refusal) {
        return new Reassignment.Left(contract.contractId(), refusal.code().code());
    }

    /** Ends the transaction of a dry run. */
    private static final class RolledBack extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Chunk all;

        RolledBack(Chunk all) {
            super("a dry run keeps nothing", null, false, false);
            this.all = all;
        }
    }

    private Mono<Void> rehearse(Reassignment job, ContractingPolicy policy) {
        return rehearse(job, policy, List.of())
                .flatMap(all -> all.last().isEmpty() ? Mono.just(true) : keep(job, all))
                .then(Mono.defer(() -> finish(job)));
    }

    /** What is refused is known only after the fact, so the rehearsal begins anew without it until nothing is refused. */
    private Mono<Chunk> rehearse(Reassignment job, ContractingPolicy policy, List<Reassignment.Left> left) {
        return transactions
                .run(() -> store.next(job, Integer.MAX_VALUE)
                        .buffer(CHUNK_CONTRACTS)
                        .collectList() // a connection answers one question at a time
                        .flatMapIterable(chunks -> chunks)
                        .concatMap(contracts -> move(job, policy, contracts, left)
                                .map(more -> new Chunk(
                                        contracts.size(),
                                        more,
                                        Optional.of(contracts
                                                .get(contracts.size() - 1)
                                                .contractId()))))
                        .reduce(Chunk.NONE, Chunk::and)
                        .flatMap(all -> Mono.<Chunk>error(new RolledBack(all))))
                .onErrorResume(RolledBack.class, end -> {
                    List<Reassignment.Left> all = new ArrayList<>(left);
                    all.addAll(end.all.left());
                    return end.all.left().isEmpty()
                            ? Mono.just(new Chunk(end.all.contracts(), all, end.all.last()))
                            : rehearse(job, policy, all);
                });
    }

    private Mono<Void> finish(Reassignment job) {
        return store.finish(job, clock.instant())
                .filter(finished -> finished)
                .doOnNext(finished -> log.info("Reassignment {} in {} is over", job.reassignmentId(), job.area()))
                .then();
    }
}
