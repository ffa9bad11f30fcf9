package org.jiayi.app.kernel.period;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jiayi.app.kernel.money.Fraction;

/**
 * How much of a term is left when it ends early, in the unit that a refund or a transfer counts in (DOMAIN §4).
 *
 * <p>A term's months run from its own first day, not from the calendar's: a year from 15 March has twelve of them, the
 * second from 15 April. A month that begins on a day its calendar month lacks begins on that month's last day.
 *
 * @param remaining units after the last day, 0 to {@code whole}
 * @param whole units of the whole term, at least 1
 */
public record Proration(long remaining, long whole) {

    public Proration {
        if (remaining < 0 || whole < 1 || remaining > whole) {
            throw new IllegalArgumentException("what remains is a part of the whole");
        }
    }

    /**
     * Whole months: the month of the last day counts as used.
     *
     * @param lastDay the last day in force; a day before the term means that all of it remains
     */
    public static Proration wholeMonths(Term term, LocalDate lastDay) {
        requireWithin(term, lastDay);
        var months = monthsBegun(term.from(), term.lastDay());
        return new Proration(months - monthsBegun(term.from(), lastDay), months);
    }

    /**
     * Days: those after the last day remain.
     *
     * @param lastDay the last day in force; a day before the term means that all of it remains
     */
    public static Proration byDay(Term term, LocalDate lastDay) {
        requireWithin(term, lastDay);
        var used = Math.max(0, ChronoUnit.DAYS.between(term.from(), lastDay) + 1);
        return new Proration(term.days() - used, term.days());
    }

    /** Units up to and including the last day. */
    public long used() {
        return whole - remaining;
    }

    /** The part that remains, exact, 0 to 1. */
    public Fraction share() {
        return Fraction.of(remaining, whole);
    }

    private static void requireWithin(Term term, LocalDate lastDay) {
        if (lastDay.isAfter(term.lastDay())) {
            throw new IllegalArgumentException("the last day lies after the term");
        }
    }

    private static long monthsBegun(LocalDate from, LocalDate day) {
        if (day.isBefore(from)) {
            return 0;
        }
        var completed = ChronoUnit.MONTHS.between(from, day);
        // from the 31st, the JDK counts a month to the 30th as incomplete although ours has begun
        return from.plusMonths(completed + 1).isAfter(day) ? completed + 1 : completed + 2;
    }
}
