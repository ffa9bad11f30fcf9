package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Signs and asks for contracts over HTTP, and keeps whatever is answered. */
public record SigningClient(WebTestClient http) {

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

        public boolean isReplayed() {
            return Boolean.parseBoolean(headers.getFirst("Idempotency-Replayed"));
        }

        public Answer isSigned() {
            assertThat(status).as(text).isEqualTo(201);
            return this;
        }

        public Answer isDone() {
            assertThat(status).as(text).isBetween(200, 202);
            return this;
        }

        public void isRefused(RefusalCode code) {
            assertThat(status).as(text).isEqualTo(code.status());
            assertThat(body().path("code").asString()).isEqualTo(code.code());
            assertThat(headers.getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        }
    }

    /** A year of the basic package, as a body that a test may change. */
    public static Map<String, Object> signing(String residentId, String teamId) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("residentId", residentId);
        body.put("teamId", teamId);
        body.put("servicePackage", "basic");
        body.put("firstDay", "2026-02-01");
        body.put("lastDay", "2027-01-31");
        return body;
    }

    public static String newKey() {
        return UUID.randomUUID().toString();
    }

    public Answer sign(String token, String key, Map<String, Object> body) {
        return answer(http.post()
                .uri("/api/v1/contracts")
                .headers(headers -> headers.setBearerAuth(token))
                .header("Idempotency-Key", key)
                .bodyValue(body));
    }

    /** Does something to a contract as it was last seen. */
    public Answer act(String token, String contractId, String act, Map<String, ?> body) {
        String seen = get(token, "/api/v1/contracts/" + contractId).headers().getETag();
        return post(token, newKey(), "/api/v1/contracts/" + contractId + "/" + act, seen, body);
    }

    public Answer post(String token, String key, String path, @Nullable String ifMatch, Map<String, ?> body) {
        var request = http.post()
                .uri(path)
                .headers(headers -> headers.setBearerAuth(token))
                .header("Idempotency-Key", key);
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return answer(request.bodyValue(body));
    }

    public Answer get(String token, String path) {
        return answer(http.get().uri(path).headers(headers -> headers.setBearerAuth(token)));
    }

    public static Answer answer(WebTestClient.RequestHeadersSpec<?> request) {
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
