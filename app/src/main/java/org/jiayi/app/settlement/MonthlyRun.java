package org.jiayi.app.settlement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;

/**
 * 月度测算: the months of some schemes, asked for at once and computed in the background, as known at the end of a day.
 *
 * @param units a scheme's month each, by scheme and month
 * @param cancelledBy who first took back what nobody had begun
 */
public record MonthlyRun(
        String area,
        UUID runId,
        Month from,
        Month through,
        LocalDate knownOn,
        String startedBy,
        Instant startedAt,
        List<Unit> units,
        Optional<String> cancelledBy,
        Optional<Instant> cancelledAt) {

    public MonthlyRun {
        units = List.copyOf(units);
    }

    /**
     * One month of one scheme.
     *
     * @param refusal the code that says why, of a refused one
     */
    public record Unit(
            InsuranceScheme scheme, Month month, State state, Optional<String> refusal, Optional<Instant> endedAt) {}

    /** What became of a unit. */
    public enum State {
        WAITING,
        /** There is a batch that says what is known. */
        COMPUTED,
        /** Its batch is reviewed or further, and stays as it is. */
        STANDING,
        REFUSED,
        CANCELLED
    }

    /** Whether nothing waits any more. */
    public boolean isOver() {
        return done() == units.size();
    }

    /** How many units nobody has to do any more. */
    public long done() {
        return units.stream().filter(unit -> unit.state() != State.WAITING).count();
    }
}
