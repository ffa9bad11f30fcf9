package org.jiayi.app.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of one embedded database, held by one running application at a time. */
final class DataDirectory implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DataDirectory.class);
    private static final Duration ORPHAN_STOP_WAIT = Duration.ofSeconds(15);

    private final Path home;
    private final FileLock lock;

    private DataDirectory(Path home, FileLock lock) {
        this.home = home;
        this.lock = lock;
    }

    /** Takes the directory for this process; fails at once where a running application has it. */
    static DataDirectory claim(Path home) throws IOException {
        FileChannel channel =
                FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new IOException(
                    "another Jiayi is running on " + home + "; stop it, or set JIAYI_DATA to another directory");
        }
        return new DataDirectory(home, lock);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    /** Where the server keeps its data. */
    Path postgres() {
        return home.resolve("postgres");
    }

    /**
     * Stops a server that outlived a killed application. Its process id stands in {@code postmaster.pid}; as we hold the
     * lock, nobody else is using it. SIGINT is PostgreSQL's fast shutdown: nothing committed is lost.
     */
    void stopOrphan() throws IOException {
        Optional<ProcessHandle> orphan = orphan();
        if (orphan.isEmpty()) {
            return;
        }
        long pid = orphan.get().pid();
        log.warn("Stopping the PostgreSQL (process {}) that a killed run left behind", pid);
        new ProcessBuilder("kill", "-INT", Long.toString(pid)).inheritIO().start();
        try {
            orphan.get().onExit().get(ORPHAN_STOP_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("the PostgreSQL of a killed run (process " + pid + ") does not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a PostgreSQL was stopping", e);
        }
    }

    private Optional<ProcessHandle> orphan() throws IOException {
        Path pidFile = postgres().resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        return ProcessHandle.of(pid)
                .filter(process -> process.info().command().orElse("").endsWith("postgres"));
    }

    @Override
    public void close() throws IOException {
        lock.acquiredBy().close();
    }
}
