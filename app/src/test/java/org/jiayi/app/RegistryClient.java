package org.jiayi.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Asks the registries over HTTP, and keeps whatever is answered. */
public record RegistryClient(WebTestClient http) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RACE_WAIT_SECONDS = 40;

    /** An answer as it came. */
    public record Answer(int status, HttpHeaders headers, String text) {

        public JsonNode body() {
            return JSON.readTree(text);
        }

        public String id() {
            return body().path("id").asString();
        }

        public String etag() {
            return Objects.requireNonNull(headers.getETag());
        }

        public Answer isOk() {
            assertThat(status).as(text).isIn(200, 201, 202, 204);
            return this;
        }

        public Answer isRefused(RefusalCode code) {
            assertThat(text).contains('"' + code.code() + '"');
            assertThat(status).as(text).isEqualTo(code.status());
            assertThat(headers.getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
            return this;
        }

        /** The code of a refusal; empty of anything else. */
        public String code() {
            return status < 300 ? "" : body().path("code").asString();
        }
    }

    /** Sends a command under a key of its own. */
    public Answer post(String token, String path, Map<String, ?> body) {
        return post(token, path, UUID.randomUUID().toString(), body);
    }

    /** Sends a command under that key. */
    public Answer post(String token, String path, String key, Map<String, ?> body) {
        return answer(http.post()
                .uri(path)
                .headers(headers -> headers.setBearerAuth(token))
                .header("Idempotency-Key", key)
                .bodyValue(body));
    }

    /** Sends a change of what was looked at. */
    public Answer postIfMatch(String token, String path, String etag, Map<String, ?> body) {
        return postIfMatch(token, path, UUID.randomUUID().toString(), etag, body);
    }

    /** Sends a command about what was looked at, under that key. */
    public Answer postIfMatch(String token, String path, String key, String etag, Map<String, ?> body) {
        return answer(http.post()
                .uri(path)
                .headers(headers -> headers.setBearerAuth(token))
                .header("Idempotency-Key", key)
                .header(HttpHeaders.IF_MATCH, etag)
                .bodyValue(body));
    }

    /** Sends what is to take the place of what was looked at. */
    public Answer putIfMatch(String token, String path, String etag, Map<String, ?> body) {
        return answer(http.put()
                .uri(path)
                .headers(headers -> headers.setBearerAuth(token))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header(HttpHeaders.IF_MATCH, etag)
                .bodyValue(body));
    }

    /** Looks. */
    public Answer get(String token, String path) {
        return answer(http.get().uri(path).headers(headers -> headers.setBearerAuth(token)));
    }

    private static Answer answer(WebTestClient.RequestHeadersSpec<?> request) {
        var result = request.exchange().expectBody(String.class).returnResult();
        return new Answer(
                result.getStatus().value(),
                result.getResponseHeaders(),
                Objects.requireNonNullElse(result.getResponseBody(), ""));
    }

    /** Makes all calls at the same moment, each on a thread of its own; the answers come in the order of the calls. */
    public static List<Answer> atOnce(List<Callable<Answer>> calls) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(calls.size());
        CyclicBarrier start = new CyclicBarrier(calls.size());
        try {
            List<Callable<Answer>> together = calls.stream()
                    .map(call -> (Callable<Answer>) () -> {
                        start.await(RACE_WAIT_SECONDS, TimeUnit.SECONDS);
                        return call.call();
                    })
                    .toList();
            List<Answer> answers = new ArrayList<>();
            for (var answer : callers.invokeAll(together, RACE_WAIT_SECONDS, TimeUnit.SECONDS)) {
                answers.add(answer.get(0, TimeUnit.SECONDS));
            }
            return answers;
        } finally {
            callers.shutdownNow();
        }
    }
}
