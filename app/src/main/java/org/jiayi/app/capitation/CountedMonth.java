package org.jiayi.app.capitation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jiayi.app.kernel.period.Month;

/**
 * A month whose heads have been counted.
 *
 * @param knownAt what was known at this moment counted
 * @param countedAt when it was counted
 */
record CountedMonth(LocalDate month, UUID policyId, Instant knownAt, Instant countedAt) {

    /** Until when it saw what was recorded: knowledge of a day that is not over ends with the counting. */
    Instant seenUntil() {
        return knownAt.isBefore(countedAt) ? knownAt : countedAt;
    }

    /** Whether something that the other one knows may have escaped this one. */
    boolean sawLessThan(CountedMonth other) {
        int seen = seenUntil().compareTo(other.seenUntil());
        return seen < 0 || seen == 0 && knownAt.isBefore(other.knownAt);
    }

    Month inMonth() {
        return Month.containing(month);
    }
}
