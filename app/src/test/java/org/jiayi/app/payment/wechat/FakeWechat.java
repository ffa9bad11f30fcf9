package org.jiayi.app.payment.wechat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A provider on this machine that speaks API v3 with real keys: it verifies what comes, and signs what it answers. */
final class FakeWechat implements AutoCloseable {

    static final String PLATFORM_SERIAL = "PUB_KEY_ID_0001";
    static final String MERCHANT = "1900000001";
    static final String MERCHANT_SERIAL = "5157F09EFDC096DE15EBE81A47057A72";
    static final byte[] API_V3_KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final Duration START_WAIT = Duration.ofSeconds(10);
    private static final Pattern AUTHORIZATION = Pattern.compile("WECHATPAY2-SHA256-RSA2048 mchid=\"([^\"]*)\","
            + "nonce_str=\"([^\"]*)\",signature=\"([^\"]*)\",timestamp=\"([^\"]*)\",serial_no=\"([^\"]*)\"");

    final KeyPair merchant = keys();
    final KeyPair platform = keys();
    final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final DisposableServer server;
    volatile int failuresFirst;
    volatile boolean forges;
    volatile boolean stalls;

    /** What is answered at an address. */
    record Reply(int status, byte[] body) {}

    FakeWechat() {
        server = HttpServer.create()
                .bindAddress(() -> new InetSocketAddress("127.0.0.1", 0))
                .handle((request, response) -> request.receive()
                        .aggregate()
                        .asString(StandardCharsets.UTF_8)
                        .defaultIfEmpty("")
                        .flatMap(body -> answer(request, body, response)))
                .bindNow(START_WAIT);
    }

    static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.port();
    }

    /** From now on that is answered to {@code METHOD path}, without its query. */
    void answers(String request, int status, String body) {
        answers(request, status, body.getBytes(StandardCharsets.UTF_8));
    }

    void answers(String request, int status, byte[] body) {
        replies.put(request, new Reply(status, body));
    }

    private Mono<Void> answer(HttpServerRequest request, String body, HttpServerResponse response) {
        String path = request.uri();
        requests.add(request.method() + " " + path + " " + body);
        if (failuresFirst > 0) {
            failuresFirst--;
            return response.status(503).send();
        }
        if (!isSigned(request, path, body)) {
            return response.status(401).send();
        }
        if (stalls) {
            return response.sendString(Mono.just("{").concatWith(Mono.never())).then();
        }
        String bare = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
        Reply reply = replies.getOrDefault(
                request.method() + " " + bare,
                new Reply(404, "{\"code\":\"ORDER_NOT_EXIST\"}".getBytes(StandardCharsets.UTF_8)));
        signed(reply.body(), Instant.now()).forEach(response::header);
        return response.status(reply.status())
                .sendByteArray(Mono.just(reply.body()))
                .then();
    }

    private boolean isSigned(HttpServerRequest request, String path, String body) {
        Matcher parts =
                AUTHORIZATION.matcher(String.valueOf(request.requestHeaders().get("Authorization")));
        if (!parts.matches()
                || !parts.group(1).equals(MERCHANT)
                || !parts.group(5).equals(MERCHANT_SERIAL)) {
            return false;
        }
        String text = String.join("\n", request.method().name(), path, parts.group(4), parts.group(2), body) + "\n";
        return verifies(merchant.getPublic(), text, parts.group(3));
    }

    private static boolean verifies(PublicKey key, String text, String signature) {
        try {
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(key);
            verifier.update(text.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The headers with which the platform sends those bytes at that moment. */
    Map<String, String> signed(byte[] body, Instant at) {
        try {
            String seconds = Long.toString(at.getEpochSecond());
            Signature signer = Signature.getInstance("SHA256withRSA");
            signer.initSign((forges ? merchant : platform).getPrivate());
            signer.update((seconds + "\nnonce\n").getBytes(StandardCharsets.UTF_8));
            signer.update(body);
            signer.update((byte) '\n');
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put(WechatSignatures.TIMESTAMP, seconds);
            headers.put(WechatSignatures.NONCE, "nonce");
            headers.put(WechatSignatures.SERIAL, PLATFORM_SERIAL);
            headers.put(WechatSignatures.SIGNATURE, Base64.getEncoder().encodeToString(signer.sign()));
            return headers;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A callback's body that carries this, sealed with that key. */
    static byte[] callback(String resource, byte[] key) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(128, "0123456789ab".getBytes(StandardCharsets.UTF_8)));
            cipher.updateAAD("transaction".getBytes(StandardCharsets.UTF_8));
            String sealed =
                    Base64.getEncoder().encodeToString(cipher.doFinal(resource.getBytes(StandardCharsets.UTF_8)));
            return ("{\"id\":\"1\",\"event_type\":\"TRANSACTION.SUCCESS\",\"resource_type\":\"encrypt-resource\","
                            + "\"resource\":{\"algorithm\":\"AEAD_AES_256_GCM\",\"ciphertext\":\"" + sealed
                            + "\",\"associated_data\":\"transaction\",\"nonce\":\"0123456789ab\"}}")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.disposeNow(START_WAIT);
    }
}
