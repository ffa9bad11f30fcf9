package org.jiayi.app.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.database.ShieldedTransactions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.http.HttpMethod;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Webhooks tell in order and at least once, signed, and never by a way that leads inside. */
@JiayiTest
@TestPropertySource(properties = "jiayi.webhooks.insecure=true")
class WebhookApiTests {

    private static final Duration WAIT = Duration.ofSeconds(40);
    private static final LocalDate DAY = LocalDate.of(2026, 1, 15);

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final Outbox outbox;
    private final DeliveryQueue queue;
    private final WebhookSender sender;
    private final WebhookStore store;
    private final WebhookSecrets secrets;
    private final ShieldedTransactions transactions;
    private final TestDatabase database;
    private final MovableClock clock;
    private final TestCounty county;
    private final String area;

    WebhookApiTests(
            WebTestClient http,
            TestIssuer issuer,
            Outbox outbox,
            DeliveryQueue queue,
            WebhookSender sender,
            WebhookStore store,
            WebhookSecrets secrets,
            ShieldedTransactions transactions,
            TestDatabase database,
            MovableClock clock) {
        this.http = http;
        this.issuer = issuer;
        this.outbox = outbox;
        this.queue = queue;
        this.sender = sender;
        this.store = store;
        this.secrets = secrets;
        this.transactions = transactions;
        this.database = database;
        this.clock = clock;
        clock.moveTo(MovableClock.START);
        this.county = TestCounty.open(http, issuer).withTeams();
        this.area = county.area();
    }

