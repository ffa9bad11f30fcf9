package org.jiayi.app.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** The moment from which a record of a county's file was known. */
final class FileDates {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private FileDates() {}

    /** What an exporting system recorded on a day was known to it from the day's beginning. */
    static Instant knownFrom(LocalDate recordedOn) {
        return recordedOn.atStartOfDay(ZONE).toInstant();
    }
}
