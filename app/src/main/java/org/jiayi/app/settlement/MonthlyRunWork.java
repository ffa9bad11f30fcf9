package org.jiayi.app.settlement;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jiayi.app.database.ConstraintRefusals;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Role;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.worker.BackgroundWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Computes the units of monthly runs, on however many instances. A unit is taken, computed and marked as done in one
 * transaction: wherever an instance dies, the unit is as it was before and free for another.
 */
@Component
class MonthlyRunWork extends BackgroundWork {

    private static final Logger log = LoggerFactory.getLogger(MonthlyRunWork.class);
    private static final Duration POLL = Duration.ofMillis(300);

    private final MonthlyRunStore store;
    private final BatchStore batches;
    private final Computations computations;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    MonthlyRunWork(
            MonthlyRunStore store,
            BatchStore batches,
            Computations computations,
            ShieldedTransactions transactions,
            Clock clock) {
        super(POLL);
        this.store = store;
        this.batches = batches;
        this.computations = computations;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    protected Mono<Void> round() {
        return store.ready().concatMap(this::work).then();
    }

    private Mono<Void> work(MonthlyRunStore.Ready ready) {
        return computations
                .prepare(ready.order())
                .then(Mono.defer(() -> transactions.run(() -> store.take(ready).flatMap(this::compute))))
                .doOnNext(batch -> log.info("{} of {} in {} is computed", batch.month(), batch.fund(), batch.area()))
                .then()
                .onErrorResume(error -> stopOn(ready, error));
    }

    private Mono<Batch> compute(MonthlyRunStore.Ready unit) {
        return computations
                .computeInside(unit.order(), starter(unit))
                .flatMap(batch -> store.end(unit, MonthlyRun.State.COMPUTED, Optional.empty(), clock.instant())
                        .thenReturn(batch));
    }

    /** The batch is computed in the name of who asked for the run, who therefore may not approve it. */
    private static Caller starter(MonthlyRunStore.Ready unit) {
        return new Caller(
                unit.startedBy(),
                Set.of(Role.BUREAU),
                new Scope(unit.area(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /** A database that is away leaves the unit to the next round; a refusal or a fault of ours ends it and is told. */
    private Mono<Void> stopOn(MonthlyRunStore.Ready unit, Throwable error) {
        RefusalCode code = error instanceof Refused refused
                ? refused.refusal().code()
                : ConstraintRefusals.of(error).map(Refusal::code).orElse(RefusalCode.INTERNAL_ERROR);
        if (code == RefusalCode.TRY_AGAIN_LATER) {
            log.warn("{} of {} waits: {}", unit.month(), unit.scheme().code(), error.toString());
            return Mono.empty();
        }
        Mono<Boolean> standing = code == RefusalCode.BATCH_CLOSED ? isStanding(unit) : Mono.just(false);
        return standing.flatMap(stands -> {
            if (stands) {
                return end(unit, MonthlyRun.State.STANDING, Optional.empty());
            }
            log.warn(
                    "{} of {} in {} is not computed",
                    unit.month(),
                    unit.scheme().code(),
                    unit.area(),
                    error);
            return end(unit, MonthlyRun.State.REFUSED, Optional.of(code));
        });
    }

    /** Whether the unit's own month has a batch that is reviewed or further: what is closed may be another, such as the year's end. */
    private Mono<Boolean> isStanding(MonthlyRunStore.Ready unit) {
        return batches.from(
                        BatchKind.CAPITATION_MONTH, unit.area(), unit.scheme().code(), unit.month())
                .filter(batch -> batch.month().equals(unit.month()) && batch.status() != Batch.Status.COMPUTED)
                .count()
                .map(standing -> standing > 0);
    }

    private Mono<Void> end(MonthlyRunStore.Ready unit, MonthlyRun.State state, Optional<RefusalCode> refusal) {
        return transactions.run(() -> store.end(unit, state, refusal, clock.instant()));
    }
}
