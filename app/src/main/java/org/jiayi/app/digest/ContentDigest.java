package org.jiayi.app.digest;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SM3Digest;

/**
 * The two digests of one content, in lower-case hex.
 *
 * @param sha256 for everybody
 * @param sm3 for those bound to the national algorithms
 */
public record ContentDigest(String sha256, String sm3) {

    /** The digests of a text in UTF-8. */
    public static ContentDigest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The digests of these bytes. */
    public static ContentDigest of(byte[] bytes) {
        Sink sink = new Sink();
        sink.write(bytes, 0, bytes.length);
        return sink.digest();
    }

    /** Takes bytes in and digests them on the way, keeping none. */
    public static final class Sink extends OutputStream {

        private final Digest sha256 = new SHA256Digest();
        private final Digest sm3 = new SM3Digest();

        @Override
        public void write(int oneByte) {
            sha256.update((byte) oneByte);
            sm3.update((byte) oneByte);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            sha256.update(bytes, offset, length);
            sm3.update(bytes, offset, length);
        }

        /** The digests of all that was written; call it once, at the end. */
        public ContentDigest digest() {
            return new ContentDigest(hex(sha256), hex(sm3));
        }

        private static String hex(Digest digest) {
            byte[] result = new byte[digest.getDigestSize()];
            digest.doFinal(result, 0);
            return HexFormat.of().formatHex(result);
        }
    }
}
