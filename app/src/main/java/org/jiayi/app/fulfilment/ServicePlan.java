package org.jiayi.app.fulfilment;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiayi.app.kernel.period.Proration;
import org.jiayi.app.kernel.period.Term;

/**
 * What a contract owes the resident and when (服务计划). It is derived, never stored: the same policy, contract and groups
 * always give the same plan.
 */
public record ServicePlan(List<Planned> items) {

    private static final int MONTHS_OF_YEAR = 12;

    public ServicePlan {
        items = List.copyOf(items);
    }

    /**
     * One item and the windows in which it is to be delivered.
     *
     * @param windows one for each time it is owed, one after the other; those of the agreed term that the contract reaches
     * @param passed how many windows of the agreed term had ended before the contract began: it owes them no more
     */
    public record Planned(ServiceItem item, List<Term> windows, int passed) {

        public Planned {
            windows = List.copyOf(windows);
        }
    }

    /** The plan of a contract under a catalogue. */
    public static ServicePlan of(ServiceCatalogue catalogue, PlannedContract contract) {
        return new ServicePlan(catalogue.itemsFor(contract.servicePackage(), contract.populationGroups()).stream()
                .map(item -> planned(item, contract))
                .toList());
    }

    private static Planned planned(ServiceItem item, PlannedContract contract) {
        List<Term> agreed = windows(contract.agreedTerm(), dueCount(item, contract.agreedTerm()));
        List<Term> reached = agreed.stream()
                .filter(window -> window.until().isAfter(contract.term().from()))
                .toList();
        return new Planned(item, reached, agreed.size() - reached.size());
    }

    /**
     * How often an item is owed in a term: times a year × months begun ÷ 12, HALF_UP to whole times. A year owes the whole
     * count, three years three times it; half a year of an item owed once a year owes one, five months none.
     */
    static int dueCount(ServiceItem item, Term term) {
        long months = Proration.wholeMonths(term, term.from().minusDays(1)).whole();
        return Math.toIntExact((2 * item.timesPerYear() * months + MONTHS_OF_YEAR) / (2 * MONTHS_OF_YEAR));
    }

    /**
     * The term cut into that many windows; where days do not divide, the earlier cut falls on the earlier day. An item owed
     * more often than the term has days shares a day's window.
     */
    static List<Term> windows(Term term, int count) {
        List<Term> windows = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            LocalDate from = term.from().plusDays(term.days() * index / count);
            LocalDate until = term.from().plusDays(term.days() * (index + 1) / count);
            windows.add(new Term(from, until.isAfter(from) ? until : from.plusDays(1)));
        }
        return windows;
    }

    /** The item of that code; empty where the plan has none. */
    public Optional<Planned> find(String code) {
        return items.stream()
                .filter(planned -> planned.item().code().equals(code))
                .findFirst();
    }
}
