package org.jiayi.app.settlement;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** 复核 → 确认 → 批准 → 办结: lets people take computed batches to their end. */
@Component
public class Batches {

    private final BatchStore store;
    private final LineObjectionStore objections;
    private final Acts acts;
    private final BatchKinds kinds;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    Batches(
            BatchStore store,
            LineObjectionStore objections,
            Acts acts,
            BatchKinds kinds,
            ShieldedTransactions transactions,
            Clock clock) {
        this.store = store;
        this.objections = objections;
        this.acts = acts;
        this.kinds = kinds;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * 复核: another person than who computed the batch has looked at it. Where a day is given, institutions may confirm their
     * lines or object until then; refused for a day before today.
     */
    public Mono<Batch> review(
            String area, UUID batchId, String ifMatch, Optional<LocalDate> confirmUntil, String note, Caller caller) {
        if (confirmUntil.filter(day -> day.isBefore(LocalDate.now(clock))).isPresent()) {
            return Mono.error(new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "/confirmUntil")));
        }
        return step(
                area,
                batchId,
                ifMatch,
                Batch.Status.COMPUTED,
                batch -> requireAnother(batch, caller)
                        .then(Mono.defer(() -> store.review(batch, confirmUntil, caller.subject(), clock.instant())))
                        .then(Mono.defer(() -> acts.add(batch, Acts.Kind.REVIEWED, Optional.empty(), note, caller))));
    }

    private static Mono<Void> requireAnother(Batch batch, Caller caller) {
        return batch.computedBy().equals(caller.subject())
                ? Mono.error(new Refused(RefusalCode.SECOND_PERSON_NEEDED))
                : Mono.empty();
    }

    /** 退回: a reviewed batch is open again, so that it can be computed anew. Refused while an objection waits for its answer. */
    public Mono<Batch> putBack(String area, UUID batchId, String ifMatch, String reason, Caller caller) {
        return step(
                area,
                batchId,
                ifMatch,
                Batch.Status.REVIEWED,
                batch -> requireAnswered(batch)
                        .then(Mono.defer(() -> store.putBack(batch)))
                        .then(Mono.defer(() -> acts.add(batch, Acts.Kind.RETURNED, Optional.empty(), reason, caller))));
    }

    private Mono<List<LineObjection>> requireAnswered(Batch batch) {
        return objections
                .list(batch)
                .collectList()
                .flatMap(all -> all.stream().allMatch(LineObjection::isAnswered)
                        ? Mono.just(all)
                        : Mono.error(new Refused(RefusalCode.OBJECTIONS_OPEN)));
    }

    /**
     * 确认: makes the batch that was looked at final. Refused while its kind still waits for something, an objection has no
     * answer or was accepted without a new computation, or institutions may still speak and have not all confirmed.
     */
    public Mono<Batch> confirm(String area, UUID batchId, String ifMatch, Caller caller) {
        Mono<Void> prepared =
                get(area, batchId).flatMap(batch -> kinds.get(batch.kind()).prepareToConfirm(batch));
        return prepared.then(step(
                area,
                batchId,
                ifMatch,
                Batch.Status.REVIEWED,
                batch -> requireAnswered(batch)
                        .flatMap(answered -> answered.stream().anyMatch(LineObjection::overturns)
                                ? Mono.error(new Refused(RefusalCode.BATCH_OVERTURNED))
                                : requireConfirmed(batch))
                        .then(Mono.defer(() -> kinds.get(batch.kind()).confirm(batch)))
                        .then(Mono.defer(
                                () -> store.move(batch, Batch.Status.CONFIRMED, caller.subject(), clock.instant())))
                        .then(Mono.defer(() -> acts.add(batch, Acts.Kind.CONFIRMED, caller)))));
    }

    /** After their last day, silence is consent. */
    private Mono<Void> requireConfirmed(Batch batch) {
        if (!batch.hearsInstitutionsOn(LocalDate.now(clock))) {
            return Mono.empty();
        }
        return store.lines(batch)
                .filter(line -> !line.confirmed())
                .count()
                .flatMap(open -> open == 0 ? Mono.empty() : Mono.error(new Refused(RefusalCode.LINES_NOT_CONFIRMED)));
    }

    /** The batch, if institutions may confirm or object today; refused where not. */
    Batch requireSpeaking(Batch batch) {
        if (!batch.hearsInstitutionsOn(LocalDate.now(clock))) {
            throw new Refused(RefusalCode.CONFIRMATION_OVER);
        }
        return batch;
    }

    /** 机构确认: the institution confirms its line as it stands; again changes nothing. */
    public Mono<Batch> confirmLine(String area, UUID batchId, String payee, String ifMatch, Caller caller) {
        return step(
                area,
                batchId,
                ifMatch,
                Batch.Status.REVIEWED,
                batch -> line(requireSpeaking(batch), payee, caller.scope())
                        .flatMap(line -> line.confirmed()
                                ? Mono.empty()
                                : acts.add(batch, Acts.Kind.LINE_CONFIRMED, Optional.of(payee), "", caller)));
    }

    /** 批准: approves the confirmed batch that was looked at and posts it to the ledger; not by who computed it. */
    public Mono<Batch> approve(String area, UUID batchId, String ifMatch, Caller caller) {
        return step(
                area,
                batchId,
                ifMatch,
                Batch.Status.CONFIRMED,
                batch -> requireAnother(batch, caller)
                        .then(Mono.defer(
                                () -> store.move(batch, Batch.Status.APPROVED, caller.subject(), clock.instant())))
                        .then(Mono.defer(() -> acts.add(batch, Acts.Kind.APPROVED, caller)))
                        .then(Mono.defer(() -> store.lines(batch).collectList()))
                        .flatMap(lines -> kinds.get(batch.kind()).post(batch, lines, caller)));
    }

    /** 办结: nothing more is done to a paid batch. */
    public Mono<Batch> close(String area, UUID batchId, String ifMatch, Caller caller) {
        return step(
                area,
                batchId,
                ifMatch,
                Batch.Status.PAID,
                batch -> store.move(batch, Batch.Status.CLOSED, caller.subject(), clock.instant())
                        .then(Mono.defer(() -> acts.add(batch, Acts.Kind.CLOSED, caller))));
    }

    /** 作废: gives up an open adjustment; its number is not given again. Refused where it is reviewed or further. */
    public Mono<Batch> discard(String area, UUID batchId, String ifMatch, String reason, Caller caller) {
        return step(
                area,
                batchId,
                ifMatch,
                Batch.Status.COMPUTED,
                batch -> store.move(
                                Refused.orThrow(batch.requireAdjustment()),
                                Batch.Status.DISCARDED,
                                caller.subject(),
                                clock.instant())
                        .then(Mono.defer(
                                () -> acts.add(batch, Acts.Kind.DISCARDED, Optional.empty(), reason, caller))));
    }

    private Mono<Batch> step(
            String area, UUID batchId, String ifMatch, Batch.Status expected, Function<Batch, Mono<Void>> action) {
        return transactions.run(() -> lock(area, batchId)
                .map(batch -> {
                    if (!batch.etag().equals(ifMatch)) {
                        throw new Refused(RefusalCode.PRECONDITION_FAILED);
                    }
                    if (batch.status() != expected) {
                        throw new Refused(RefusalCode.BATCH_NOT_READY);
                    }
                    return batch;
                })
                .flatMap(action)
                .then(Mono.defer(() -> get(area, batchId))));
    }

    /** The batch, with its fund locked until the transaction ends. */
    Mono<Batch> lock(String area, UUID batchId) {
        return get(area, batchId)
                .flatMap(seen -> store.lock(area, seen.fund()).then(Mono.defer(() -> get(area, batchId))));
    }

    /** The batch of that id; refused where there is none. */
    public Mono<Batch> get(String area, UUID batchId) {
        return store.find(area, batchId).switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** The batch of that id, if the caller may see batches of its fund; refused as unknown otherwise. */
    public Mono<Batch> get(String area, UUID batchId, Scope scope) {
        return get(area, batchId)
                .filter(batch -> new Fund(batch.fund()).isSeenBy(scope, area))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** The capitation month of that id; refused where there is none, or a batch that counts no heads. */
    public Mono<Batch> getMonth(String area, UUID batchId) {
        return get(area, batchId)
                .filter(Batch::isCapitationMonth)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** The area's batches that the caller may see, by month and fund. */
    public Flux<Batch> list(String area, Scope scope) {
        return store.list(area).filter(batch -> new Fund(batch.fund()).isSeenBy(scope, area));
    }

    /** The lines within the caller's reach. */
    public Flux<BatchLine> lines(Batch batch, Scope scope) {
        return store.lines(batch).filter(line -> scope.reachesInstitution(batch.area(), line.institutionCode()));
    }

    /** The line of a payee; refused where there is none within the caller's reach. */
    public Mono<BatchLine> line(Batch batch, String payee, Scope scope) {
        return lines(batch, scope)
                .filter(line -> line.payee().equals(payee))
                .singleOrEmpty()
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }
}