    @Test
    @Timeout(90)
    void every_event_is_told_in_order_and_signed() {
        try (var receiver = new Receiver(number -> 204)) {
            happens(event(""));
            var webhook = register(bureau(), receiver.url());
            var secret = webhook.path("secret").asString();
            List<OutboxEvent> events =
                    IntStream.range(0, 50).mapToObj(i -> event("")).toList();
            events.forEach(this::happens);
            await().atMost(WAIT).until(() -> receiver.received().size() >= events.size());

            assertThat(receiver.received().stream().map(Receiver.Message::id))
                    .as("in order, and nothing from before the registration")
                    .containsExactlyElementsOf(events.stream()
                            .map(event -> event.eventId().toString())
                            .toList());
            assertThat(secret).matches("whsec_[A-Za-z0-9+/]{43}=");
            assertThat(receiver.received()).allMatch(message -> message.isSignedBy(secret));
            assertThat(receiver.received())
                    .noneMatch(message -> message.isSignedBy("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
            var body = receiver.received().get(0).body();
            assertThat(body)
                    .startsWith("{\"type\":\"contract.signed\",\"timestamp\":\"2026-01-15T09:00:00+08:00\"")
                    .contains("\"subjectId\":\"" + events.get(0).subjectId() + "\"");

            await().atMost(WAIT)
                    .until(() -> deliveries(webhook, "").path("data").size() == 50);
            var first = deliveries(webhook, "?limit=30");
            var rest = deliveries(
                    webhook,
                    "?limit=30&after=" + first.path("page").path("next").asString());
            assertThat(first.path("data")).hasSize(30);
            assertThat(rest.path("data")).hasSize(20);
            assertThat(rest.path("data").path(19).path("eventId").asString())
                    .isEqualTo(events.get(0).eventId().toString());
        }
    }

    @Test
    @Timeout(90)
    void a_failed_delivery_is_tried_again_later_and_nothing_overtakes_it() {
        try (var receiver = new Receiver(number -> number <= 2 ? 500 : 200)) {
            var webhook = register(bureau(), receiver.url());
            var one = happens(event(""));
            var two = happens(event(""));
            await().atMost(WAIT).until(() -> failures(webhook) == 1);
            clock.pass(Duration.ofSeconds(4));
            await().during(Duration.ofSeconds(2))
                    .atMost(WAIT)
                    .until(() -> receiver.received().size() == 1);
            clock.pass(Duration.ofSeconds(1));
            await().atMost(WAIT).until(() -> failures(webhook) == 2);
            clock.pass(Duration.ofMinutes(5));
            await().atMost(WAIT).until(() -> receiver.received().size() == 4);
            assertThat(receiver.received().stream().map(Receiver.Message::id)).containsExactly(one, one, one, two);
            await().atMost(WAIT).until(() -> failures(webhook) == 0);
            assertThat(deliveries(webhook, "")
                            .path("data")
                            .valueStream()
                            .map(attempt -> attempt.path("attempt").asInt() + " "
                                    + attempt.path("outcome").asString() + " "
                                    + attempt.path("httpStatus").asInt()))
                    .containsExactly("1 delivered 200", "3 delivered 200", "2 refused 500", "1 refused 500");
        }
    }

    @Test
    @Timeout(120)
    void a_receiver_that_hangs_is_left_and_holds_up_nobody_else() {
        try (var hanging = new Receiver(number -> Receiver.HANGS);
                var quick = new Receiver(number -> 200)) {
            var stuck = register(bureau(), hanging.url());
            register(bureau(), quick.url());
            happens(event(""));
            await().atMost(Duration.ofSeconds(5)).until(() -> quick.received().size() == 1);
            await().atMost(WAIT).until(() -> failures(stuck) == 1);
            assertThat(deliveries(stuck, "")
                            .path("data")
                            .path(0)
                            .path("outcome")
                            .asString())
                    .isEqualTo("timed_out");
        }
    }

    @Test
    @Timeout(90)
    void after_five_days_of_failures_a_webhook_is_disabled_and_says_so() {
        try (var receiver = new Receiver(number -> 503)) {
            var webhook = register(bureau(), receiver.url());
            happens(event(""));
            await().atMost(WAIT).until(() -> failures(webhook) == 1);
            clock.pass(Duration.ofDays(5));
            await().atMost(WAIT).until(() -> status(webhook).equals("disabled"));
            clock.pass(Duration.ofDays(2));
            await().during(Duration.ofSeconds(2))
                    .atMost(WAIT)
                    .until(() -> receiver.received().size() == 2);
        }
    }

    @Test
    @Timeout(90)
    void a_receiver_that_says_it_is_gone_is_believed_and_a_redirect_is_not_followed() {
        try (var gone = new Receiver(number -> 410);
                var redirecting = new Receiver(number -> 302)) {
            var webhook = register(bureau(), gone.url());
            var redirected = register(bureau(), redirecting.url());
            happens(event(""));
            await().atMost(WAIT).until(() -> status(webhook).equals("disabled"));
            await().atMost(WAIT).until(() -> failures(redirected) == 1);
            assertThat(redirecting.received()).hasSize(1);
        }
    }

    @Test
    @Timeout(90)
    void an_ended_webhook_hears_nothing_more() {
        try (var receiver = new Receiver(number -> 200);
                var other = new Receiver(number -> 200)) {
            var webhook = register(bureau(), receiver.url());
            register(bureau(), other.url());
            for (int again = 0; again < 2; again++) {
                send(HttpMethod.DELETE, bureau(), "/api/v1/webhooks/" + id(webhook), Map.of())
                        .expectStatus()
                        .isNoContent()
                        .expectBody()
                        .isEmpty();
            }
            happens(event(""));
            await().atMost(WAIT).until(() -> other.received().size() == 1);
            assertThat(receiver.received()).isEmpty();
            assertThat(status(webhook)).isEqualTo("ended");
        }
    }

    @Test
    @Timeout(90)
    void after_a_rotation_both_secrets_sign_for_a_day() {
        try (var receiver = new Receiver(number -> 200)) {
            var webhook = register(bureau(), receiver.url());
            var old = webhook.path("secret").asString();
            var path = "/api/v1/webhooks/" + id(webhook) + "/secret";
            var key = UUID.randomUUID().toString();
            var renewed = body(send(HttpMethod.POST, bureau(), path, Map.of("Idempotency-Key", key)), 200);
            var fresh = renewed.path("secret").asString();
            assertThat(fresh).startsWith("whsec_").isNotEqualTo(old);
            var replayed = body(send(HttpMethod.POST, bureau(), path, Map.of("Idempotency-Key", key)), 200);
            assertThat(replayed.has("secret")).isFalse();
            body(send(HttpMethod.POST, bureau(), path, Map.of("Idempotency-Key", UUID.randomUUID() + "-2")), 200);
            var last = body(
                            send(HttpMethod.POST, bureau(), path, Map.of("Idempotency-Key", UUID.randomUUID() + "-3")),
                            200)
                    .path("secret")
                    .asString();
            happens(event(""));
            await().atMost(WAIT).until(() -> receiver.received().size() == 1);
            assertThat(receiver.received().get(0).isSignedBy(old)).isTrue();
            assertThat(receiver.received().get(0).isSignedBy(fresh)).isTrue();
            clock.pass(Duration.ofHours(25));
            happens(event(""));
            await().atMost(WAIT).until(() -> receiver.received().size() == 2);
            assertThat(receiver.received().get(1).isSignedBy(old)).isFalse();
            assertThat(receiver.received().get(1).isSignedBy(last)).isTrue();
        }
    }

    @Test
    @Timeout(90)
    void kinds_and_owners_are_respected() {
        try (var signed = new Receiver(number -> 200);
                var theirs = new Receiver(number -> 200);
                var all = new Receiver(number -> 200)) {
            registered(bureau(), Map.of("url", signed.url(), "kinds", List.of("contract.signed")));
            register(issuer.institution(area, TestCounty.SECOND_INSTITUTION), theirs.url());
            register(bureau(), all.url());
            happens(event(TestCounty.FIRST_INSTITUTION));
            var ours = happens(event(TestCounty.SECOND_INSTITUTION));
            happens(event("settlement.published", ""));
            await().atMost(WAIT)
                    .until(() -> all.received().size() == 3 && signed.received().size() == 2);
            await().during(Duration.ofSeconds(2))
                    .atMost(WAIT)
                    .until(() -> signed.received().size() == 2);
            assertThat(theirs.received().stream().map(Receiver.Message::id)).containsExactly(ours);
        }
    }

    @Test
    void an_institution_sees_its_own_webhooks_and_no_others() {
        var first = issuer.institution(area, TestCounty.FIRST_INSTITUTION);
        var second = issuer.institution(area, TestCounty.SECOND_INSTITUTION);
        var mine = register(first, "https://example.org/hook");
        register(bureau(), "https://example.org/bureau");
        assertThat(listed(first)).containsExactly(id(mine));
        assertThat(listed(second)).isEmpty();
        assertThat(listed(bureau())).hasSize(2);
        for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.DELETE)) {
            assertThat(TestCounty.told(send(method, second, "/api/v1/webhooks/" + id(mine), Map.of())))
                    .isEqualTo("404 not_found");
        }
        assertThat(TestCounty.told(send(
                        HttpMethod.POST,
                        second,
                        "/api/v1/webhooks/" + id(mine) + "/secret",
                        Map.of("Idempotency-Key", UUID.randomUUID().toString()))))
                .isEqualTo("404 not_found");
        assertThat(TestCounty.told(
                        send(HttpMethod.GET, second, "/api/v1/webhooks/" + id(mine) + "/deliveries", Map.of())))
                .isEqualTo("404 not_found");
        assertThat(TestCounty.told(post(
                        issuer.token("institution-9", "institution", area, claims -> {}),
                        UUID.randomUUID().toString(),
                        Map.of("url", "https://example.org/"))))
                .isEqualTo("404 not_found");
    }

