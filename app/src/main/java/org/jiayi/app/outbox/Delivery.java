package org.jiayi.app.outbox;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * One attempt to tell one webhook of one event.
 *
 * @param attempt from 1
 * @param httpStatus what the receiver answered, if anything
 */
public record Delivery(
        long position,
        int attempt,
        UUID eventId,
        Outcome outcome,
        Optional<Integer> httpStatus,
        long tookMs,
        Instant attemptedAt) {

    /** How it went. */
    public enum Outcome {
        /** The receiver answered 2xx. */
        DELIVERED,
        /** The receiver answered something else. */
        REFUSED,
        /** The receiver did not answer in time. */
        TIMED_OUT,
        /** There was no way to the receiver. */
        UNREACHABLE,
        /** The address leads into a network that is not public. */
        ADDRESS_NOT_ALLOWED;

        /** The code in the database and in the API. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
