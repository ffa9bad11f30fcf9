package org.jiayi.app.payment.wechat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Signs what we send (WECHATPAY2-SHA256-RSA2048), verifies what comes, and opens what callbacks carry (AES-256-GCM). */
final class WechatSignatures {

    static final String TIMESTAMP = "wechatpay-timestamp";
    static final String NONCE = "wechatpay-nonce";
    static final String SERIAL = "wechatpay-serial";
    static final String SIGNATURE = "wechatpay-signature";

    /** How far a message's time may be from ours. */
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private static final String RSA = "SHA256withRSA";
    private static final int NONCE_BYTES = 16;
    private static final int TAG_BITS = 128;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

    private final SecureRandom random = new SecureRandom();
    private final WechatSettings settings;
    private final InstantSource wall;

    WechatSignatures(WechatSettings settings, InstantSource wall) {
        this.settings = settings;
        this.wall = wall;
    }

    /**
     * The Authorization of a request.
     *
     * @param path with its query
     * @param body empty where there is none
     */
    String authorization(String method, String path, String body) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = HexFormat.of().formatHex(bytes);
        String seconds = Long.toString(wall.instant().getEpochSecond());
        String signature = sign(String.join("\n", method, path, seconds, nonce, body) + "\n");
        return "WECHATPAY2-SHA256-RSA2048 mchid=\"" + settings.merchantId() + "\",nonce_str=\"" + nonce
                + "\",signature=\"" + signature + "\",timestamp=\"" + seconds + "\",serial_no=\""
                + settings.merchantSerial() + "\"";
    }

    private String sign(String text) {
        try {
            Signature signer = Signature.getInstance(RSA);
            signer.initSign(settings.merchantKey());
            signer.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the merchant's key does not sign", e);
        }
    }

    /**
     * Whether the platform signed these bytes a short while ago.
     *
     * @param headers by their names in lower case
     */
    boolean isGenuine(Map<String, String> headers, byte[] body) {
        String seconds = headers.getOrDefault(TIMESTAMP, "");
        if (!settings.platformSerial().equals(headers.get(SERIAL)) || !isRecent(seconds)) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(RSA);
            verifier.initVerify(settings.platformKey());
            verifier.update((seconds + "\n" + headers.getOrDefault(NONCE, "") + "\n").getBytes(StandardCharsets.UTF_8));
            verifier.update(body);
            verifier.update((byte) '\n');
            return verifier.verify(Base64.getDecoder().decode(headers.getOrDefault(SIGNATURE, "")));
        } catch (GeneralSecurityException | IllegalArgumentException forged) {
            return false;
        }
    }

    private boolean isRecent(String seconds) {
        if (!SECONDS.matcher(seconds).matches()) {
            return false;
        }
        Duration apart = Duration.between(Instant.ofEpochSecond(Long.parseLong(seconds)), wall.instant());
        return apart.abs().compareTo(WINDOW) <= 0;
    }

    /**
     * What a callback carries, in clear.
     *
     * @throws GeneralSecurityException where it was not sealed with our key, or changed on the way
     */
    byte[] open(String ciphertext, String associatedData, String nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(settings.apiV3Key(), "AES"),
                new GCMParameterSpec(TAG_BITS, nonce.getBytes(StandardCharsets.UTF_8)));
        cipher.updateAAD(associatedData.getBytes(StandardCharsets.UTF_8));
        return cipher.doFinal(Base64.getDecoder().decode(ciphertext));
    }
}
