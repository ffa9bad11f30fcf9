package org.jiayi.app.outbox;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.sealing.KeyFile;
import org.jiayi.app.sealing.Sealing;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The secrets of webhooks: made here, kept sealed, shown once, and used to sign (Standard Webhooks, v1). */
@Component
class WebhookSecrets {

    /** How long the old secret still signs after a rotation. */
    static final Duration OVERLAP = Duration.ofHours(24);

    private static final int SECRET_BYTES = 32;

    private final DatabaseClient database;
    private final Clock clock;
    private final Sealing sealing;
    private final SecureRandom random = new SecureRandom();

    WebhookSecrets(
            DatabaseClient database, Clock clock, @Value("${jiayi.webhook-keys:${jiayi.data}/keys/webhooks}") Path file)
            throws IOException {
        this.database = database;
        this.clock = clock;
        this.sealing = new Sealing(KeyFile.read(file, Sealing.KEY_BYTES));
    }

    /** Makes a new secret the webhook's; one that signs now signs for another day. In the caller's transaction. */
    Mono<String> renew(String area, UUID webhookId) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = Webhook.SECRET_PREFIX + Base64.getEncoder().encodeToString(bytes);
        return database.sql("""
                        UPDATE outbox_webhook_secret SET valid_until = $3
                        WHERE area = $1 AND webhook_id = $2 AND valid_until IS NULL
                        """)
                .bind(0, area)
                .bind(1, webhookId)
                .bind(2, clock.instant().plus(OVERLAP))
                .then()
                .then(database.sql("""
                                INSERT INTO outbox_webhook_secret (area, webhook_id, version, sealed_secret)
                                SELECT $1, $2, coalesce(max(version), 0) + 1, $3
                                FROM outbox_webhook_secret WHERE area = $1 AND webhook_id = $2
                                """)
                        .bind(0, area)
                        .bind(1, webhookId)
                        .bind(2, sealing.seal(secret, boundTo(area, webhookId)))
                        .then())
                .thenReturn(secret);
    }

    /** The {@code webhook-signature} of a message: one signature for each secret that is valid now, the newest first. */
    Mono<String> sign(String area, UUID webhookId, String messageId, Instant timestamp, String payload) {
        return database.sql("""
                        SELECT sealed_secret FROM outbox_webhook_secret
                        WHERE area = $1 AND webhook_id = $2 AND (valid_until IS NULL OR valid_until > $3)
                        ORDER BY version DESC
                        """)
                .bind(0, area)
                .bind(1, webhookId)
                .bind(2, clock.instant())
                .map(row -> sealing.open(Columns.get(row, "sealed_secret", byte[].class), boundTo(area, webhookId)))
                .all()
                .map(secret -> sign(secret, messageId, timestamp, payload))
                .collectList()
                .map(signatures -> String.join(" ", signatures));
    }

    private static String sign(String secret, String messageId, Instant timestamp, String payload) {
        try {
            return new Webhook(secret).sign(messageId, timestamp.getEpochSecond(), payload);
        } catch (EmptyWebhookSecretException | WebhookSigningException e) {
            throw new IllegalStateException("a secret of ours cannot sign", e);
        }
    }

    private static String boundTo(String area, UUID webhookId) {
        return "webhook" + area + webhookId;
    }
}
