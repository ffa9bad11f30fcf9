package org.jiayi.app.resident;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jiayi.app.sealing.Sealing;
import org.springframework.stereotype.Component;

/**
 * Seals and opens identities (SM4 in GCM mode, bound to area and resident) and makes the blind index by which a number is
 * found without being stored (HMAC-SM3). The keys are outside the database.
 */
@Component
public class IdentityVault {

    private final IdentityKeys keys;
    private final Sealing sealing;

    IdentityVault(IdentityKeys keys) {
        this.keys = keys;
        this.sealing = new Sealing(keys.sealing());
    }

    /** The identity as it is stored: nonce, ciphertext and tag. */
    byte[] seal(String area, UUID residentId, Identity identity) {
        return sealText(area, residentId, identity.joined());
    }

    /** Any text about that resident as it is stored. */
    byte[] sealText(String area, UUID residentId, String text) {
        return sealing.seal(text, area + residentId);
    }

    /** The identity in clear; fails where the bytes were changed, moved to another resident or sealed by another key. */
    public Identity open(String area, UUID residentId, byte[] sealed) {
        return Identity.split(openText(area, residentId, sealed));
    }

    /** The text in clear, under the same conditions. */
    String openText(String area, UUID residentId, byte[] sealed) {
        return sealing.open(sealed, area + residentId);
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
}
