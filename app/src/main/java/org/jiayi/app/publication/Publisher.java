package org.jiayi.app.publication;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.NamedLocks;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.outbox.Outbox;
import org.jiayi.app.outbox.OutboxEvent;
import org.jiayi.app.settlement.ApprovedBatches;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.Batches;
import org.jiayi.app.worker.BackgroundWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Publishes approved batches, and issues statements again where that was asked for. What was interrupted is made again from
 * the start; nobody sees a file before the statement that names all of them is committed.
 */
@Component
class Publisher extends BackgroundWork {

    private static final Logger log = LoggerFactory.getLogger(Publisher.class);
    private static final Duration POLL = Duration.ofMillis(500);

    /** Making a statement is dear: a store that is away must not keep the machine busy. */
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(10);

    private final ApprovedBatches approved;
    private final Batches batches;
    private final StatementMaker maker;
    private final StatementStore store;
    private final SigningKeys keys;
    private final Outbox outbox;
    private final NamedLocks locks;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    Publisher(
            ApprovedBatches approved,
            Batches batches,
            StatementMaker maker,
            StatementStore store,
            SigningKeys keys,
            Outbox outbox,
            NamedLocks locks,
            ShieldedTransactions transactions,
            Clock clock) {
        super(POLL);
        this.approved = approved;
        this.batches = batches;
        this.maker = maker;
        this.store = store;
        this.keys = keys;
        this.outbox = outbox;
        this.locks = locks;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What a revision is made for. */
    private record Occasion(int revision, Optional<String> reason, Optional<Integer> sequence) {}

    /** The keys that sign one manifest. */
    private record Pens(SigningKey sm2, SigningKey rsa) {}

    @Override
    protected Mono<Void> round() {
        Occasion first = new Occasion(1, Optional.empty(), Optional.empty());
        return approved.waiting()
                .concatMap(batch -> publish(batch, first))
                .thenMany(store.reissues())
                .concatMap(again -> batches.get(again.area(), again.batchId())
                        .flatMap(batch -> publish(
                                batch,
                                new Occasion(
                                        again.revision(), Optional.of(again.reason()), Optional.of(again.sequence())))))
                .then();
    }

    private Mono<Void> publish(Batch batch, Occasion occasion) {
        Mono<Pens> pens = Mono.fromCallable(
                        () -> new Pens(keys.current(SigningAlgorithm.SM2), keys.current(SigningAlgorithm.RSA)))
                .subscribeOn(Schedulers.boundedElastic());
        return maker.make(batch)
                .zipWith(pens)
                .flatMap(ready -> transactions.run(() -> commit(batch, occasion, ready.getT1(), ready.getT2())))
                .elapsed()
                .doOnNext(timed -> log.info(
                        "Published {} revision {}: {} lines in {} ms",
                        timed.getT2().number(),
                        timed.getT2().revision(),
                        timed.getT2().totals().lines(),
                        timed.getT1()))
                .then()
                .onErrorResume(error -> {
                    log.warn("Batch {} is not published yet and is tried again", batch.batchId(), error);
                    return Mono.delay(RETRY_PAUSE).then();
                });
    }

    /** Behind the area's lock statements commit in the order of their ids; nothing happens where somebody was quicker. */
    private Mono<Statement> commit(Batch batch, Occasion occasion, StatementMaker.Made made, Pens pens) {
        Instant now = clock.instant();
        return locks.take("publication:" + batch.area())
                .then(Mono.defer(() -> store.revisions(batch.area(), batch.batchId())))
                .filter(revisions -> revisions == occasion.revision() - 1)
                .flatMap(revisions -> occasion.revision() > 1 ? Mono.just(true) : approved.published(batch, now))
                .filter(ours -> ours)
                .flatMap(ours -> occasion.sequence()
                        .map(Mono::just)
                        .orElseGet(() -> store.nextSequence(batch.area(), batch.fund(), batch.month())))
                .map(sequence -> statement(batch, occasion, sequence, made, now))
                .flatMap(draft -> {
                    StatementStore.Signed signed = sign(draft, batch, made.files(), pens);
                    return store.add(draft, signed, made.files())
                            .then(outbox.append(batch.area(), List.of(event(draft)), now))
                            .thenReturn(draft);
                });
    }

    private static Statement statement(
            Batch batch, Occasion occasion, int sequence, StatementMaker.Made made, Instant now) {
        UUID statementId = UuidCreator.getTimeOrderedEpoch();
        return new Statement(
                batch.area(),
                statementId,
                batch.batchId(),
                batch.fund(),
                batch.month(),
                sequence,
                occasion.revision(),
                occasion.reason(),
                made.totals(),
                made.folder(),
                "",
                now,
                false);
    }

    private static StatementStore.Signed sign(Statement draft, Batch batch, List<StatementFile> files, Pens pens) {
        byte[] manifest = ManifestText.of(draft, batch, files, pens.sm2(), pens.rsa());
        return new StatementStore.Signed(
                manifest,
                ContentDigest.of(manifest).sm3(),
                pens.sm2().keyId(),
                pens.sm2().sign(manifest),
                pens.rsa().keyId(),
                pens.rsa().sign(manifest));
    }

    private OutboxEvent event(Statement statement) {
        String subject = PublicId.of(PublicId.Kind.STATEMENT, statement.area(), statement.statementId())
                .toString();
        return new OutboxEvent(
                UuidCreator.getTimeOrderedEpoch(), "statement.published", subject, "", "", LocalDate.now(clock));
    }
}
