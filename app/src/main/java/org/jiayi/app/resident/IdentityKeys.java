package org.jiayi.app.resident;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jiayi.app.sealing.KeyFile;
import org.jiayi.app.sealing.Sealing;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The keys of the identity vault, in a file of their own that only the application may read. It is made at the first
 * start; without it the sealed identities are lost, so it is backed up apart from the database.
 */
@Component
class IdentityKeys {

    private static final int INDEX_KEY_BYTES = 32;

    private final byte[] keys;

    IdentityKeys(@Value("${jiayi.identity-keys:${jiayi.data}/keys/identity}") Path file) throws IOException {
        this.keys = KeyFile.read(file, Sealing.KEY_BYTES + INDEX_KEY_BYTES);
    }

    byte[] sealing() {
        return Arrays.copyOf(keys, Sealing.KEY_BYTES);
    }

    byte[] index() {
        return Arrays.copyOfRange(keys, Sealing.KEY_BYTES, keys.length);
    }
}
