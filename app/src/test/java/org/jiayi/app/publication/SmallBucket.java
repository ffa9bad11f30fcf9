package org.jiayi.app.publication;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jiayi.app.digest.ContentDigest;

/** A bucket in memory that believes no request without a right signature and keeps no body but the one that was signed. */
final class SmallBucket implements AutoCloseable {

    static final S3Signature SIGNATURE = new S3Signature("somebody", "a secret", "cn-test-1");

    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    SmallBucket() throws IOException {
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/jiayi";
    }

    Map<String, byte[]> objects() {
        return objects;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String key = exchange.getRequestURI().getRawPath().substring("/jiayi/".length());
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!isSigned(exchange, body)) {
                exchange.sendResponseHeaders(403, -1);
            } else if (exchange.getRequestMethod().equals("PUT")) {
                objects.put(key, body);
                exchange.sendResponseHeaders(200, -1);
            } else if (!objects.containsKey(key)) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                send(exchange, objects.getOrDefault(key, new byte[0]));
            }
        }
    }

    private static void send(HttpExchange exchange, byte[] object) throws IOException {
        exchange.getResponseHeaders().set("ETag", '"' + ContentDigest.of(object).sha256() + '"');
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(object.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        String[] range = exchange.getRequestHeaders()
                .getFirst("range")
                .substring("bytes=".length())
                .split("-");
        int first = Integer.parseInt(range[0]);
        if (first >= object.length) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        byte[] part = Arrays.copyOfRange(object, first, Math.min(object.length, Integer.parseInt(range[1]) + 1));
        exchange.sendResponseHeaders(206, part.length);
        exchange.getResponseBody().write(part);
    }

    /** Signs what arrived and compares; the algorithm itself is held to Amazon's example. */
    private static boolean isSigned(HttpExchange exchange, byte[] body) {
        var headers = exchange.getRequestHeaders();
        String sha256 = ContentDigest.of(body).sha256();
        String said = String.valueOf(headers.getFirst("authorization"));
        if (!sha256.equals(headers.getFirst("x-amz-content-sha256")) || !said.contains("SignedHeaders=")) {
            return false;
        }
        String names = said.replaceFirst(".*SignedHeaders=([^,]*),.*", "$1");
        Map<String, String> more = new TreeMap<>();
        for (String name : names.split(";")) {
            if (!name.equals("host") && !name.startsWith("x-amz-")) {
                more.put(name, String.valueOf(headers.getFirst(name)));
            }
        }
        Instant moment = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .parse(String.valueOf(headers.getFirst("x-amz-date")), Instant::from);
        URI address = URI.create(
                "http://" + headers.getFirst("host") + exchange.getRequestURI().getRawPath());
        return said.equals(SIGNATURE
                .headers(exchange.getRequestMethod(), address, more, sha256, moment)
                .get("authorization"));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
