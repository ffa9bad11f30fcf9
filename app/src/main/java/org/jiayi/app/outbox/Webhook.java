package org.jiayi.app.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody who is told of events.
 *
 * @param kinds which ones; empty for all
 * @param institutionCode whose events only; empty for the whole area's
 * @param status active, disabled after five days of failures, or ended
 * @param deliveredUpTo the position of the last event that was delivered or passed over
 * @param failures in a row until now
 */
public record Webhook(
        String area,
        UUID webhookId,
        String url,
        List<String> kinds,
        Optional<String> institutionCode,
        String status,
        long deliveredUpTo,
        int failures,
        Optional<Instant> failingSince,
        Instant nextAttemptAt,
        String registeredBy,
        Instant registeredAt) {

    public Webhook {
        kinds = List.copyOf(kinds);
    }

    boolean wants(OutboxEvent event) {
        return (kinds.isEmpty() || kinds.contains(event.kind()))
                && institutionCode.map(event.institutionCode()::equals).orElse(true);
    }
}
