package org.jiayi.app.capitation;

import java.time.LocalDate;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.kernel.period.Term;

/**
 * Which months a contract counts in (DOMAIN §5). A resident counts for one payee a month: where one contract ends and
 * another begins in the same month, both pass this rule and the head count must choose one.
 *
 * @param snapshotDay the day of the month, 1 to 28, on which age, groups and insurance are taken
 * @param joinThroughDay a contract that begins on or before this day of a month, 1 to 28, counts from that month, a
 *     later one from the next
 * @param leave when it stops counting
 */
public record HeadCountRule(int snapshotDay, int joinThroughDay, Leave leave) {

    /** The latest day that every month has. */
    public static final int DAY_MAX = 28;

    /** When an ended contract stops counting. */
    public enum Leave {
        /** The month of the last day still counts. */
        MONTH_OF_LAST_DAY
    }

    public HeadCountRule {
        if (!isDay(snapshotDay) || !isDay(joinThroughDay)) {
            throw new IllegalArgumentException("a day that every month has is from 1 to " + DAY_MAX);
        }
    }

    /** The day of {@code month} on which age, groups and insurance are taken. */
    public LocalDate snapshot(Month month) {
        return month.day(snapshotDay);
    }

    /** The first month that a contract beginning on {@code from} counts in. */
    public Month firstMonth(LocalDate from) {
        var month = Month.containing(from);
        return from.getDayOfMonth() <= joinThroughDay ? month : month.next();
    }

    /** The last month that a contract ending after {@code lastDay} counts in. */
    public Month lastMonth(LocalDate lastDay) {
        return switch (leave) {
            case MONTH_OF_LAST_DAY -> Month.containing(lastDay);
        };
    }

    /** The last day on which a contract may begin to count in {@code month}. */
    public LocalDate lastStart(Month month) {
        return month.day(joinThroughDay);
    }

    /** The first day that may be a contract's last for it to count in {@code month}. */
    public LocalDate firstEnd(Month month) {
        return switch (leave) {
            case MONTH_OF_LAST_DAY -> month.firstDay();
        };
    }

    /** Whether a contract of this term counts in {@code month}. */
    public boolean counts(Term contract, Month month) {
        return firstMonth(contract.from()).compareTo(month) <= 0 && month.compareTo(lastMonth(contract.lastDay())) <= 0;
    }

    private static boolean isDay(int day) {
        return day >= 1 && day <= DAY_MAX;
    }
}
