package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jiayi.app.kernel.period.Term;

/** How many contracts a team holds on each day. */
public final class Occupancy {

    private static final Term ALWAYS = new Term(LocalDate.MIN, LocalDate.MAX);

    private final Map<Term, Long> contracts = new HashMap<>();

    /** So many contracts, of which no more is known than that no day can hold more. */
    static Occupancy atMost(long contracts) {
        Occupancy occupancy = new Occupancy();
        occupancy.add(ALWAYS, contracts);
        return occupancy;
    }

    /** Adds contracts of the same term. */
    public void add(Term term, long count) {
        contracts.merge(term, count, Long::sum);
    }

    /** Whether one more contract of {@code term} stays within {@code capacity} on every day. */
    public boolean hasRoom(Term term, long capacity) {
        return total() < capacity || peak(term) < capacity;
    }

    /** All contracts of the team, whatever their days: no day holds more, so this is the quick answer. */
    private long total() {
        return contracts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The greatest number held on any one day of {@code term}. */
    long peak(Term term) {
        TreeMap<LocalDate, Long> changes = new TreeMap<>();
        contracts.forEach((held, count) -> {
            if (held.overlaps(term)) {
                changes.merge(later(held.from(), term.from()), count, Long::sum);
                changes.merge(held.until(), -count, Long::sum);
            }
        });
        long today = 0;
        long peak = 0;
        for (Map.Entry<LocalDate, Long> change : changes.headMap(term.until()).entrySet()) {
            today += change.getValue();
            peak = Math.max(peak, today);
        }
        return peak;
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }
}
