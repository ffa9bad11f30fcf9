package org.jiayi.app.kernel.period;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.regex.Pattern;

/** A calendar month, written {@code 2026-01}. */
public record Month(YearMonth value) implements Comparable<Month> {

    private static final Pattern TEXT = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])");

    /**
     * Reads {@code "2026-01"}.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static Month parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("not a month as in 2026-01");
        }
        return new Month(YearMonth.parse(text));
    }

    /** The month {@code monthOfYear}, 1 to 12, of {@code year}. */
    public static Month of(int year, int monthOfYear) {
        return new Month(YearMonth.of(year, monthOfYear));
    }

    /** The month to which {@code day} belongs. */
    public static Month containing(LocalDate day) {
        return new Month(YearMonth.from(day));
    }

    public LocalDate firstDay() {
        return value.atDay(1);
    }

    public LocalDate lastDay() {
        return value.atEndOfMonth();
    }

    /**
     * The day numbered {@code dayOfMonth}.
     *
     * @throws java.time.DateTimeException if the month has no such day
     */
    public LocalDate day(int dayOfMonth) {
        return value.atDay(dayOfMonth);
    }

    /** All days of the month. */
    public Term days() {
        return new Term(firstDay(), next().firstDay());
    }

    public Month previous() {
        return new Month(value.minusMonths(1));
    }

    public Month next() {
        return new Month(value.plusMonths(1));
    }

    public int year() {
        return value.getYear();
    }

    /** Which month of its year it is, 1 to 12. */
    public int monthOfYear() {
        return value.getMonthValue();
    }

    @Override
    public int compareTo(Month other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
