package org.jiayi.app.resident;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.jiayi.app.database.PrivateDirectory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The keys of the identity vault, in a file of their own that only the application may read. It is made at the first
 * start; without it the sealed identities are lost, so it is backed up apart from the database.
 */
@Component
class IdentityKeys {

    private static final int SM4_KEY_BYTES = 16;
    private static final int INDEX_KEY_BYTES = 32;

    private final byte[] keys;

    IdentityKeys(@Value("${jiayi.identity-keys:${jiayi.data}/keys/identity}") Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        PrivateDirectory.createFor(absolute);
        createOnce(absolute);
        this.keys = HexFormat.of().parseHex(Files.readString(absolute).strip());
        if (keys.length != SM4_KEY_BYTES + INDEX_KEY_BYTES) {
            throw new IOException("the identity keys in " + absolute + " are not " + (SM4_KEY_BYTES + INDEX_KEY_BYTES)
                    + " bytes in hex");
        }
    }

    private static void createOnce(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException keptFromBefore) {
            return;
        }
        byte[] fresh = new byte[SM4_KEY_BYTES + INDEX_KEY_BYTES];
        new SecureRandom().nextBytes(fresh);
        Files.writeString(file, HexFormat.of().formatHex(fresh), StandardOpenOption.SYNC);
    }

    byte[] sealing() {
        return Arrays.copyOf(keys, SM4_KEY_BYTES);
    }

    byte[] index() {
        return Arrays.copyOfRange(keys, SM4_KEY_BYTES, keys.length);
    }
}
