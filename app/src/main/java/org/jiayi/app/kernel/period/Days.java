package org.jiayi.app.kernel.period;

import java.time.LocalDate;
import java.util.Optional;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;

/**
 * The days on which a fact of a register holds.
 *
 * @param first the first of them
 * @param last the last of them; empty where no end is in sight
 */
public record Days(LocalDate first, Optional<LocalDate> last) {

    /** From the first day on. */
    public static Days from(LocalDate first) {
        return new Days(first, Optional.empty());
    }

    /** From the first to the last day, both included; refused where the last is before the first. */
    public static Decision<Days> of(LocalDate first, Optional<LocalDate> last) {
        return last.filter(day -> day.isBefore(first)).isPresent()
                ? Decision.refuse(RefusalCode.END_BEFORE_START)
                : Decision.accept(new Days(first, last));
    }

    /** The first day after them; empty where no end is in sight. */
    public Optional<LocalDate> until() {
        return last.map(day -> day.plusDays(1));
    }
}
