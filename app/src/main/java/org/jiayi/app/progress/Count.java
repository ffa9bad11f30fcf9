package org.jiayi.app.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How much of a stage is done.
 *
 * @param done never more than {@code total}
 * @param before how much of it was done when it was taken up at {@code since}, by a worker that is gone
 * @param since when the rest was begun; empty before
 */
public record Count(long done, long total, long before, Optional<Instant> since) {

    /** Of a stage that begins with nothing done; a total that turns out too small is raised. */
    public static Count of(long done, long total, Optional<Instant> since) {
        return new Count(done, Math.max(done, total), 0, since);
    }

    /**
     * How long the rest takes if it goes on as it has since it was taken up, in whole seconds, rounded up. Empty where
     * nothing was done or no time has passed since, because then nobody can tell.
     */
    Optional<Duration> remaining(Instant now) {
        Duration spent = since.map(begun -> Duration.between(begun, now)).orElse(Duration.ZERO);
        if (done <= before || spent.isNegative() || spent.isZero()) {
            return Optional.empty();
        }
        Duration rest = spent.multipliedBy(total - done).dividedBy(done - before);
        return Optional.of(Duration.ofSeconds(rest.plusNanos(999_999_999).toSeconds()));
    }
}
