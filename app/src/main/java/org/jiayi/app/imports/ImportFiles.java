package org.jiayi.app.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jiayi.app.database.PrivateDirectory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The uploaded files, kept only until their job is over, because they hold identity numbers in clear. */
@Component
class ImportFiles {

    private final Path directory;
    private final List<Path> leftBehind;

    ImportFiles(@Value("${jiayi.data}") Path data) throws IOException {
        this.directory = PrivateDirectory.create(data.resolve("imports"));
        try (Stream<Path> files = Files.list(directory)) {
            this.leftBehind = files.toList();
        }
    }

    /** What lay here when the application started: the files of open jobs, and those that a killed run had no time for. */
    List<Path> leftBehind() {
        return leftBehind;
    }

    /** A file to write an upload into. */
    Path incoming() {
        try {
            return Files.createTempFile(directory, "incoming-", ".csv");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path of(UUID importId) {
        return directory.resolve(importId + ".csv");
    }

    /** Makes an upload the file of its job; after this returns it survives a power cut. */
    void keep(Path incoming, UUID importId) {
        try {
            try (FileChannel channel = FileChannel.open(incoming, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(incoming, of(importId), StandardCopyOption.ATOMIC_MOVE);
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
