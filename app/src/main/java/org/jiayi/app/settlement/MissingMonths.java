package org.jiayi.app.settlement;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jiayi.app.capitation.CapitationMonths;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Capitation months that are due and have no batch. */
@Component
public class MissingMonths {

    private final BatchStore store;
    private final CapitationMonths capitation;
    private final Clock clock;

    MissingMonths(BatchStore store, CapitationMonths capitation, Clock clock) {
        this.store = store;
        this.capitation = capitation;
        this.clock = clock;
    }

    /**
     * A month of a scheme.
     *
     * @param dueOn by which day its policy wants it computed
     */
    public record SchemeMonth(InsuranceScheme scheme, Month month, LocalDate dueOn) {}

    /**
     * The months of this year and the one before that are over and due by the policy in force, and have no batch. A year that its
     * year end has settled, through whichever month, misses none.
     */
    public Flux<SchemeMonth> of(String area) {
        LocalDate today = LocalDate.now(clock);
        Month now = Month.containing(today);
        return store.list(area)
                .flatMapIterable(MissingMonths::settledBy)
                .collect(Collectors.toSet())
                .flatMapMany(settled -> Flux.fromArray(InsuranceScheme.values())
                        .concatMap(scheme -> Flux.fromStream(months(Month.of(now.year() - 1, 1), now))
                                .filter(month -> !settled.contains(scheme.code() + month)
                                        && !settled.contains(scheme.code() + month.year()))
                                .concatMap(month -> due(area, scheme, month, today))));
    }

    /** What nobody misses any more for that batch: its month, or its whole year. */
    private static List<String> settledBy(Batch batch) {
        if (batch.isCapitationMonth()) {
            return List.of(batch.fund() + batch.month());
        }
        boolean isDecided =
                batch.status() == Batch.Status.CONFIRMED || batch.approvedBy().isPresent();
        return batch.kind().equals(BatchKind.YEAR_END) && isDecided
                ? List.of(batch.fund() + batch.month().year())
                : List.of();
    }

    private Mono<SchemeMonth> due(String area, InsuranceScheme scheme, Month month, LocalDate today) {
        return capitation
                .findDueOn(area, scheme, month)
                .filter(dueOn -> !dueOn.isAfter(today))
                .map(dueOn -> new SchemeMonth(scheme, month, dueOn));
    }

    private static Stream<Month> months(Month from, Month until) {
        return Stream.iterate(from, month -> month.compareTo(until) < 0, Month::next);
    }
}
