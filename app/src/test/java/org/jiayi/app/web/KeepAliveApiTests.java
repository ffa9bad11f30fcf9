package org.jiayi.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jiayi.app.JiayiTest;
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

    KeepAliveApiTests(Environment environment) {
        this.port = environment.getRequiredProperty("local.server.port", Integer.class);
    }

    @Test
    void after_a_refusal_the_next_request_on_the_same_connection_is_answered() throws IOException {
        String request = "GET /api/v1/my/contract HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        try (Socket connection = new Socket("127.0.0.1", port)) {
            connection.setSoTimeout(ANSWER_WAIT_MS);
            for (int round = 0; round < ROUNDS; round++) {
                connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                assertThat(answer(connection.getInputStream()))
                        .as("round " + round)
                        .contains(" 401 ", "unauthenticated");
            }
        }
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
