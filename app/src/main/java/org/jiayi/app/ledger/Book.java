package org.jiayi.app.ledger;

import java.time.LocalDate;
import org.jiayi.app.kernel.period.Month;

/**
 * An area's books as a posting finds them: locked against closing until its transaction ends.
 *
 * @param openFrom the first day of the first open month
 */
public record Book(String area, LocalDate openFrom) {

    /** The month in which what belongs to a day is booked: the day's own, or the first open one where that is closed. */
    public Month monthOf(LocalDate effectiveOn) {
        return Month.containing(isClosed(effectiveOn) ? openFrom : effectiveOn);
    }

    /** Whether the month of that day is closed: what comes late is booked later, what names its day is refused. */
    public boolean isClosed(LocalDate day) {
        return day.isBefore(openFrom);
    }
}
