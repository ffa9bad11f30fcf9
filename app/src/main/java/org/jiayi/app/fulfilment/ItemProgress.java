package org.jiayi.app.fulfilment;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jiayi.app.kernel.period.Term;

/**
 * Where one item of a plan stands on a day.
 *
 * @param owed how often the contract owes it; windows that ended before it began are not its own
 * @param delivered how many records count, the day included, and what was delivered ahead under the contracts it goes on
 * @param left how often it may still be used: owed − delivered, never less than none
 * @param next the window to be filled next; empty where nothing is left, or the contract ends before it begins
 * @param overdue whether a window has ended before the day without its service
 * @param rate of what was due
 */
public record ItemProgress(
        ServiceItem item,
        int owed,
        int delivered,
        int left,
        Optional<Term> next,
        boolean overdue,
        FulfilmentRate rate) {

    /**
     * Where a planned item stands.
     *
     * @param records of this item, of the contract and those that it follows
     */
    static ItemProgress of(
            ServicePlan.Planned planned, Collection<ServiceRecord> records, PlannedContract contract, LocalDate on) {
        int owed = planned.windows().size();
        List<LocalDate> days = Counting.of(records, planned.item().minimumSpacingDays()).stream()
                .map(ServiceRecord::day)
                .filter(day -> !day.isBefore(contract.agreedTerm().from()))
                .filter(day -> day.isBefore(contract.term().until()) && !day.isAfter(on))
                .toList();
        int before = (int) days.stream()
                .filter(day -> day.isBefore(contract.term().from()))
                .count();
        int counting = days.size() - Math.min(before, planned.passed());
        int delivered = Math.min(counting, owed);
        int due = (int) planned.windows().stream()
                .filter(window -> !window.lastDay().isAfter(on))
                .filter(window -> !window.lastDay().isAfter(contract.term().lastDay()))
                .count();
        Optional<Term> next = delivered < owed
                ? Optional.of(planned.windows().get(delivered))
                        .filter(window -> !window.from().isAfter(contract.term().lastDay()))
                : Optional.empty();
        boolean overdue = next.filter(window -> window.lastDay().isBefore(on)
                        && !window.lastDay().isAfter(contract.term().lastDay()))
                .isPresent();
        return new ItemProgress(
                planned.item(),
                owed,
                counting,
                owed - delivered,
                next,
                overdue,
                new FulfilmentRate(Math.min(delivered, due), due));
    }
}
