package org.jiayi.app.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestIssuer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** A county of some residents whose month is computed, confirmed, approved and published, and what its bureau asks then. */
final class PublishedMonth {

    private static final Duration PUBLISHING_WAIT = Duration.ofSeconds(90);

    private final WebTestClient http;
    private final TestCounty county;
    private final JsonNode batch;
    private final JsonNode statement;

    private PublishedMonth(WebTestClient http, TestCounty county, JsonNode batch) {
        this.http = http;
        this.county = county;
        this.batch = batch;
        this.statement = await().atMost(PUBLISHING_WAIT)
                .until(this::statements, data -> !data.isEmpty())
                .get(0);
    }

    /** Of January 2026; the clock has to stand later in that year. The last resident belongs to the second institution. */
    static PublishedMonth of(WebTestClient http, TestIssuer issuer, int residents) {
        var county = TestCounty.open(http, issuer).withTeams().withDemoPolicies();
        if (residents > 0) {
            county.take(
                    "residents",
                    TestCounty.RESIDENT_COLUMNS
                            + lines(residents, order -> TestCounty.resident("居民", number(order), "390", "", "一般")));
            county.take(
                    "contracts",
                    TestCounty.CONTRACT_COLUMNS
                            + lines(
                                    residents,
                                    order -> String.join(
                                            ",",
                                            number(order),
                                            order == residents ? "T003" : "T001",
                                            "基础包",
                                            "2025-12-20",
                                            "2026-01-01",
                                            "2026-12-31",
                                            "纸质")));
        }
        return new PublishedMonth(http, county, approved(http, county));
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.rangeClosed(1, count).mapToObj(line).collect(Collectors.joining("\n"));
    }

    private static String number(int order) {
        return TestCounty.identityNumber(LocalDate.of(1950 + order % 50, 3, 1), 1 + order / 50);
    }

    /** The batch of January 2026, approved. */
    static JsonNode approved(WebTestClient http, TestCounty county) {
        var batch = body(send(
                http,
                HttpMethod.POST,
                "/api/v1/pooling-areas/" + county.area() + "/settlement-batches",
                county.bureau("wu"),
                Map.of("fund", "390", "month", "2026-01", "knownOn", "2026-02-20")));
        county.approve(batch);
        return batch;
    }

    TestCounty county() {
        return county;
    }

    JsonNode batch() {
        return batch;
    }

    /** The first revision of the statement. */
    JsonNode statement() {
        return statement;
    }

    /** The statements of the batch. */
    JsonNode statements() {
        return county.get(
                        "/api/v1/pooling-areas/" + county.area() + "/statements?batchId="
                                + batch.get("id").asString(),
                        bureau())
                .get("data");
    }

    String bureau() {
        return county.bureau("wu");
    }

    String path() {
        return "/api/v1/statements/" + statement.get("id").asString();
    }

    JsonNode files() {
        return county.get(path() + "/files", bureau()).get("data");
    }

    byte[] manifest() {
        return Objects.requireNonNull(get(path() + "/manifest", headers -> {}).getResponseBody());
    }

    byte[] signature(String algorithm) {
        return Objects.requireNonNull(
                get(path() + "/signatures/" + algorithm, headers -> {}).getResponseBody());
    }

    /** A file as it travels. */
    byte[] file(String name) {
        return Objects.requireNonNull(
                get(path() + "/files/" + name, headers -> {}).getResponseBody());
    }

    /** A packed file unpacked. */
    String text(String name) {
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(file(name)))) {
            return new String(unpacked.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is at an address for the bureau, with these headers. */
    EntityExchangeResult<byte[]> get(String address, Consumer<HttpHeaders> more) {
        return http.get()
                .uri(address)
                .headers(headers -> headers.setBearerAuth(bureau()))
                .headers(more)
                .exchange()
                .expectBody()
                .returnResult();
    }

    /** What an address tells somebody, such as {@code 404 not_found}. */
    String told(String address, String token, Consumer<HttpHeaders> more) {
        return TestCounty.told(http.get()
                .uri(address)
                .headers(headers -> headers.setBearerAuth(token))
                .headers(more)
                .exchange());
    }

    /** What an address tells the bureau that is sent as it stands, without a letter of it changed. */
    String toldRaw(String address) {
        return TestCounty.told(http.get()
                .uri(builder -> URI.create(builder.build().toString().replaceFirst("/$", "") + address))
                .headers(headers -> headers.setBearerAuth(bureau()))
                .exchange());
    }

    WebTestClient.ResponseSpec post(String address, String token, Map<String, Object> body, String key) {
        return http.post()
                .uri(address)
                .headers(headers -> headers.setBearerAuth(token))
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    WebTestClient.ResponseSpec post(String address, Map<String, Object> body) {
        return post(address, bureau(), body, "key-" + UUID.randomUUID());
    }

    static JsonNode body(WebTestClient.ResponseSpec answer) {
        return Objects.requireNonNull(answer.expectStatus()
                .is2xxSuccessful()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    private static WebTestClient.ResponseSpec send(
            WebTestClient http, HttpMethod method, String address, String token, Map<String, Object> body) {
        return http.method(method)
                .uri(address)
                .headers(headers -> headers.setBearerAuth(token))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    /** Waits until the statement has that many revisions; the newest. */
    JsonNode revision(int number) {
        var all = await().atMost(PUBLISHING_WAIT).until(this::statements, data -> data.size() == number);
        assertThat(all.get(number - 1).get("revision").asInt()).isEqualTo(number);
        return all.get(number - 1);
    }
}
