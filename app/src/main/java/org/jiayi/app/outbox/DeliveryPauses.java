package org.jiayi.app.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When a failed delivery is tried again: sooner at first, then ever later, until five days have passed. */
final class DeliveryPauses {

    /** After failing for so long a webhook is disabled. */
    static final Duration GIVE_UP_AFTER = Duration.ofDays(5);

    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    private DeliveryPauses() {}

    /**
     * The moment of the next attempt; empty where it is time to give up.
     *
     * @param failures in a row, this one included
     * @param since the first of them
     */
    static Optional<Instant> next(int failures, Instant since, Instant now) {
        if (!now.isBefore(since.plus(GIVE_UP_AFTER))) {
            return Optional.empty();
        }
        return Optional.of(now.plus(PAUSES.get(Math.min(failures, PAUSES.size()) - 1)));
    }
}
