package org.jiayi.app.kernel.period;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A day as people and machines write it: four digits of the year from 0001 on, two of the month, two of the day. Java
 * reads years of nine digits and before Christ as well, which PostgreSQL does not keep and nobody means.
 */
public final class WrittenDay {

    private static final Pattern FORM = Pattern.compile("(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private WrittenDay() {}

    /** {@code 2026-01-31}; empty where that is no day. */
    public static Optional<LocalDate> read(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException notADay) {
            return Optional.empty();
        }
    }

    /** {@code 2026-01-31} or, as counties' files have it, {@code 2026/01/31}; empty where that is no day. */
    public static Optional<LocalDate> readInFile(String text) {
        return read(text.replace('/', '-'));
    }
}
