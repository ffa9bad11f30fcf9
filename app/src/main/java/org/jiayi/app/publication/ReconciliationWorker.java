package org.jiayi.app.publication;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jiayi.app.database.ConstraintRefusals;
import org.jiayi.app.settlement.Batches;
import org.jiayi.app.worker.BackgroundWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Works through the reconciliations: loads the bureau's file and our own published parts, then has the database compare
 * them. A job that a killed worker left is done again from the start.
 */
@Component
class ReconciliationWorker extends BackgroundWork {

    private static final Logger log = LoggerFactory.getLogger(ReconciliationWorker.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int CHUNK_LINES = 10_000;

    private final UUID worker = UuidCreator.getTimeOrderedEpoch();
    private final ReconciliationStore store;
    private final Reconciliations reconciliations;
    private final Statements statements;
    private final StatementStore statementStore;
    private final VerifiedFiles files;
    private final StatementDetails details;
    private final Batches batches;

    ReconciliationWorker(
            ReconciliationStore store,
            Reconciliations reconciliations,
            Statements statements,
            StatementStore statementStore,
            VerifiedFiles files,
            StatementDetails details,
            Batches batches) {
        super(POLL);
        this.store = store;
        this.reconciliations = reconciliations;
        this.statements = statements;
        this.statementStore = statementStore;
        this.files = files;
        this.details = details;
        this.batches = batches;
    }

    @Override
    protected Mono<Void> round() {
        return store.claimNext(worker).flatMap(this::work);
    }

    private Mono<Void> work(Reconciliation job) {
        Path theirs = reconciliations.file(job.reconciliationId());
        return statements
                .get(job.area(), job.statementId())
                .flatMap(statement -> batches.get(job.area(), statement.batchId())
                        .flatMap(batch -> compare(
                                job,
                                statement,
                                new DetailReader(details.get(batch).layout()),
                                theirs)))
                .onErrorResume(error -> stopOn(job, error))
                .publishOn(Schedulers.boundedElastic())
                .doOnSuccess(done -> reconciliations.delete(theirs))
                .onErrorComplete(JobLost.class);
    }

    private Mono<Void> compare(Reconciliation job, Statement statement, DetailReader reader, Path theirs) {
        return store.clear(job.area(), job.reconciliationId())
                .then(load(job, false, 0, () -> reader.lines(theirs)))
                .then(loadOurs(job, statement, reader))
                .then(store.compare(job, worker))
                .doOnSuccess(done -> log.info("Reconciled {} with {} rows", statement.number(), job.rows()));
    }

    private Mono<Void> load(
            Reconciliation job, boolean ours, long before, Callable<Stream<DetailReader.DetailLine>> lines) {
        return Flux.using(lines, Flux::fromStream, Stream::close)
                .buffer(CHUNK_LINES)
                .subscribeOn(Schedulers.boundedElastic())
                .concatMap(chunk -> store.load(job, worker, ours, before, chunk), 1)
                .then();
    }

    /** Our side is what was published, not what is in the tables; lines are numbered through all parts. */
    private Mono<Void> loadOurs(Reconciliation job, Statement statement, DetailReader reader) {
        return statementStore
                .files(statement)
                .filter(file -> file.name().startsWith("detail-"))
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .index()
                .concatMap(part -> unpacked(
                        job,
                        statement,
                        part.getT2(),
                        path -> load(
                                job,
                                true,
                                part.getT1() * 2L * DetailParts.PART_LINES_MAX,
                                () -> reader.packedLines(path))))
                .then();
    }

    /** Something to do with a local copy of a part. */
    private interface WithPart {
        Mono<Void> work(Path path);
    }

    private Mono<Void> unpacked(Reconciliation job, Statement statement, StatementFile part, WithPart then) {
        Path copy = reconciliations.file(job.reconciliationId()).resolveSibling(job.reconciliationId() + ".gz");
        return files.check(statement, part)
                .then(Mono.defer(() -> DataBufferUtils.write(
                        files.read(statement, part, 0, part.packed().bytes()), copy)))
                .then(Mono.defer(() -> then.work(copy)))
                .publishOn(Schedulers.boundedElastic())
                .doFinally(end -> reconciliations.delete(copy));
    }

    /** A database that is away leaves the job for a later round, and who lost it leaves it alone; else it ends and is told. */
    private Mono<Void> stopOn(Reconciliation job, Throwable error) {
        if (error instanceof JobLost || ConstraintRefusals.of(error).isPresent()) {
            return Mono.error(error);
        }
        log.error("Reconciliation {} failed", job.reconciliationId(), error);
        return store.fail(job, worker);
    }
}
