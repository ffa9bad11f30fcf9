package org.jiayi.app.outbox;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;

/** Somebody who is told of events: a real HTTP server of this machine. */
final class Receiver implements AutoCloseable {

    /** An answer that never comes. */
    static final int HANGS = 0;

    private static final int HANG_MILLIS = 12_000;

    /** A message as it came in. */
    record Message(String id, String body, Map<String, List<String>> headers) {

        /** Whether a secret's holder would believe it, by the library's own check. */
        boolean isSignedBy(String secret) {
            try {
                new Webhook(secret).verify(body, headers);
                return true;
            } catch (WebhookVerificationException forged) {
                return false;
            } catch (EmptyWebhookSecretException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }

    private final HttpServer server;
    private final List<Message> received = new CopyOnWriteArrayList<>();
    private volatile IntUnaryOperator answers;

    /**
     * @param answers the HTTP status to the message of that number, from 1
     */
    Receiver(IntUnaryOperator answers) {
        this.answers = answers;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var id = Objects.requireNonNull(exchange.getRequestHeaders().getFirst("webhook-id"));
        int number;
        synchronized (received) {
            received.add(new Message(id, body, lowerCase(exchange.getRequestHeaders())));
            number = received.size();
        }
        int status = answers.applyAsInt(number);
        if (status == HANGS) {
            try {
                Thread.sleep(HANG_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
            return;
        }
        if (status / 100 == 3) {
            exchange.getResponseHeaders().set("Location", url() + "redirected");
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static Map<String, List<String>> lowerCase(Map<String, List<String>> headers) {
        Map<String, List<String>> lower = new HashMap<>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), values));
        return lower;
    }

    void answersFromNowOn(IntUnaryOperator other) {
        answers = other;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    List<Message> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
