package org.jiayi.app.payment;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;

/** The day to which money belongs that a provider tells of: that of the provider's bill, whenever we hear of it. */
final class MovedOn {

    private MovedOn() {}

    /**
     * The day on which the money moved by the provider's word.
     *
     * @param since when the order was opened or the refund decided, before which no money moves whatever the provider says
     * @param clock no day after its today
     */
    static LocalDate day(Instant moved, Instant since, Clock clock) {
        Instant now = clock.instant();
        Instant notBefore = moved.isBefore(since) ? since : moved;
        return LocalDate.ofInstant(notBefore.isAfter(now) ? now : notBefore, clock.getZone());
    }
}
