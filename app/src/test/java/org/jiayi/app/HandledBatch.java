package org.jiayi.app;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.jiayi.app.RegistryClient.Answer;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** A settlement batch of any kind, taken through people's hands over HTTP. */
public record HandledBatch(WebTestClient http, TestCounty county, Answer computed) {

    private static final Duration PUBLISHING_WAIT = Duration.ofSeconds(90);

    /** Computes a batch; whatever is answered. */
    public static Answer compute(WebTestClient http, TestCounty county, String kind, String fund, String month) {
        return compute(http, county, kind, fund, month, month + "-28");
    }

    /** The same, as known on that day. */
    public static Answer compute(
            WebTestClient http, TestCounty county, String kind, String fund, String month, String knownOn) {
        return new RegistryClient(http)
                .post(
                        county.bureau("wu"),
                        "/api/v1/pooling-areas/" + county.area() + "/settlement-batches",
                        Map.of("kind", kind, "fund", fund, "month", month, "knownOn", knownOn));
    }

    /** Computes a batch. */
    public static HandledBatch of(WebTestClient http, TestCounty county, String kind, String fund, String month) {
        return new HandledBatch(
                http, county, compute(http, county, kind, fund, month).isOk());
    }

    private RegistryClient client() {
        return new RegistryClient(http);
    }

    public String id() {
        return computed.id();
    }

    public String path() {
        return "/api/v1/settlement-batches/" + id();
    }

    public JsonNode get(String more) {
        return county.get(path() + more, county.bureau("wu"));
    }

    public String status() {
        return get("").path("status").asString();
    }

    /** A step by somebody, of the batch as it was computed. */
    public Answer step(String token, String step, Map<String, ?> body) {
        return client().postIfMatch(token, path() + "/" + step, computed.etag(), body);
    }

    /** 复核 → 确认 → 批准 → 发布. */
    public HandledBatch published() {
        county.approve(computed.body());
        await().atMost(PUBLISHING_WAIT).until(() -> status().equals("published"));
        return this;
    }

    /** 拨付: orders every payment, and the bank pays whole what there is to pay. */
    public HandledBatch paid(LocalDate on) {
        client().putIfMatch(county.bureau("wu"), path() + "/payment-orders", "", Map.of())
                .isOk();
        get("/payment-orders")
                .path("data")
                .valueStream()
                .filter(order -> order.path("outstandingFen").asLong() > 0)
                .forEach(order -> client().post(
                                county.bureau("wu"),
                                "/api/v1/payment-orders/" + order.path("id").asString() + "/bank-answers",
                                Map.of(
                                        "outcome",
                                        "paid",
                                        "amountFen",
                                        order.path("amountFen").asLong(),
                                        "valueOn",
                                        on.toString(),
                                        "bankReference",
                                        "B-" + UUID.randomUUID()))
                        .isOk());
        return this;
    }

    /** Why a payee's line comes to what it does. */
    public JsonNode explanation(String payeeId) {
        return get("/lines/" + payeeId + "/explanation");
    }

    /** The steps of an explanation that applied a rule, each with its result. */
    public static List<String> results(JsonNode explanation, String rule) {
        return explanation
                .path("steps")
                .valueStream()
                .filter(step -> step.path("rule").asString().equals(rule))
                .map(step -> step.path("result").asString())
                .toList();
    }

    /** The id of the published statement. */
    public String statement() {
        return county.get("/api/v1/pooling-areas/" + county.area() + "/statements?batchId=" + id(), county.bureau("wu"))
                .at("/data/0/id")
                .asString();
    }

    /** The published detail, line by line: the header first, the total last. */
    public List<String> detail() {
        return file("detail-001.csv.gz");
    }

    /** A published text, line by line. */
    public List<String> file(String name) {
        byte[] packed = Objects.requireNonNull(http.get()
                .uri("/api/v1/statements/" + statement() + "/files/" + name)
                .headers(headers -> headers.setBearerAuth(county.bureau("wu")))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody());
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return new String(unpacked.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
