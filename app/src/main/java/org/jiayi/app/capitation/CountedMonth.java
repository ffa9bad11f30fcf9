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

    Month inMonth() {
        return Month.containing(month);
    }
}
