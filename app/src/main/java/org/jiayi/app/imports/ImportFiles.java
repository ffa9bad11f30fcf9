package org.jiayi.app.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jiayi.app.database.PrivateDirectory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The uploaded files, kept only until their job is over, because they hold identity numbers in clear. */
@Component
class ImportFiles {

    /** How long after its last byte a file may still be on its way to its job, in whatever instance; minutes are enough. */
    private static final Duration ON_ITS_WAY_MAX = Duration.ofHours(1);

    private final Path directory;

    ImportFiles(@Value("${jiayi.data}") Path data) throws IOException {
        this.directory = PrivateDirectory.create(data.resolve("imports"));
    }

    /** The files that nobody is bringing any more, by the storage's own time: those of waiting jobs, and what was left behind. */
    List<Path> old() {
        Path fresh = incoming();
        try (Stream<Path> files = Files.list(directory)) {
            Instant limit = Files.getLastModifiedTime(fresh).toInstant().minus(ON_ITS_WAY_MAX);
            return files.filter(file -> isOlder(file, limit)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(fresh);
        }
    }

    private static boolean isOlder(Path file, Instant limit) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(limit);
        } catch (NoSuchFileException goneMeanwhile) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file to write an upload into. */
    Path incoming() {
        try {
            return Files.createTempFile(directory, "incoming-", ".csv");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path of(UUID fileId) {
        return directory.resolve(fileId + ".csv");
    }

    /** Gives an upload the name under which a job finds it; after this returns it survives a power cut. */
    void keep(Path incoming, UUID fileId) {
        try {
            try (FileChannel channel = FileChannel.open(incoming, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(incoming, of(fileId), StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel folder = FileChannel.open(directory)) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
