package org.jiayi.app.sealing;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** Seals with one key: SM4 in GCM mode, each sealed text bound to what it belongs to. */
public final class Sealing {

    /** The length of a key. */
    public static final int KEY_BYTES = 16;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final KeyParameter key;
    private final SecureRandom random = new SecureRandom();

    public Sealing(byte[] key) {
        this.key = new KeyParameter(key);
    }

    /**
     * The text as it is stored: nonce, ciphertext and tag.
     *
     * @param boundTo where it belongs, in ASCII; it opens nowhere else
     */
    public byte[] seal(String text, String boundTo) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] clear = text.getBytes(StandardCharsets.UTF_8);
        GCMModeCipher cipher = cipher(true, nonce, boundTo);
        byte[] sealed = new byte[NONCE_BYTES + cipher.getOutputSize(clear.length)];
        System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
        int done = cipher.processBytes(clear, 0, clear.length, sealed, NONCE_BYTES);
        finish(cipher, sealed, NONCE_BYTES + done);
        return sealed;
    }

    /** The text in clear; fails where the bytes were changed, moved elsewhere or sealed by another key. */
    public String open(byte[] sealed, String boundTo) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        GCMModeCipher cipher = cipher(false, nonce, boundTo);
        byte[] clear = new byte[cipher.getOutputSize(sealed.length - NONCE_BYTES)];
        int done = cipher.processBytes(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES, clear, 0);
        finish(cipher, clear, done);
        return new String(clear, StandardCharsets.UTF_8);
    }

    private GCMModeCipher cipher(boolean sealing, byte[] nonce, String boundTo) {
        GCMModeCipher cipher = GCMBlockCipher.newInstance(new SM4Engine());
        cipher.init(sealing, new AEADParameters(key, TAG_BITS, nonce, boundTo.getBytes(StandardCharsets.US_ASCII)));
        return cipher;
    }

    private static void finish(GCMModeCipher cipher, byte[] output, int offset) {
        try {
            cipher.doFinal(output, offset);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("a sealed text does not open: wrong key, or the bytes were changed", e);
        }
    }
}
