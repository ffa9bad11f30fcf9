package org.jiayi.app.database;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** Directories that hold people's data: nobody but the application's own account may look into them. */
public final class PrivateDirectory {

    private static final FileAttribute<?>[] OWNER_ONLY =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                    }
                    : new FileAttribute<?>[0];

    private PrivateDirectory() {}

    /** Makes the directory and those above it that are missing; one that is there keeps its permissions. */
    public static Path create(Path directory) throws IOException {
        return Files.createDirectories(directory.toAbsolutePath(), OWNER_ONLY);
    }

    /** Makes the directory that {@code file} is to stand in. */
    public static void createFor(Path file) throws IOException {
        create(Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file stands in a directory"));
    }
}
