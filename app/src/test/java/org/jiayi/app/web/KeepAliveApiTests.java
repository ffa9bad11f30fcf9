package org.jiayi.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.TestIssuer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.env.Environment;

/** A refusal must leave the connection fit for the next request: bureaus' machines and gateways keep theirs open. */
@JiayiTest
@Timeout(60)
class KeepAliveApiTests {

    private static final int ROUNDS = 300;
    private static final int ANSWER_WAIT_MS = 5_000;

    private final int port;
    private final String token;

    KeepAliveApiTests(Environment environment, TestIssuer issuer) {
        this.port = environment.getRequiredProperty("local.server.port", Integer.class);
        this.token = issuer.administrator();
    }

    /** The next request goes to the database: only such a one was left without an answer. */
    @Test
    void after_a_refusal_the_next_request_on_the_same_connection_is_answered() throws IOException {
        String refused = "GET /api/v1/my/contract HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        String next = "GET /api/v1/pooling-areas/439901/imports HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                + token + "\r\n\r\n";
        try (Socket connection = new Socket("127.0.0.1", port)) {
            connection.setSoTimeout(ANSWER_WAIT_MS);
            for (int round = 0; round < ROUNDS; round++) {
                assertThat(exchange(connection, refused)).as("round " + round).contains(" 401 ", "unauthenticated");
                assertThat(exchange(connection, next)).as("round " + round).contains(" 200 ", "\"data\"");
            }
        }
    }

    private static String exchange(Socket connection, String request) throws IOException {
        connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return answer(connection.getInputStream());
    }

    private static String answer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        String length = head.toString().toLowerCase(Locale.ROOT).split("content-length: ")[1];
        byte[] body = in.readNBytes(Integer.parseInt(length.substring(0, length.indexOf('\r'))));
        return head + new String(body, StandardCharsets.UTF_8);
    }
}
