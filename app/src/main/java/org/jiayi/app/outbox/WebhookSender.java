package org.jiayi.app.outbox;

import io.netty.channel.ChannelOption;
import io.netty.handler.timeout.ReadTimeoutException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jiayi.app.kernel.id.PublicId;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.ObjectMapper;

/**
 * Sends one event to one webhook, signed. Follows no redirect, and connects only to addresses that {@link
 * WebhookAddresses} allows: the check is on the address that is connected to, not on an earlier answer of the name server.
 */
@Component
class WebhookSender {

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration WHOLE_TIMEOUT = Duration.ofSeconds(15);
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final HttpClient http = HttpClient.create(ConnectionProvider.newConnection())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
            .responseTimeout(RESPONSE_TIMEOUT);

    /** Receivers compare the timestamp with their own wall clock, so it is no business of the business clock's. */
    private final InstantSource wall = InstantSource.system();

    private final WebhookSecrets secrets;
    private final WebhookAddresses addresses;
    private final ObjectMapper json;

    WebhookSender(WebhookSecrets secrets, WebhookAddresses addresses, ObjectMapper json) {
        this.secrets = secrets;
        this.addresses = addresses;
        this.json = json;
    }

    /** How an attempt went. */
    record Sent(Delivery.Outcome outcome, Optional<Integer> httpStatus, long tookMs) {}

    /** Sends; whatever happens is an outcome and never an error, but for a fault of ours. */
    Mono<Sent> send(Webhook webhook, PositionedEvent event) {
        Instant timestamp = wall.instant();
        String payload = payload(webhook.area(), event);
        String id = event.event().eventId().toString();
        return secrets.sign(webhook.area(), webhook.webhookId(), id, timestamp, payload)
                .flatMap(signature -> post(
                        webhook,
                        payload,
                        Map.of(
                                "webhook-id", id,
                                "webhook-timestamp", Long.toString(timestamp.getEpochSecond()),
                                "webhook-signature", signature)));
    }

    private Mono<Sent> post(Webhook webhook, String payload, Map<String, String> headers) {
        AtomicBoolean blocked = new AtomicBoolean();
        long start = System.nanoTime();
        if (!addresses.allowsHost(URI.create(webhook.url()).getHost())) {
            return Mono.just(new Sent(Delivery.Outcome.ADDRESS_NOT_ALLOWED, Optional.empty(), 0));
        }
        return http.resolvedAddressesSelector((config, resolved) -> allowed(resolved, blocked))
                .headers(sent -> {
                    headers.forEach(sent::set);
                    sent.set("content-type", "application/json");
                    sent.set("user-agent", "Jiayi-Webhooks/1");
                })
                .post()
                .uri(webhook.url())
                .send(ByteBufFlux.fromString(Mono.just(payload)))
                .responseSingle((response, body) -> Mono.just(response.status().code()))
                .timeout(WHOLE_TIMEOUT)
                .map(status -> new Sent(
                        status >= 200 && status < 300 ? Delivery.Outcome.DELIVERED : Delivery.Outcome.REFUSED,
                        Optional.of(status),
                        millisSince(start)))
                .onErrorResume(error ->
                        Mono.just(new Sent(outcome(error, blocked.get()), Optional.empty(), millisSince(start))));
    }

    private List<? extends SocketAddress> allowed(List<? extends SocketAddress> resolved, AtomicBoolean blocked) {
        List<? extends SocketAddress> allowed = resolved.stream()
                .filter(address -> address instanceof InetSocketAddress internet
                        && !internet.isUnresolved()
                        && addresses.allows(internet.getAddress()))
                .toList();
        blocked.set(allowed.isEmpty());
        return allowed;
    }

    private static Delivery.Outcome outcome(Throwable error, boolean blocked) {
        if (blocked) {
            return Delivery.Outcome.ADDRESS_NOT_ALLOWED;
        }
        return error instanceof TimeoutException || error instanceof ReadTimeoutException
                ? Delivery.Outcome.TIMED_OUT
                : Delivery.Outcome.UNREACHABLE;
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }

    /** The body that Standard Webhooks recommends: type, timestamp, data. The data are ids. */
    private String payload(String area, PositionedEvent event) {
        OutboxEvent told = event.event();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("position", event.position());
        data.put("area", area);
        data.put("subjectId", told.subjectId());
        if (!told.institutionCode().isEmpty()) {
            data.put(
                    "institutionId",
                    PublicId.of(PublicId.Kind.INSTITUTION, area, told.institutionCode())
                            .toString());
        }
        if (!told.teamNumber().isEmpty()) {
            data.put(
                    "teamId",
                    PublicId.of(PublicId.Kind.TEAM, area, told.teamNumber()).toString());
        }
        data.put("effectiveOn", told.effectiveOn().toString());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", told.kind());
        body.put(
                "timestamp",
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(event.occurredAt().atZone(ZONE)));
        body.put("data", data);
        return json.writeValueAsString(body);
    }
}