    @Test
    void the_secret_is_shown_once_and_kept_sealed() throws SQLException {
        var key = UUID.randomUUID().toString();
        var body = Map.<String, Object>of("url", "https://example.org/hook");
        var first = body(post(bureau(), key, body), 201);
        var again = body(post(bureau(), key, body), 201);
        assertThat(id(again)).isEqualTo(id(first));
        assertThat(again.has("secret")).isFalse();
        assertThat(county.get("/api/v1/webhooks/" + id(first), bureau()).has("secret"))
                .isFalse();
        assertThat(TestCounty.told(post(bureau(), key, Map.of("url", "https://example.org/other"))))
                .isEqualTo("422 idempotency_key_reused");
        try (var connection = database.open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT count(*) FROM outbox_webhook_secret WHERE position('whsec' IN encode(sealed_secret, 'escape')) > 0")) {
            rows.next();
            assertThat(rows.getInt(1)).isZero();
        }
        assertThat(Files.exists(Path.of(database.data().toString(), "keys", "webhooks")))
                .isTrue();
    }

    @Test
    void an_address_that_leads_inside_is_refused_when_it_is_registered() {
        for (String url :
                List.of("http://10.0.0.1/", "https://169.254.169.254/latest", "gopher://example.org/", "hook")) {
            assertThat(TestCounty.told(post(bureau(), UUID.randomUUID().toString(), Map.of("url", url))))
                    .as(url)
                    .isEqualTo("422 webhook_address_not_allowed at /url");
        }
        assertThat(TestCounty.told(post(
                        bureau(),
                        UUID.randomUUID().toString(),
                        Map.of("url", "https://example.org/", "kinds", List.of("Not A Kind")))))
                .startsWith("400 invalid_value");
    }

