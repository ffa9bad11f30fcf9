package org.jiayi.app.settlement;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Asks for months to be computed, and says how far that is. */
@Component
public class MonthlyRuns {

    /** A year and the one before it. */
    private static final int MONTHS_MAX = 24;

    private final MonthlyRunStore store;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    MonthlyRuns(MonthlyRunStore store, ShieldedTransactions transactions, Clock clock) {
        this.store = store;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Which months of which schemes, as known at the end of a day. */
    public record Order(String area, Set<InsuranceScheme> schemes, Month from, Month through, LocalDate knownOn) {

        public Order {
            schemes = Set.copyOf(schemes);
        }

        Optional<Refusal> refusal(LocalDate today) {
            if (schemes.isEmpty()) {
                return Optional.of(Refusal.of(RefusalCode.INVALID_VALUE, "/schemes"));
            }
            if (knownOn.isAfter(today)) {
                return Optional.of(Refusal.of(RefusalCode.IN_THE_FUTURE, "/knownOn"));
            }
            return through.compareTo(from) < 0 || months().count() > MONTHS_MAX
                    ? Optional.of(Refusal.of(RefusalCode.INVALID_VALUE, "/throughMonth"))
                    : Optional.empty();
        }

        Stream<Month> months() {
            return Stream.iterate(from, month -> month.compareTo(through) <= 0, Month::next)
                    .limit(MONTHS_MAX + 1L);
        }
    }

    /** Starts a run; refused where another still works on one of its months, and of a day that is still to come. */
    public Mono<MonthlyRun> start(Order order, Caller caller) {
        Optional<Refusal> refusal = order.refusal(LocalDate.now(clock));
        if (refusal.isPresent()) {
            return Mono.error(new Refused(refusal.get()));
        }
        List<MonthlyRun.Unit> units = order.schemes().stream()
                .sorted()
                .flatMap(scheme -> order.months()
                        .map(month -> new MonthlyRun.Unit(
                                scheme, month, MonthlyRun.State.WAITING, Optional.empty(), Optional.empty())))
                .toList();
        MonthlyRun run = new MonthlyRun(
                order.area(),
                UuidCreator.getTimeOrderedEpoch(),
                order.from(),
                order.through(),
                order.knownOn(),
                caller.subject(),
                clock.instant(),
                units,
                Optional.empty(),
                Optional.empty());
        return transactions.run(() -> store.add(run)).thenReturn(run);
    }

    /** The run of that id; refused where there is none. */
    public Mono<MonthlyRun> get(String area, UUID runId) {
        return store.find(area, runId).switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** The area's last runs, the last first. */
    public Flux<MonthlyRun> list(String area) {
        return store.list(area);
    }

    /** Takes back what nobody has begun; a month that is being computed is finished. */
    Mono<Void> cancel(String area, UUID runId, Caller caller) {
        return transactions.run(() -> store.cancel(area, runId, caller.subject(), clock.instant()));
    }
}
