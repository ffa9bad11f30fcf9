package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A contract that a death ended or undid, and nothing after it changed.
 *
 * @param latest its latest version: ended by the death, or undone and known for no day any more
 * @param before the last version that knows of no death
 */
public record EndedByDeath(ContractVersion latest, ContractVersion before) {

    /** The first day that the death took of it, or would have, had its term gone on; none of what was never in force. */
    Optional<LocalDate> firstDayTaken() {
        if (!latest.isWithdrawn()) {
            return Optional.of(latest.term().until());
        }
        return before.payUntil().isPresent()
                ? Optional.empty()
                : Optional.of(before.term().from());
    }

    /** Whether the contract might have been in force on that day, had the death not been recorded. */
    boolean hasTaken(LocalDate day) {
        return firstDayTaken().filter(first -> !day.isBefore(first)).isPresent();
    }
}
