package org.jiayi.app.publication;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Hands out stored files that are what was published, and no others: a file is digested before a byte of it leaves, and
 * again whenever it has been touched since.
 */
@Component
class VerifiedFiles {

    private static final Logger log = LoggerFactory.getLogger(VerifiedFiles.class);
    private static final int REMEMBERED_MAX = 10_000;

    private final FileStore store;

    /** By key, the version that was found sound. */
    private final Map<String, String> sound = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED_MAX;
        }
    });

    VerifiedFiles(FileStore store) {
        this.store = store;
    }

    static String key(Statement statement, StatementFile file) {
        return key(statement.area(), statement.folder().toString(), file.name());
    }

    static String key(String area, String folder, String name) {
        return area + "/" + folder + "/" + name;
    }

    /** Completes where the stored file is what was published; refused where not. */
    Mono<Void> check(Statement statement, StatementFile file) {
        String key = key(statement, file);
        return store.version(key)
                .flatMap(version -> version.equals(sound.get(key))
                        ? Mono.just(true)
                        : digest(key, file).map(file.packed().digest()::equals).doOnNext(same -> {
                            if (same) {
                                sound.put(key, version);
                            }
                        }))
                .onErrorResume(gone -> {
                    log.error("Published file {} cannot be read", key, gone);
                    return Mono.just(false);
                })
                .flatMap(same -> same ? Mono.<Void>empty() : damaged(key));
    }

    private static Mono<Void> damaged(String key) {
        log.error("Published file {} is not what was published; bring it back from a backup", key);
        return Mono.error(new Refused(RefusalCode.FILE_DAMAGED));
    }

    private Mono<ContentDigest> digest(String key, StatementFile file) {
        return Mono.defer(() -> {
            ContentDigest.Sink sink = new ContentDigest.Sink();
            byte[] chunk = new byte[1 << 16];
            return store.read(key, 0, file.packed().bytes())
                    .publishOn(Schedulers.boundedElastic(), 1)
                    .doOnNext(buffer -> drain(buffer, chunk, sink))
                    .then(Mono.fromSupplier(sink::digest));
        });
    }

    private static void drain(DataBuffer buffer, byte[] chunk, ContentDigest.Sink sink) {
        try {
            while (buffer.readableByteCount() > 0) {
                int bytes = Math.min(chunk.length, buffer.readableByteCount());
                buffer.read(chunk, 0, bytes);
                sink.write(chunk, 0, bytes);
            }
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    /** Bytes of a file that was checked. */
    Flux<DataBuffer> read(Statement statement, StatementFile file, long first, long bytes) {
        return store.read(key(statement, file), first, bytes);
    }
}
