package org.jiayi.app.visit;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * 就诊冲销: takes a visit that is wrong out of everything that is told from then on. A month that was deducted, or a year end that was
 * approved, stays as it was; the next month gives back what was taken off.
 */
@Component
public class VisitCancellations {

    private final CancellationStore store;
    private final CommandKeys keys;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    VisitCancellations(CancellationStore store, CommandKeys keys, ShieldedTransactions transactions, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * What is cancelled, and why.
     *
     * @param note empty where nothing is said besides the reason
     */
    public record Command(String area, String serial, CancellationReason reason, String note) {}

    /**
     * Cancels the latest revision of a visit. The answer's id is the revision's number. Refused where no visit has the serial, where it is
     * cancelled already, and where the reason alone says nothing.
     */
    public Mono<CommandKeys.Answer> cancel(Command command, String key, Caller caller) {
        Cancellation why = Refused.orThrow(Cancellation.because(command.reason(), command.note(), "/note"));
        return transactions.run(() -> keys.once(
                command.area(),
                caller,
                key,
                "visit cancellation " + command.serial() + " " + why.digest(),
                () -> cancelNow(command, why, caller)));
    }

    private Mono<String> cancelNow(Command command, Cancellation why, Caller caller) {
        return store.revisions(command.area(), List.of(command.serial()))
                .collectList()
                .map(revisions -> Refused.orThrow(standing(revisions)))
                .flatMap(visit -> store.insert(
                                command.area(),
                                List.of(new CancellationStore.Row(visit, why)),
                                Optional.empty(),
                                caller.subject(),
                                clock.instant())
                        .thenReturn(Integer.toString(visit.revision())));
    }

    private static Decision<VisitRevision> standing(List<VisitRevision> latestFirst) {
        if (latestFirst.isEmpty()) {
            return Decision.refuse(RefusalCode.NOT_FOUND);
        }
        VisitRevision latest = latestFirst.get(0);
        return latest.cancelled().isPresent() ? Decision.refuse(RefusalCode.VISIT_CANCELLED) : Decision.accept(latest);
    }

    /** How a revision was cancelled, by the answer to who cancelled it. */
    public Mono<VisitRevision.Cancelled> get(String area, String serial, CommandKeys.Answer answer) {
        int revision = Integer.parseInt(answer.id());
        return store.revisions(area, List.of(serial)).collectList().map(revisions -> revisions.stream()
                .filter(visit -> visit.revision() == revision)
                .flatMap(visit -> visit.cancelled().stream())
                .findFirst()
                .orElseThrow());
    }
}
