package org.jiayi.app.resident;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.springframework.stereotype.Component;

/**
 * Seals and opens identities (SM4 in GCM mode, bound to area and resident) and makes the blind index by which a number is
 * found without being stored (HMAC-SM3). The keys are outside the database.
 */
@Component
public class IdentityVault {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final IdentityKeys keys;
    private final SecureRandom random = new SecureRandom();

    IdentityVault(IdentityKeys keys) {
        this.keys = keys;
    }

    /** The identity as it is stored: nonce, ciphertext and tag. */
    byte[] seal(String area, UUID residentId, Identity identity) {
        return sealText(area, residentId, identity.joined());
    }

    /** Any text about that resident as it is stored. */
    byte[] sealText(String area, UUID residentId, String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] clear = text.getBytes(StandardCharsets.UTF_8);
        GCMModeCipher cipher = cipher(true, nonce, area, residentId);
        byte[] sealed = new byte[NONCE_BYTES + cipher.getOutputSize(clear.length)];
        System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
        int done = cipher.processBytes(clear, 0, clear.length, sealed, NONCE_BYTES);
        finish(cipher, sealed, NONCE_BYTES + done);
        return sealed;
    }

    /** The identity in clear; fails where the bytes were changed, moved to another resident or sealed by another key. */
    public Identity open(String area, UUID residentId, byte[] sealed) {
        return Identity.split(openText(area, residentId, sealed));
    }

    /** The text in clear, under the same conditions. */
    String openText(String area, UUID residentId, byte[] sealed) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        GCMModeCipher cipher = cipher(false, nonce, area, residentId);
        byte[] clear = new byte[cipher.getOutputSize(sealed.length - NONCE_BYTES)];
        int done = cipher.processBytes(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES, clear, 0);
        finish(cipher, clear, done);
        return new String(clear, StandardCharsets.UTF_8);
    }

    /** The blind index of a document number in standard form, in hex. */
    public String index(String documentNumber) {
        return keyedHash("number", documentNumber);
    }

    /** A keyed hash of what a row says, to tell later whether another row says the same. */
    public String rowDigest(String row) {
        return keyedHash("row", row);
    }

    private String keyedHash(String purpose, String text) {
        HMac mac = new HMac(new SM3Digest());
        mac.init(new KeyParameter(keys.index()));
        byte[] bytes = (purpose + '\0' + text).getBytes(StandardCharsets.UTF_8);
        mac.update(bytes, 0, bytes.length);
        byte[] hash = new byte[mac.getMacSize()];
        mac.doFinal(hash, 0);
        return HexFormat.of().formatHex(hash);
    }

    private GCMModeCipher cipher(boolean sealing, byte[] nonce, String area, UUID residentId) {
        GCMModeCipher cipher = GCMBlockCipher.newInstance(new SM4Engine());
        byte[] boundTo = (area + residentId).getBytes(StandardCharsets.US_ASCII);
        cipher.init(sealing, new AEADParameters(new KeyParameter(keys.sealing()), TAG_BITS, nonce, boundTo));
        return cipher;
    }

    private static void finish(GCMModeCipher cipher, byte[] output, int offset) {
        try {
            cipher.doFinal(output, offset);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("a sealed identity does not open: wrong key, or the bytes were changed", e);
        }
    }
}
