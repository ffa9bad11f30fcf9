package org.jiayi.app.sealing;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jiayi.app.database.PrivateDirectory;

/**
 * A file of key bytes in hex that only the application may read. It is made at the first start; without it what was sealed
 * is lost, so it is backed up apart from the database.
 */
public final class KeyFile {

    private KeyFile() {}

    /** The keys in the file, made now if there is none. */
    public static byte[] read(Path file, int bytes) throws IOException {
        Path absolute = file.toAbsolutePath();
        PrivateDirectory.createFor(absolute);
        createOnce(absolute, bytes);
        byte[] keys = HexFormat.of().parseHex(Files.readString(absolute).strip());
        if (keys.length != bytes) {
            throw new IOException("the keys in " + absolute + " are not " + bytes + " bytes in hex");
        }
        return keys;
    }

    private static void createOnce(Path file, int bytes) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException keptFromBefore) {
            return;
        }
        byte[] fresh = new byte[bytes];
        new SecureRandom().nextBytes(fresh);
        Files.writeString(file, HexFormat.of().formatHex(fresh), StandardOpenOption.SYNC);
    }
}
