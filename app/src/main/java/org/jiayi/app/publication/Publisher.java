package org.jiayi.app.publication;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.ConstraintRefusals;
import org.jiayi.app.database.NamedLocks;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
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
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Publishes approved batches, and issues statements again where that was asked for. Each is a job claimed by lease; what
 * was interrupted is made again from the start, and nobody sees a file before the statement that names all of them is
 * committed.
 */
@Component
class Publisher extends BackgroundWork {

    private static final Logger log = LoggerFactory.getLogger(Publisher.class);
    private static final Duration POLL = Duration.ofMillis(500);

    /** How often it is written down how far a job is. */
    private static final Duration BEAT = Duration.ofSeconds(1);

    private final UUID worker = UuidCreator.getTimeOrderedEpoch();
    private final PublicationJobs jobs;
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
            PublicationJobs jobs,
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
        this.jobs = jobs;
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
    private record Occasion(int revision, Optional<String> reason, int sequence) {}

    /** The keys that sign one manifest. */
    private record Pens(SigningKey sm2, SigningKey rsa) {}

    @Override
    protected Mono<Void> round() {
        return approved.waiting().collectList().flatMap(jobs::add).then(Mono.defer(this::next));
    }

    /** The oldest job that is due, and the next at once while there are any. */
    private Mono<Void> next() {
        return jobs.claimNext(worker).flatMap(job -> work(job).thenReturn(job)).flatMap(job -> next());
    }

    private Mono<Void> work(PublicationJob job) {
        Making making = new Making(job.jobId());
        return Mono.using(() -> beats(job, making).subscribe(), beats -> publish(job, making), Disposable::dispose)
                .elapsed()
                .doOnNext(timed -> log.info(
                        "Published {} revision {}: {} lines in {} ms",
                        timed.getT2().number(),
                        timed.getT2().revision(),
                        timed.getT2().totals().lines(),
                        timed.getT1()))
                .then()
                .onErrorResume(error -> stopOn(job, error));
    }

    /** While a statement is made, writes down how far it is, and learns whether to go on; a failed beat is followed by the next. */
    private Flux<Boolean> beats(PublicationJob job, Making making) {
        return Flux.interval(Duration.ZERO, BEAT)
                .onBackpressureDrop()
                .concatMap(
                        tick -> transactions
                                .run(() -> jobs.tell(job, worker, making.point()))
                                .onErrorResume(error -> Mono.empty()),
                        1)
                .doOnNext(ours -> {
                    if (!ours) {
                        making.stop();
                    }
                });
    }

    private Mono<Statement> publish(PublicationJob job, Making making) {
        Mono<Pens> pens = Mono.fromCallable(
                        () -> new Pens(keys.current(SigningAlgorithm.SM2), keys.current(SigningAlgorithm.RSA)))
                .subscribeOn(Schedulers.boundedElastic());
        return batches.get(job.area(), job.batchId())
                .flatMap(batch -> maker.make(batch, making).zipWith(pens).flatMap(ready -> {
                    making.begin(Making.SIGNING, SigningAlgorithm.values().length);
                    return transactions.run(() -> commit(job, batch, ready.getT1(), ready.getT2()));
                }));
    }

    /** What is lost is somebody else's; what failed is tried again after a pause, and says so. */
    private Mono<Void> stopOn(PublicationJob job, Throwable error) {
        if (error instanceof JobLost) {
            log.info("Publication of batch {} stops: {}", job.batchId(), error.getMessage());
            return Mono.empty();
        }
        log.warn("Batch {} is not published yet and is tried again", job.batchId(), error);
        return jobs.fail(job, worker, problem(error));
    }

    private static RefusalCode problem(Throwable error) {
        return error instanceof Refused refused
                ? refused.refusal().code()
                : ConstraintRefusals.of(error).map(Refusal::code).orElse(RefusalCode.INTERNAL_ERROR);
    }

    /** Behind the area's lock statements commit in the order of their ids; nothing happens where the job is no longer ours. */
    private Mono<Statement> commit(PublicationJob job, Batch batch, StatementMaker.Made made, Pens pens) {
        Instant now = clock.instant();
        return locks.take("publication:" + batch.area())
                .then(Mono.defer(() -> jobs.finish(job, worker)))
                .then(Mono.defer(() -> job.revision() == 1 ? first(batch, now) : further(job)))
                .map(occasion -> statement(batch, occasion, made, now))
                .flatMap(draft -> {
                    StatementStore.Signed signed = sign(draft, batch, made.files(), pens);
                    return store.add(draft, signed, made.files())
                            .then(outbox.append(batch.area(), List.of(event(draft)), now))
                            .thenReturn(draft);
                });
    }

    private Mono<Occasion> first(Batch batch, Instant now) {
        return approved.published(batch, now)
                .filter(published -> published)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException(batch.batchId() + " is not approved")))
                .flatMap(published -> store.nextSequence(batch.area(), batch.fund(), batch.month()))
                .map(sequence -> new Occasion(1, Optional.empty(), sequence));
    }

    private Mono<Occasion> further(PublicationJob job) {
        return store.reissue(job)
                .map(again -> new Occasion(job.revision(), Optional.of(again.reason()), again.sequence()));
    }

    private static Statement statement(Batch batch, Occasion occasion, StatementMaker.Made made, Instant now) {
        UUID statementId = UuidCreator.getTimeOrderedEpoch();
        return new Statement(
                batch.area(),
                statementId,
                batch.batchId(),
                batch.fund(),
                batch.month(),
                occasion.sequence(),
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
