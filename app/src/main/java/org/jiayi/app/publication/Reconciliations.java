package org.jiayi.app.publication;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jiayi.app.database.PrivateDirectory;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.settlement.Batches;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** 对账: takes a bureau's own detail file in and tells how the comparison is doing. */
@Component
public class Reconciliations {

    /** How many rows more than the statement a file may have. */
    static final long EXTRA_ROWS_MAX = 100_000;

    private static final long UPLOAD_BYTES_MAX = 2L << 30;

    private final ReconciliationStore store;
    private final StatementDetails details;
    private final Batches batches;
    private final Path directory;

    Reconciliations(
            ReconciliationStore store, StatementDetails details, Batches batches, @Value("${jiayi.data}") Path data)
            throws IOException {
        this.store = store;
        this.details = details;
        this.batches = batches;
        this.directory = PrivateDirectory.create(data.resolve("reconciliations"));
    }

    /** Streams a file to disk, looks through it and keeps it as a job; of a superseded statement nothing is taken. */
    public Mono<Reconciliation> upload(Statement statement, Flux<DataBuffer> body, Caller caller) {
        if (statement.superseded()) {
            return Mono.error(new Refused(RefusalCode.STATEMENT_SUPERSEDED));
        }
        UUID id = UuidCreator.getTimeOrderedEpoch();
        return batches.get(statement.area(), statement.batchId())
                .map(batch -> new DetailReader(details.get(batch).layout()))
                .flatMap(reader -> receive(body, file(id))
                        .publishOn(Schedulers.boundedElastic())
                        .flatMap(sha256 -> {
                            long rows = Refused.orThrow(
                                    reader.inspect(file(id), statement.totals().lines() + EXTRA_ROWS_MAX));
                            return store.keep(statement, id, sha256, rows, caller.subject());
                        })
                        .publishOn(Schedulers.boundedElastic())
                        .doOnNext(job -> settle(id, job))
                        .doOnError(refused -> delete(file(id))));
    }

    /** The same file again: a job that is still open takes it, one that is over needs none. */
    private void settle(UUID uploaded, Reconciliation job) {
        try {
            if (job.isOver()) {
                Files.delete(file(uploaded));
            } else if (!job.reconciliationId().equals(uploaded)) {
                DirectoryFileStore.keep(file(uploaded), file(job.reconciliationId()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Mono<String> receive(Flux<DataBuffer> body, Path file) {
        ContentDigest.Sink sink = new ContentDigest.Sink();
        AtomicLong bytes = new AtomicLong();
        Flux<DataBuffer> measured = body.doOnNext(buffer -> {
            if (bytes.addAndGet(buffer.readableByteCount()) > UPLOAD_BYTES_MAX) {
                DataBufferUtils.release(buffer);
                throw new Refused(RefusalCode.BODY_TOO_LARGE);
            }
            byte[] chunk = new byte[buffer.readableByteCount()];
            buffer.toByteBuffer(ByteBuffer.wrap(chunk));
            sink.write(chunk, 0, chunk.length);
        });
        return DataBufferUtils.write(measured, file)
                .then(Mono.fromSupplier(() -> sink.digest().sha256()));
    }

    /** Where a job's file lies until it is over. */
    Path file(UUID id) {
        return directory.resolve(id + ".csv");
    }

    void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The job of that id; refused where there is none. */
    public Mono<Reconciliation> get(String area, UUID id) {
        return store.find(area, id).switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** At most {@code limit} differences, after the one of that number. */
    public Flux<Reconciliation.Difference> differences(Reconciliation job, long after, int limit) {
        return store.differences(job, after, limit);
    }
}
