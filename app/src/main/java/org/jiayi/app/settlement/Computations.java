package org.jiayi.app.settlement;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** 测算: computes batches of every kind, as often as they are open. */
@Component
public class Computations {

    private final BatchStore store;
    private final Acts acts;
    private final BatchKinds kinds;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    Computations(BatchStore store, Acts acts, BatchKinds kinds, ShieldedTransactions transactions, Clock clock) {
        this.store = store;
        this.acts = acts;
        this.kinds = kinds;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Computes a batch; a dry run keeps nothing of it. An open batch of the period is computed again under its id. Where later periods build
     * on it, their open batches are discarded; one among them that is reviewed or more is a refusal. Refused where the order is ahead of
     * today.
     */
    public Mono<Batch> compute(BatchKind.Order order, boolean dryRun, Caller caller) {
        if (order.isAheadOf(LocalDate.now(clock))) {
            return Mono.error(new Refused(Refusal.of(RefusalCode.IN_THE_FUTURE, "/knownOn")));
        }
        Supplier<Mono<Batch>> work = () -> computeInside(order, caller);
        return prepare(order).then(Mono.defer(() -> dryRun ? transactions.rehearse(work) : transactions.run(work)));
    }

    /** What has to be done before the transaction of a computation begins. */
    Mono<Void> prepare(BatchKind.Order order) {
        return kinds.get(order.kind()).prepare(order);
    }

    /** Computes a batch that is prepared for; must be called inside a shielded transaction. */
    Mono<Batch> computeInside(BatchKind.Order order, Caller caller) {
        BatchKind kind = kinds.get(order.kind());
        return store.lock(order.area(), order.fund())
                .then(Mono.defer(() -> discardOpen(order, kind)))
                .flatMap(batchId ->
                        kind.compute(order).flatMap(draft -> keep(order, batchId, 1, Optional.empty(), draft, caller)));
    }

    /** Makes room for a batch; the id that it gets. */
    private Mono<UUID> discardOpen(BatchKind.Order order, BatchKind kind) {
        return store.from(order.kind(), order.area(), order.fund(), order.month())
                .filter(batch -> kind.buildsOnEarlier() || batch.month().equals(order.month()))
                .collectList()
                .flatMap(standing -> {
                    List<UUID> open = new ArrayList<>();
                    for (Batch batch : standing) {
                        if (batch.status() != Batch.Status.COMPUTED) {
                            RefusalCode code = batch.month().equals(order.month())
                                    ? RefusalCode.BATCH_CLOSED
                                    : RefusalCode.LATER_MONTH_COMPUTED;
                            return Mono.error(new Refused(code));
                        }
                        open.add(batch.batchId());
                    }
                    boolean again =
                            !standing.isEmpty() && standing.get(0).month().equals(order.month());
                    UUID batchId = again ? open.get(0) : UuidCreator.getTimeOrderedEpoch();
                    return store.discard(order.area(), open).thenReturn(batchId);
                });
    }

    /** Keeps what was computed as an open batch; must be called inside a shielded transaction. */
    Mono<Batch> keep(
            BatchKind.Order order,
            UUID batchId,
            int sequence,
            Optional<UUID> corrects,
            BatchKind.Draft draft,
            Caller caller) {
        List<BatchLine> lines = draft.lines();
        Batch batch = new Batch(
                order.area(),
                batchId,
                order.kind(),
                order.fund(),
                order.month(),
                sequence,
                corrects,
                draft.policyId(),
                order.knownOn(),
                Batch.Status.COMPUTED,
                lines.stream().mapToLong(BatchLine::heads).reduce(0, Math::addExact),
                lines.stream().mapToLong(BatchLine::correctedHeads).reduce(0, Math::addExact),
                lines.stream().mapToLong(BatchLine::entitlementFen).reduce(0, Math::addExact),
                lines.stream().mapToLong(BatchLine::prepaymentFen).reduce(0, Math::addExact),
                lines.stream().mapToLong(BatchLine::retentionFen).reduce(0, Math::addExact),
                lines.stream().mapToLong(BatchLine::deductedFen).reduce(0, Math::addExact),
                draft.digest().sha256(),
                draft.digest().sm3(),
                caller.subject(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return store.add(batch, lines, clock.instant())
                .then(acts.add(batch, Acts.Kind.COMPUTED, caller))
                .thenReturn(batch);
    }
}
