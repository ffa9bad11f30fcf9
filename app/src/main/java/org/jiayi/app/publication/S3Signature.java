package org.jiayi.app.publication;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jiayi.app.digest.ContentDigest;

/** Signs requests as S3 asks for it (AWS Signature Version 4), as far as keys without special characters need it. */
record S3Signature(String accessKey, String secretKey, String region) {

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final int DAY_CHARACTERS = 8;

    /**
     * The headers to send with a request.
     *
     * @param more headers that go along and are signed too, such as {@code range}; names in lower case
     * @param sha256 of the body, in hex
     */
    Map<String, String> headers(String method, URI address, Map<String, String> more, String sha256, Instant now) {
        String moment = MOMENT.format(now);
        String scope = moment.substring(0, DAY_CHARACTERS) + "/" + region + "/s3/aws4_request";
        TreeMap<String, String> signed = new TreeMap<>(more);
        signed.put("host", address.getRawAuthority());
        signed.put("x-amz-content-sha256", sha256);
        signed.put("x-amz-date", moment);
        String names = String.join(";", signed.keySet());
        String request = method + "\n" + address.getRawPath() + "\n\n"
                + signed.entrySet().stream()
                        .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                        .collect(Collectors.joining())
                + "\n" + names + "\n" + sha256;
        String toSign = String.join(
                "\n", ALGORITHM, moment, scope, ContentDigest.of(request).sha256());
        byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
        for (String step : scope.split("/")) {
            key = hmac(key, step);
        }
        signed.remove("host"); // whoever sends the request writes it
        signed.put(
                "authorization",
                ALGORITHM + " Credential=" + accessKey + "/" + scope + ",SignedHeaders=" + names + ",Signature="
                        + HexFormat.of().formatHex(hmac(key, toSign)));
        return signed;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "S3Signature of " + accessKey; // and never the secret
    }
}
