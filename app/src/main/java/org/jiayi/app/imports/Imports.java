package org.jiayi.app.imports;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Takes uploads in and tells how the jobs are doing. */
@Component
public class Imports {

    /** The largest file taken: 2 GiB, some ten million rows. */
    static final long UPLOAD_BYTES_MAX = 2L << 30;

    private final FileKinds kinds;
    private final ImportStore store;
    private final ImportFiles files;

    Imports(FileKinds kinds, ImportStore store, ImportFiles files) {
        this.kinds = kinds;
        this.store = store;
        this.files = files;
    }

    /** Streams an upload to disk, looks through it once and keeps it as a job; a file that cannot be read is refused. */
    public Mono<ImportJob> upload(String area, String kindCode, Flux<DataBuffer> body, Caller caller) {
        return kinds.find(kindCode)
                .map(kind -> upload(area, kind, body, caller))
                .orElseGet(() -> Mono.error(new Refused(RefusalCode.NOT_FOUND)));
    }

    private Mono<ImportJob> upload(String area, FileKind kind, Flux<DataBuffer> body, Caller caller) {
        return Mono.fromCallable(files::incoming)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(file -> receive(body, file)
                        .publishOn(Schedulers.boundedElastic())
                        .flatMap(sha256 -> keep(area, kind, file, sha256, caller))
                        .doFinally(end -> files.delete(file)));
    }

    private Mono<String> receive(Flux<DataBuffer> body, Path file) {
        MessageDigest digest = sha256();
        AtomicLong bytes = new AtomicLong();
        Flux<DataBuffer> measured = body.doOnNext(buffer -> {
            if (bytes.addAndGet(buffer.readableByteCount()) > UPLOAD_BYTES_MAX) {
                DataBufferUtils.release(buffer);
                throw new Refused(RefusalCode.BODY_TOO_LARGE);
            }
            try (var iterator = buffer.readableByteBuffers()) {
                iterator.forEachRemaining(digest::update);
            }
        });
        return DataBufferUtils.write(measured, file)
                .then(Mono.fromSupplier(() -> HexFormat.of().formatHex(digest.digest())));
    }

    private Mono<ImportJob> keep(String area, FileKind kind, Path file, String sha256, Caller caller) {
        CsvFile csv = Refused.orThrow(CsvFile.inspect(file, kind.columns()));
        long bytes = file.toFile().length();
        UUID fileId = UuidCreator.getTimeOrderedEpoch();
        files.keep(file, fileId);
        return store.keep(area, fileId, kind.code(), sha256, bytes, csv, caller.subject())
                .publishOn(Schedulers.boundedElastic())
                .doOnError(refused -> files.delete(files.of(fileId)))
                .doOnNext(job -> putAway(fileId, job));
    }

    /** The same file again: its job has a file of its own while it is open, and needs none when it is finished. */
    private void putAway(UUID fileId, ImportJob job) {
        if (!job.fileId().equals(fileId)) {
            files.delete(files.of(fileId));
        }
    }

    /** The job; empty where there is none of that id. */
    public Mono<ImportJob> find(String area, UUID importId) {
        return store.find(area, importId);
    }

    /** The area's jobs, oldest first. */
    public Flux<ImportJob> list(String area) {
        return store.list(area);
    }

    /** The refused rows of a job by line, with reason code and column. */
    public Flux<RefusedRow> refusedRows(ImportJob job) {
        return store.refusedRows(job.area(), job.importId());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