    @Test
    void a_name_that_leads_inside_is_not_called() {
        try (var receiver = new Receiver(number -> 200)) {
            var webhook = register(bureau(), receiver.url().replace("127.0.0.1", "localhost"));
            var strict = new WebhookSender(secrets, new WebhookAddresses(false), new ObjectMapper());
            var id = UUID.fromString(id(webhook).substring("whk_000000_".length()));
            var registered = Objects.requireNonNull(
                    store.find(area, id, Optional.empty()).block(WAIT));
            var event = new PositionedEvent(1, event(""), clock.instant());
            assertThat(Objects.requireNonNull(strict.send(registered, event).block(WAIT))
                            .outcome())
                    .isEqualTo(Delivery.Outcome.ADDRESS_NOT_ALLOWED);
            assertThat(receiver.received()).isEmpty();
            assertThat(Objects.requireNonNull(sender.send(registered, event).block(WAIT))
                            .outcome())
                    .as("the canary: only the check stands between")
                    .isEqualTo(Delivery.Outcome.DELIVERED);
        }
    }

    @Test
    void there_is_a_limit() {
        var other = TestCounty.open(http, issuer).withTeams();
        for (int i = 0; i < Webhooks.WEBHOOKS_MAX; i++) {
            body(postTo(other.area(), other.bureau("wu"), Map.of("url", "https://example.org/" + i)), 201);
        }
        assertThat(TestCounty.told(postTo(other.area(), other.bureau("wu"), Map.of("url", "https://example.org/"))))
                .isEqualTo("409 too_many_webhooks");
        body(
                postTo(
                        other.area(),
                        other.institution(TestCounty.FIRST_INSTITUTION),
                        Map.of("url", "https://example.org/")),
                201);
    }

    @Test
    @Timeout(90)
    void two_instances_share_the_webhooks_and_keep_the_order() {
        var lanes = IntStream.range(0, 4)
                .mapToObj(i -> new DeliveryLane(outbox, queue, sender, clock))
                .toList();
        lanes.forEach(DeliveryLane::start);
        try (var receiver = new Receiver(number -> 200);
                var second = new Receiver(number -> 200)) {
            register(bureau(), receiver.url());
            register(bureau(), second.url());
            List<String> told =
                    IntStream.range(0, 300).mapToObj(i -> happens(event(""))).toList();
            await().atMost(WAIT)
                    .until(() -> receiver.received().size() >= 300
                            && second.received().size() >= 300);
            assertThat(receiver.received().stream().map(Receiver.Message::id)).containsExactlyElementsOf(told);
            assertThat(second.received().stream().map(Receiver.Message::id)).containsExactlyElementsOf(told);
        } finally {
            lanes.forEach(DeliveryLane::stop);
        }
    }

