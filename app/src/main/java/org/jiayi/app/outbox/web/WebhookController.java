package org.jiayi.app.outbox.web;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jiayi.api.WebhooksApi;
import org.jiayi.api.model.Page;
import org.jiayi.api.model.Webhook;
import org.jiayi.api.model.WebhookDelivery;
import org.jiayi.api.model.WebhookDeliveryPage;
import org.jiayi.api.model.WebhookList;
import org.jiayi.api.model.WebhookRegistration;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.outbox.Webhooks;
import org.jiayi.app.web.Callers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class WebhookController implements WebhooksApi {

    private static final Pattern CURSOR = Pattern.compile("([0-9]{1,18})-([0-9]{1,9})");

    private final Webhooks webhooks;
    private final OutboxMapper mapper;

    WebhookController(Webhooks webhooks, OutboxMapper mapper) {
        this.webhooks = webhooks;
        this.mapper = mapper;
    }

    @Override
    public Mono<ResponseEntity<Webhook>> registerWebhook(
            String idempotencyKey, String area, Mono<WebhookRegistration> registration, ServerWebExchange exchange) {
        return registration
                .flatMap(wanted -> webhooks.register(
                        area,
                        wanted.getUrl(),
                        Objects.requireNonNullElse(wanted.getKinds(), List.of()),
                        idempotencyKey,
                        Callers.of(exchange)))
                .map(shown -> {
                    Webhook body = mapper.toApi(shown);
                    return ResponseEntity.created(URI.create("/api/v1/webhooks/" + body.getId()))
                            .header("Idempotency-Replayed", replayed(shown))
                            .body(body);
                });
    }

    @Override
    public Mono<ResponseEntity<WebhookList>> listWebhooks(String area, ServerWebExchange exchange) {
        return webhooks.list(area, Callers.of(exchange).scope())
                .map(mapper::toApi)
                .collectList()
                .map(list -> ResponseEntity.ok(new WebhookList(list)));
    }

    @Override
    public Mono<ResponseEntity<Webhook>> getWebhook(String webhookId, ServerWebExchange exchange) {
        PublicId id = id(webhookId);
        return webhooks.get(id.area(), id.uuid(), Callers.of(exchange).scope())
                .map(webhook -> ResponseEntity.ok(mapper.toApi(webhook)));
    }

    @Override
    public Mono<ResponseEntity<Void>> endWebhook(String webhookId, ServerWebExchange exchange) {
        PublicId id = id(webhookId);
        return webhooks.end(id.area(), id.uuid(), Callers.of(exchange).scope())
                .thenReturn(ResponseEntity.noContent().build());
    }

    @Override
    public Mono<ResponseEntity<Webhook>> renewWebhookSecret(
            String idempotencyKey, String webhookId, ServerWebExchange exchange) {
        PublicId id = id(webhookId);
        return webhooks.renewSecret(id.area(), id.uuid(), idempotencyKey, Callers.of(exchange))
                .map(shown -> ResponseEntity.ok()
                        .header("Idempotency-Replayed", replayed(shown))
                        .body(mapper.toApi(shown)));
    }

    @Override
    public Mono<ResponseEntity<WebhookDeliveryPage>> listWebhookDeliveries(
            String webhookId, Integer limit, @Nullable String after, ServerWebExchange exchange) {
        PublicId id = id(webhookId);
        Matcher cursor = CURSOR.matcher(Optional.ofNullable(after).orElse(Long.MAX_VALUE / 10 + "-0"));
        if (!cursor.matches()) {
            throw new Refused(RefusalCode.INVALID_VALUE);
        }
        return webhooks.deliveries(
                        id.area(),
                        id.uuid(),
                        Long.parseLong(cursor.group(1)),
                        Integer.parseInt(cursor.group(2)),
                        limit + 1,
                        Callers.of(exchange).scope())
                .map(mapper::toApi)
                .collectList()
                .map(rows -> ResponseEntity.ok(page(rows, limit)));
    }

    private static WebhookDeliveryPage page(List<WebhookDelivery> rows, int limit) {
        Page page = new Page(limit);
        List<WebhookDelivery> data = rows.stream().limit(limit).toList();
        if (rows.size() > limit) {
            WebhookDelivery last = data.get(limit - 1);
            page.setNext(last.getPosition() + "-" + last.getAttempt());
        }
        return new WebhookDeliveryPage(data, page);
    }

    private static String replayed(Webhooks.Shown shown) {
        return Boolean.toString(shown.secret().isEmpty());
    }

    private static PublicId id(String webhookId) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.WEBHOOK, webhookId));
    }
}
