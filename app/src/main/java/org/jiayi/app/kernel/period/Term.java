package org.jiayi.app.kernel.period;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A stretch of at least one day, half-open: [from, until).
 *
 * @param from the first day
 * @param until the first day after it
 */
public record Term(LocalDate from, LocalDate until) {

    public Term {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("a term has at least one day");
        }
    }

    /** The term from the first to the last day, both included, as agreements write it. */
    public static Term ofDays(LocalDate first, LocalDate last) {
        return new Term(first, last.plusDays(1));
    }

    /** The last day that belongs to the term. */
    public LocalDate lastDay() {
        return until.minusDays(1);
    }

    /** How many days it has, at least one. */
    public long days() {
        return ChronoUnit.DAYS.between(from, until);
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(from) && day.isBefore(until);
    }

    /** Whether the two have a day in common; terms that only touch have none. */
    public boolean overlaps(Term other) {
        return from.isBefore(other.until) && other.from.isBefore(until);
    }

    /** The days that belong to both; empty where there is none. */
    public Optional<Term> common(Term other) {
        LocalDate first = from.isAfter(other.from) ? from : other.from;
        LocalDate after = until.isBefore(other.until) ? until : other.until;
        return overlaps(other) ? Optional.of(new Term(first, after)) : Optional.empty();
    }

    /**
     * This term cut short so that {@code lastDay} is its last.
     *
     * @throws IllegalArgumentException if {@code lastDay} is not a day of the term
     */
    public Term endingAfter(LocalDate lastDay) {
        if (!contains(lastDay)) {
            throw new IllegalArgumentException("a term ends early on one of its own days");
        }
        return ofDays(from, lastDay);
    }
}
