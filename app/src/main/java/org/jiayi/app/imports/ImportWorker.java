package org.jiayi.app.imports;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jiayi.app.database.ConstraintRefusals;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.database.TableStatistics;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.worker.BackgroundWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Works through the open imports. Several applications may share them: a job is claimed with a lease, which is renewed while
 * its chunks are taken in, and what a killed worker had not committed is done again by the next.
 */
@Component
class ImportWorker extends BackgroundWork {

    private static final Logger log = LoggerFactory.getLogger(ImportWorker.class);
    private static final int CHUNK_ROWS = 10_000;
    private static final Duration POLL = Duration.ofMillis(300);

    /**
     * How often in turn a chunk may be kept from going in by what should pass. A lease goes by each time, so this is some
     * minutes; until then the later files of the area wait.
     */
    static final int PAUSES_MAX = 10;

    private final UUID worker = UuidCreator.getTimeOrderedEpoch();
    private final FileKinds kinds;
    private final ImportStore store;
    private final ImportFiles files;
    private final TableStatistics statistics;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    ImportWorker(
            FileKinds kinds,
            ImportStore store,
            ImportFiles files,
            TableStatistics statistics,
            ShieldedTransactions transactions,
            Clock clock) {
        super(POLL);
        this.kinds = kinds;
        this.store = store;
        this.files = files;
        this.statistics = statistics;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    protected Mono<Void> round() {
        return store.claimNext(worker).flatMap(this::work);
    }

    private Mono<Void> work(ImportJob job) {
        return kinds.find(job.kind())
                .filter(kind -> Files.exists(files.of(job.fileId())))
                .map(kind -> work(job, kind))
                .orElseGet(() -> giveUp(job));
    }

    private Mono<Void> giveUp(ImportJob job) {
        log.error("Import {} has no file to read; upload it again", job.importId());
        return end(job, "failed");
    }

    private Mono<Void> work(ImportJob job, FileKind kind) {
        Map<String, Long> normalised = new TreeMap<>(job.normalised());
        Mono<Void> work = chunks(job, kind)
                .concatMap(lines -> statistics.refresh().then(take(job, kind, lines, normalised)), 1)
                .then(Mono.defer(() -> transactions.runLong(() -> kind.end(job.area(), job.importId()))));
        return underLease(ImportStore.LEASE, transactions.run(() -> store.renew(job, worker)), work)
                .then(Mono.defer(() -> end(job, "finished")))
                .doOnSuccess(done -> log.info("Import of {} {} finished: {} rows", job.area(), job.kind(), job.rows()))
                .onErrorResume(error -> stopOn(job, error));
    }

    private Flux<List<CsvLine>> chunks(ImportJob job, FileKind kind) {
        CsvFile file = new CsvFile(files.of(job.fileId()), Charset.forName(job.encoding()), job.rows());
        List<String> columns = Stream.concat(kind.columns().stream(), kind.optionalColumns().stream())
                .toList();
        return Flux.using(() -> file.lines(columns), Flux::fromStream, Stream::close)
                .skip(job.rowsDone())
                .buffer(CHUNK_ROWS)
                .subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<Void> take(ImportJob job, FileKind kind, List<CsvLine> lines, Map<String, Long> normalised) {
        List<CsvLine> sound = lines.stream().filter(line -> !line.isMalformed()).toList();
        Chunk chunk = new Chunk(job.area(), job.importId(), job.uploadedBy(), clock.instant(), sound);
        return transactions
                .run(() -> kind.take(chunk).flatMap(tally -> {
                    lines.stream()
                            .filter(CsvLine::isMalformed)
                            .forEach(line -> tally.refuse(line, RefusalCode.MALFORMED_ROW, ""));
                    checkComplete(lines, tally);
                    Map<String, Long> sum = new TreeMap<>(normalised);
                    tally.normalised().forEach((step, rows) -> sum.merge(step, rows, Long::sum));
                    return store.advance(job, worker, tally, sum)
                            .then(statistics.countAtCommit())
                            .thenReturn(sum);
                }))
                .doOnNext(normalised::putAll)
                .then();
    }

    private static void checkComplete(List<CsvLine> lines, Tally tally) {
        if (tally.rows() != lines.size()) {
            throw new IllegalStateException("of " + lines.size() + " rows only " + tally.rows() + " were answered");
        }
    }

    /**
     * A database that is away or busy leaves the job open for the next round, and so does somebody who has changed what the
     * chunk had read: it is read again. What does not pass in the end, or is a fault of ours, ends the job and is told; it goes
     * on if its file is sent again.
     */
    private Mono<Void> stopOn(ImportJob job, Throwable error) {
        if (error instanceof LeaseLost
                || isOvertaken(error)
                || ConstraintRefusals.of(error).isPresent()) {
            log.warn("Import {} pauses: {}", job.importId(), error.toString());
            return store.pause(job, worker)
                    .filter(pauses -> pauses >= PAUSES_MAX)
                    .flatMap(pauses -> fail(job, error));
        }
        return fail(job, error);
    }

    private Mono<Void> fail(ImportJob job, Throwable error) {
        log.error("Import {} failed", job.importId(), error);
        return end(job, "failed");
    }

    private static boolean isOvertaken(Throwable error) {
        return error instanceof Refused refused && refused.refusal().code() == RefusalCode.PRECONDITION_FAILED;
    }

    /** However a job ends, its file goes with it; a job that another worker has taken over keeps its file. */
    private Mono<Void> end(ImportJob job, String status) {
        return store.finish(job, worker, status)
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(ours -> {
                    if (ours) {
                        files.delete(files.of(job.fileId()));
                    }
                })
                .then();
    }
}
