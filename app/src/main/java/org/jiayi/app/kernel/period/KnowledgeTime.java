package org.jiayi.app.kernel.period;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** From when a fact is known, and by when: what a county's file recorded on a day, from the beginning of that day. */
public final class KnowledgeTime {

    /** A moment by which all that is known now is known. */
    public static final Instant ALL = Instant.parse("9999-12-31T00:00:00Z");

    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private KnowledgeTime() {}

    /** The day on which a moment lies. */
    public static LocalDate dayOf(Instant moment) {
        return moment.atZone(ZONE).toLocalDate();
    }

    /**
     * The last moment of a day, in the resolution of the database: what is recorded by then is known on the day, and what a file
     * recorded on the next day is not.
     */
    public static Instant endOf(LocalDate knownOn) {
        return from(knownOn.plusDays(1)).minus(1, ChronoUnit.MICROS);
    }

    /** The first moment from which what follows a version can be known: now, but after it was. */
    public static Instant after(Instant knownFrom, Instant now) {
        Instant next = knownFrom.plus(1, ChronoUnit.MICROS);
        return now.isAfter(next) ? now : next;
    }

    public static Instant from(LocalDate recordedOn) {
        return recordedOn.atStartOfDay(ZONE).toInstant();
    }
}