    /** A worker that was killed holds its webhook until the lease is over, and no longer. */
    @Test
    @Timeout(90)
    void a_killed_workers_webhook_is_taken_over_when_its_lease_is_over() throws SQLException {
        try (var receiver = new Receiver(number -> 200)) {
            var webhook = register(bureau(), receiver.url());
            claimedUntil(webhook, "now() + interval '1 hour'");
            happens(event(""));
            await().during(Duration.ofSeconds(2))
                    .atMost(WAIT)
                    .until(() -> receiver.received().isEmpty());
            claimedUntil(webhook, "now() - interval '1 second'");
            await().atMost(WAIT).until(() -> receiver.received().size() == 1);
        }
    }

    private void claimedUntil(JsonNode webhook, String moment) throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute("UPDATE outbox_webhook SET claimed_by = gen_random_uuid(), claimed_until = " + moment
                    + " WHERE webhook_id = '" + id(webhook).substring("whk_000000_".length()) + "'");
        }
    }

    private String happens(OutboxEvent event) {
        transactions
                .run(() -> outbox.append(area, List.of(event), clock.instant()))
                .block(WAIT);
        outbox.sequence(area).block(WAIT);
        return event.eventId().toString();
    }

    private OutboxEvent event(String institution) {
        return event("contract.signed", institution);
    }

    private OutboxEvent event(String kind, String institution) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        return new OutboxEvent(id, kind, "ctr_" + area + "_" + id, institution, "", DAY);
    }

    private String bureau() {
        return issuer.bureau(area, "wu");
    }

    private JsonNode register(String token, String url) {
        return registered(token, Map.of("url", url));
    }

    private JsonNode registered(String token, Map<String, Object> body) {
        return body(post(token, UUID.randomUUID().toString(), body), 201);
    }

    private WebTestClient.ResponseSpec post(String token, String key, Map<String, Object> body) {
        return post(area, token, key, body);
    }

    private WebTestClient.ResponseSpec postTo(String where, String token, Map<String, Object> body) {
        return post(where, token, UUID.randomUUID().toString(), body);
    }

    private WebTestClient.ResponseSpec post(String where, String token, String key, Map<String, Object> body) {
        return http.post()
                .uri("/api/v1/pooling-areas/{area}/webhooks", where)
                .headers(headers -> headers.setBearerAuth(token))
                .header("Idempotency-Key", key)
                .bodyValue(body)
                .exchange();
    }

    private WebTestClient.ResponseSpec send(HttpMethod method, String token, String path, Map<String, String> more) {
        return http.method(method)
                .uri(path)
                .headers(headers -> {
                    headers.setBearerAuth(token);
                    more.forEach(headers::set);
                })
                .exchange();
    }

    private static JsonNode body(WebTestClient.ResponseSpec answer, int status) {
        return Objects.requireNonNull(answer.expectStatus()
                .isEqualTo(status)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    private static String id(JsonNode webhook) {
        return webhook.path("id").asString();
    }

    private List<String> listed(String token) {
        return county.get("/api/v1/pooling-areas/" + area + "/webhooks", token)
                .path("data")
                .valueStream()
                .map(WebhookApiTests::id)
                .toList();
    }

    private int failures(JsonNode webhook) {
        return county.get("/api/v1/webhooks/" + id(webhook), bureau())
                .path("failures")
                .asInt();
    }

    private String status(JsonNode webhook) {
        return county.get("/api/v1/webhooks/" + id(webhook), bureau())
                .path("status")
                .asString();
    }

    private JsonNode deliveries(JsonNode webhook, String query) {
        return county.get("/api/v1/webhooks/" + id(webhook) + "/deliveries" + query, bureau());
    }
}
