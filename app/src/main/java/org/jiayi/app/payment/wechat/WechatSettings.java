package org.jiayi.app.payment.wechat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * A merchant's account at the provider.
 *
 * @param address of the API; none is built in
 * @param merchantSerial of the merchant's certificate, sent with each signature
 * @param merchantKey signs our requests
 * @param platformSerial of the platform's public key, which has to stand in each answer and callback
 * @param platformKey verifies them
 * @param apiV3Key 32 bytes; opens what callbacks carry
 * @param noticeUrl where the provider sends callbacks
 */
record WechatSettings(
        URI address,
        String appId,
        String merchantId,
        String merchantSerial,
        PrivateKey merchantKey,
        String platformSerial,
        PublicKey platformKey,
        byte[] apiV3Key,
        URI noticeUrl) {

    private static final int API_V3_KEY_BYTES = 32;

    WechatSettings {
        if (apiV3Key.length != API_V3_KEY_BYTES) {
            throw new IllegalArgumentException("the API v3 key has 32 bytes");
        }
    }

    /** Neither a key nor an account is ever printed. */
    @Override
    public String toString() {
        return "WechatSettings[" + address.getHost() + "]";
    }

    /** The private key in a PEM file, PKCS #8. */
    static PrivateKey privateKey(Path file) throws IOException {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pem(file)));
        } catch (GeneralSecurityException e) {
            throw new IOException("no RSA private key in " + file, e);
        }
    }

    /** The public key in a PEM file. */
    static PublicKey publicKey(Path file) throws IOException {
        try {
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(pem(file)));
        } catch (GeneralSecurityException e) {
            throw new IOException("no RSA public key in " + file, e);
        }
    }

    private static byte[] pem(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
    }
}
