package org.jiayi.app.settlement;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Scope;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What was done to a batch and said of it, for those who may see it. */
@Component
public class BatchHistory {

    private final Batches batches;
    private final Acts acts;
    private final ShieldedTransactions transactions;

    BatchHistory(Batches batches, Acts acts, ShieldedTransactions transactions) {
        this.batches = batches;
        this.acts = acts;
        this.transactions = transactions;
    }

    /**
     * One act.
     *
     * @param payee the line it is about; empty for the whole batch
     * @param institutionCode of that line; empty too where the batch has it no more
     * @param digestSm3 of the batch as it was then
     */
    public record Act(
            String act,
            Optional<String> payee,
            Optional<String> institutionCode,
            String note,
            String digestSm3,
            String doneBy,
            Instant doneAt) {

        private boolean isSeenBy(Scope scope, String area) {
            return payee.isEmpty()
                    || institutionCode
                            .map(code -> scope.reachesInstitution(area, code))
                            .orElseGet(() -> scope.institution().isEmpty());
        }
    }

    /** The acts within the caller's reach, the first first: an institution sees those of the batch and of its own lines. */
    public Flux<Act> of(Batch batch, Scope scope) {
        return acts.list(batch).filter(act -> act.isSeenBy(scope, batch.area()));
    }

    /** Says something of the batch, or of a line in the caller's reach. */
    public Mono<Void> comment(String area, UUID batchId, Optional<String> payee, String text, Caller caller) {
        return transactions.run(() -> batches.get(area, batchId, caller.scope())
                .flatMap(batch -> Mono.justOrEmpty(payee)
                        .flatMap(line -> batches.line(batch, line, caller.scope()))
                        .then(Mono.defer(() -> acts.add(batch, Acts.Kind.COMMENTED, payee, text, caller)))));
    }
}
