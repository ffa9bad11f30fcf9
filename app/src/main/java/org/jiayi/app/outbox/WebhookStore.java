package org.jiayi.app.outbox;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Webhooks and their deliveries in the database, as people see them. */
@Component
class WebhookStore {

    private final DatabaseClient database;

    WebhookStore(DatabaseClient database) {
        this.database = database;
    }

    /** Adds a webhook that will be told of what comes after the last event that has a position. */
    Mono<Void> add(
            String area,
            UUID webhookId,
            String url,
            List<String> kinds,
            Optional<String> institutionCode,
            String by,
            Instant at) {
        return database.sql("""
                        INSERT INTO outbox_webhook (area, webhook_id, url, kinds, institution_code, status, cursor_position,
                            next_attempt_at, registered_by, registered_at)
                        SELECT $1, $2, $3, $4, $5, 'active', coalesce(max(position), 0), $7, $6, $7
                        FROM outbox_event WHERE area = $1
                        """)
                .bind(0, area)
                .bind(1, webhookId)
                .bind(2, url)
                .bind(3, kinds.toArray(String[]::new))
                .bind(4, Columns.orNull(institutionCode, String.class))
                .bind(5, by)
                .bind(6, at)
                .then();
    }

    /** How many webhooks of one owner are not ended. */
    Mono<Long> count(String area, Optional<String> institutionCode) {
        return database.sql("""
                        SELECT count(*) FROM outbox_webhook
                        WHERE area = $1 AND institution_code IS NOT DISTINCT FROM $2 AND status <> 'ended'
                        """)
                .bind(0, area)
                .bind(1, Columns.orNull(institutionCode, String.class))
                .mapValue(Long.class)
                .one();
    }

    /** The webhook; with an institution only one of that institution's. */
    Mono<Webhook> find(String area, UUID webhookId, Optional<String> institutionCode) {
        return database.sql("""
                        SELECT * FROM outbox_webhook
                        WHERE area = $1 AND webhook_id = $2 AND ($3::text IS NULL OR institution_code = $3)
                        """)
                .bind(0, area)
                .bind(1, webhookId)
                .bind(2, Columns.orNull(institutionCode, String.class))
                .map(WebhookStore::webhook)
                .one();
    }

    /** The area's webhooks, newest first; with an institution only that institution's. */
    Flux<Webhook> list(String area, Optional<String> institutionCode) {
        return database.sql("""
                        SELECT * FROM outbox_webhook WHERE area = $1 AND ($2::text IS NULL OR institution_code = $2)
                        ORDER BY webhook_id DESC
                        """)
                .bind(0, area)
                .bind(1, Columns.orNull(institutionCode, String.class))
                .map(WebhookStore::webhook)
                .all();
    }

    Mono<Void> end(String area, UUID webhookId, Instant at) {
        return database.sql("""
                        UPDATE outbox_webhook SET status = 'ended', ended_at = $3
                        WHERE area = $1 AND webhook_id = $2 AND status <> 'ended'
                        """).bind(0, area).bind(1, webhookId).bind(2, at).then();
    }

    /** Attempts before the given place, newest first. */
    Flux<Delivery> deliveries(String area, UUID webhookId, long beforePosition, int beforeAttempt, int limit) {
        return database.sql("""
                        SELECT * FROM outbox_delivery
                        WHERE area = $1 AND webhook_id = $2 AND (position, attempt) < ($3, $4)
                        ORDER BY position DESC, attempt DESC LIMIT $5
                        """)
                .bind(0, area)
                .bind(1, webhookId)
                .bind(2, beforePosition)
                .bind(3, beforeAttempt)
                .bind(4, limit)
                .map(WebhookStore::delivery)
                .all();
    }

    static Webhook webhook(Readable row) {
        return new Webhook(
                Columns.text(row, "area"),
                Columns.get(row, "webhook_id", UUID.class),
                Columns.text(row, "url"),
                List.of(Columns.get(row, "kinds", String[].class)),
                Columns.find(row, "institution_code", String.class),
                Columns.text(row, "status"),
                Columns.get(row, "cursor_position", Long.class),
                Columns.get(row, "failures", Integer.class),
                Columns.find(row, "failing_since", Instant.class),
                Columns.get(row, "next_attempt_at", Instant.class),
                Columns.text(row, "registered_by"),
                Columns.get(row, "registered_at", Instant.class));
    }

    private static Delivery delivery(Readable row) {
        return new Delivery(
                Columns.get(row, "position", Long.class),
                Columns.get(row, "attempt", Integer.class),
                Columns.get(row, "event_id", UUID.class),
                Delivery.Outcome.valueOf(Columns.text(row, "outcome").toUpperCase(Locale.ROOT)),
                Columns.find(row, "http_status", Integer.class),
                Columns.get(row, "took_ms", Long.class),
                Columns.get(row, "attempted_at", Instant.class));
    }
}
