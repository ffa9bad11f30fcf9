package org.jiayi.app.digest;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

        private final MessageDigest sha256 = sha256();
        private final SM3Digest sm3 = new SM3Digest();

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
            byte[] ofSm3 = new byte[sm3.getDigestSize()];
            sm3.doFinal(ofSm3, 0);
            return new ContentDigest(
                    HexFormat.of().formatHex(sha256.digest()), HexFormat.of().formatHex(ofSm3));
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }
}
