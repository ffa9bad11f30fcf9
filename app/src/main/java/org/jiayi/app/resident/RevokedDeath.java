package org.jiayi.app.resident;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;

/**
 * That a person turned out to live.
 *
 * @param days every day on which they were known to have died before that
 * @param at since when it is known
 */
public record RevokedDeath(Set<LocalDate> days, Instant at) {

    public RevokedDeath {
        days = Set.copyOf(days);
    }
}
