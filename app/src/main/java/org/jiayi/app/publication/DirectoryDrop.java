package org.jiayi.app.publication;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jiayi.app.worker.BackgroundWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Lays every statement down in a directory for offices that fetch by SFTP, once: a folder with files, manifest and
 * signatures, which appears whole, and beside it, last, a file {@code .ok} with the manifest's SM3. Who waits for the
 * {@code .ok} never reads half a statement.
 */
@Component
@ConditionalOnProperty("jiayi.publication.drop")
class DirectoryDrop extends BackgroundWork {

    private static final Logger log = LoggerFactory.getLogger(DirectoryDrop.class);
    private static final Duration POLL = Duration.ofSeconds(2);

    private final StatementStore store;
    private final VerifiedFiles files;
    private final Path directory;
    private final Clock clock;

    DirectoryDrop(
            StatementStore store,
            VerifiedFiles files,
            @Value("${jiayi.publication.drop}") Path directory,
            Clock clock) {
        super(POLL);
        this.store = store;
        this.files = files;
        this.directory = directory;
        this.clock = clock;
    }

    /** One that cannot be laid down, as a file of it is damaged, keeps no other back. */
    @Override
    protected Mono<Void> round() {
        return store.undropped()
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .concatMapDelayError(this::drop)
                .then();
    }

    private Mono<Void> drop(Statement statement) {
        String name = statement.number() + "-r" + statement.revision();
        Path home = directory.resolve(statement.area());
        Path partial = home.resolve("." + name + ".partial");
        return blocking(() -> emptied(partial))
                .then(store.files(statement).collectList())
                .flatMapMany(Flux::fromIterable)
                .concatMap(file -> copy(statement, file, partial))
                .then(store.signed(statement))
                .flatMap(signed -> blocking(() -> show(signed, partial, home, name)))
                .then(Mono.defer(() -> store.dropped(statement, clock.instant())))
                .doOnSuccess(done -> log.info("Laid down {}", name));
    }

    private static Path emptied(Path partial) throws IOException {
        FileSystemUtils.deleteRecursively(partial);
        return Files.createDirectories(partial);
    }

    private Mono<Void> copy(Statement statement, StatementFile file, Path partial) {
        return files.check(statement, file)
                .then(Mono.defer(() -> DataBufferUtils.write(
                        files.read(statement, file, 0, file.packed().bytes()), partial.resolve(file.name()))));
    }

    private static Path show(StatementStore.Signed signed, Path partial, Path home, String name) throws IOException {
        Files.write(partial.resolve("manifest.json"), signed.manifest());
        Files.write(partial.resolve("manifest.sm2"), signed.sm2Signature());
        Files.write(partial.resolve("manifest.rsa"), signed.rsaSignature());
        try (Stream<Path> all = Files.list(partial)) {
            for (Path file : all.toList()) {
                DirectoryFileStore.force(file, StandardOpenOption.WRITE);
            }
        }
        Path folder = home.resolve(name);
        FileSystemUtils.deleteRecursively(folder); // of a run that was killed before its .ok
        Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        Path ok = home.resolve("." + name + ".ok.partial");
        Files.writeString(ok, signed.sm3() + "\n", StandardCharsets.US_ASCII);
        DirectoryFileStore.force(ok, StandardOpenOption.WRITE);
        Files.move(ok, home.resolve(name + ".ok"), StandardCopyOption.ATOMIC_MOVE);
        DirectoryFileStore.force(home, StandardOpenOption.READ);
        return folder;
    }

    private static <T> Mono<T> blocking(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(Schedulers.boundedElastic());
    }
}
