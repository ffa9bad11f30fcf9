package org.jiayi.app.outbox;

import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Which webhook is to be told next, and how far each has been told. A webhook is one worker's at a time, by a lease, so
 * that its events go out in order however many instances run; a killed worker's webhook is free when the lease is over.
 */
@Component
class DeliveryQueue {

    /** Longer than one attempt may take; every attempt renews it. */
    private static final int LEASE_SECONDS = 60;

    private final DatabaseClient database;
    private final Clock clock;

    DeliveryQueue(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Claims the webhook that has waited longest for events it has not been told of; empty where there is none. */
    Mono<Webhook> claim(UUID worker) {
        return database.sql("""
                        UPDATE outbox_webhook SET claimed_by = $1, claimed_until = now() + make_interval(secs => $2)
                        WHERE (area, webhook_id) = (
                            SELECT area, webhook_id FROM outbox_webhook w
                            WHERE status = 'active' AND next_attempt_at <= $3
                              AND (claimed_until IS NULL OR claimed_until < now())
                              AND (cursor_position < (SELECT max(position) FROM outbox_event e WHERE e.area = w.area)
                                OR EXISTS (SELECT FROM outbox_event e WHERE e.area = w.area AND e.position IS NULL))
                            ORDER BY next_attempt_at, webhook_id LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING *
                        """)
                .bind(0, worker)
                .bind(1, LEASE_SECONDS)
                .bind(2, clock.instant())
                .map(WebhookStore::webhook)
                .one();
    }

    /** Notes a delivered event and keeps the claim; false where the webhook is ended or another worker's by now. */
    Mono<Boolean> delivered(Webhook webhook, UUID worker, Delivery delivery) {
        return database.sql("""
                        WITH told AS (
                            UPDATE outbox_webhook SET cursor_position = $4, failures = 0, failing_since = NULL,
                                next_attempt_at = $9, claimed_until = now() + make_interval(secs => $10)
                            WHERE area = $1 AND webhook_id = $2 AND claimed_by = $3 AND status = 'active'
                            RETURNING area, webhook_id
                        )
                        """ + INSERT_DELIVERY)
                .bind(0, webhook.area())
                .bind(1, webhook.webhookId())
                .bind(2, worker)
                .bind(3, delivery.position())
                .bind(4, delivery.attempt())
                .bind(5, delivery.eventId())
                .bind(6, delivery.outcome().code())
                .bind(7, Columns.orNull(delivery.httpStatus(), Integer.class))
                .bind(8, delivery.attemptedAt())
                .bind(9, LEASE_SECONDS)
                .bind(10, delivery.tookMs())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Notes a failure, gives the claim up, and puts the webhook off or disables it. */
    Mono<Void> failed(Webhook webhook, UUID worker, Delivery delivery, Instant nextAttemptAt, String status) {
        return database.sql("""
                        WITH told AS (
                            UPDATE outbox_webhook SET failures = $5, failing_since = coalesce(failing_since, $9),
                                next_attempt_at = $10, status = $12, claimed_by = NULL, claimed_until = NULL
                            WHERE area = $1 AND webhook_id = $2 AND claimed_by = $3 AND status = 'active'
                            RETURNING area, webhook_id
                        )
                        """ + INSERT_DELIVERY)
                .bind(0, webhook.area())
                .bind(1, webhook.webhookId())
                .bind(2, worker)
                .bind(3, delivery.position())
                .bind(4, delivery.attempt())
                .bind(5, delivery.eventId())
                .bind(6, delivery.outcome().code())
                .bind(7, Columns.orNull(delivery.httpStatus(), Integer.class))
                .bind(8, delivery.attemptedAt())
                .bind(9, nextAttemptAt)
                .bind(10, delivery.tookMs())
                .bind(11, status)
                .then();
    }

    private static final String INSERT_DELIVERY = """
            INSERT INTO outbox_delivery (area, webhook_id, position, attempt, event_id, outcome, http_status, took_ms,
                attempted_at)
            SELECT area, webhook_id, $4, $5, $6, $7, $8, $11, $9 FROM told
            """;

    /** Gives the claim up; everything up to that position is delivered or not the webhook's. */
    Mono<Void> release(Webhook webhook, UUID worker, long position) {
        return database.sql("""
                        UPDATE outbox_webhook SET cursor_position = greatest(cursor_position, $4), next_attempt_at = $5,
                            claimed_by = NULL, claimed_until = NULL
                        WHERE area = $1 AND webhook_id = $2 AND claimed_by = $3
                        """)
                .bind(0, webhook.area())
                .bind(1, webhook.webhookId())
                .bind(2, worker)
                .bind(3, position)
                .bind(4, clock.instant())
                .then();
    }
}
