package org.jiayi.app.payment.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.payment.PaymentProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The simulator's callbacks, signed with a key of its own (HMAC-SHA256); without a setting it is made anew at each start. */
@Component
@ConditionalOnProperty(name = "jiayi.payments.simulator", havingValue = "true")
public class SimulatorNotices {

    /** Hex, over the body's bytes. */
    public static final String SIGNATURE = "simulator-signature";

    private static final String HMAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;
    private final ObjectMapper json;

    SimulatorNotices(@Value("${jiayi.payments.simulator-key:}") String configured, ObjectMapper json) {
        this.key = new SecretKeySpec(
                configured.isEmpty() ? random() : Base64.getDecoder().decode(configured), HMAC);
        this.json = json;
    }

    private static byte[] random() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** Tells that an order was paid; the same payment is always told in the same words. */
    public PaymentProvider.Message of(PaymentProvider.Paid paid) {
        return signed("payment", paid.orderNumber(), paid.serial(), paid.amount(), paid.currency(), paid.paidAt());
    }

    /** Tells that a refund has gone back. */
    public PaymentProvider.Message of(PaymentProvider.Refunded refunded) {
        return signed(
                "refund",
                refunded.refundNumber(),
                refunded.serial(),
                refunded.amount(),
                refunded.currency(),
                refunded.refundedAt());
    }

    private PaymentProvider.Message signed(
            String kind, String number, String serial, Money amount, String currency, Instant at) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("kind", kind);
        told.put("number", number);
        told.put("serial", serial);
        told.put("amountFen", amount.fen());
        told.put("currency", currency);
        told.put("at", at.toString());
        byte[] body = json.writeValueAsString(told).getBytes(StandardCharsets.UTF_8);
        return new PaymentProvider.Message(Map.of(SIGNATURE, HexFormat.of().formatHex(hmac(body))), body);
    }

    Decision<PaymentProvider.Notice> read(PaymentProvider.Message message) {
        String expected = HexFormat.of().formatHex(hmac(message.body()));
        String given = message.headers().getOrDefault(SIGNATURE, "");
        boolean genuine = MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
        if (!genuine) {
            return Decision.refuse(RefusalCode.NOTICE_NOT_GENUINE);
        }
        try {
            return Decision.accept(notice(json.readTree(message.body()), message.body()));
        } catch (JacksonException | DateTimeException unreadable) {
            return Decision.refuse(RefusalCode.NOTICE_NOT_GENUINE);
        }
    }

    private static PaymentProvider.Notice notice(JsonNode told, byte[] body) {
        String digest = ContentDigest.of(body).sha256();
        String number = told.path("number").asString();
        String serial = told.path("serial").asString();
        Money amount = Money.ofFen(told.path("amountFen").asLong());
        String currency = told.path("currency").asString();
        Instant at = Instant.parse(told.path("at").asString());
        return told.path("kind").asString().equals("refund")
                ? new PaymentProvider.Notice(
                        digest,
                        Optional.empty(),
                        Optional.of(new PaymentProvider.Refunded(number, serial, amount, currency, at)))
                : new PaymentProvider.Notice(
                        digest,
                        Optional.of(new PaymentProvider.Paid(number, serial, amount, currency, at)),
                        Optional.empty());
    }

    private byte[] hmac(byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
