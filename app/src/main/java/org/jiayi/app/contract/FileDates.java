package org.jiayi.app.contract;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/** Days as counties' files write them, and the moment from which such a day's record was known. */
final class FileDates {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private FileDates() {}

    /** {@code 2026-01-31} or {@code 2026/01/31}; empty where that is no day. */
    static Optional<LocalDate> read(String text) {
        try {
            return Optional.of(LocalDate.parse(text.replace('/', '-')));
        } catch (DateTimeException notADay) {
            return Optional.empty();
        }
    }

    /** What an exporting system recorded on a day was known to it from the day's beginning. */
    static Instant knownFrom(LocalDate recordedOn) {
        return recordedOn.atStartOfDay(ZONE).toInstant();
    }
}
