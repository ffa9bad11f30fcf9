package org.jiayi.app.settlement;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes institutions' objections to lines of a reviewed batch, and the bureau's answers. */
@Component
public class LineObjections {

    private final Batches batches;
    private final LineObjectionStore store;
    private final Acts acts;
    private final CommandKeys keys;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    LineObjections(
            Batches batches,
            LineObjectionStore store,
            Acts acts,
            CommandKeys keys,
            ShieldedTransactions transactions,
            Clock clock) {
        this.batches = batches;
        this.store = store;
        this.acts = acts;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Objects to a line in the caller's reach; refused where institutions may not speak today. */
    public Mono<CommandKeys.Answer> object(
            String area, UUID batchId, String payee, String reason, String key, Caller caller) {
        UUID objectionId = UuidCreator.getTimeOrderedEpoch();
        return transactions.run(() -> keys.once(
                area,
                caller,
                key,
                "object " + batchId + " " + payee + " " + reason,
                () -> batches.lock(area, batchId)
                        .map(batches::requireSpeaking)
                        .flatMap(batch -> batches.line(batch, payee, caller.scope())
                                .flatMap(line -> store.add(batch, objectionId, line, reason, caller, clock.instant()))
                                .then(Mono.defer(
                                        () -> acts.add(batch, Acts.Kind.OBJECTED, Optional.of(payee), reason, caller))))
                        .thenReturn(objectionId.toString())));
    }

    /**
     * Answers an objection, once. After an accepted one the batch is returned and computed again before it can be confirmed.
     */
    public Mono<LineObjection> answer(String area, UUID objectionId, boolean accepted, String text, Caller caller) {
        return transactions.run(() -> get(area, objectionId)
                .flatMap(seen -> batches.lock(area, seen.batchId()))
                .flatMap(batch -> get(area, objectionId)
                        .flatMap(objection -> objection.isAnswered()
                                ? Mono.<LineObjection>error(new Refused(RefusalCode.OBJECTION_ANSWERED))
                                : Mono.just(objection))
                        .flatMap(objection -> store.answer(
                                        area,
                                        objectionId,
                                        new LineObjection.Answer(accepted, text, caller.subject()),
                                        clock.instant())
                                .then(Mono.defer(() -> acts.add(
                                        batch,
                                        Acts.Kind.ANSWERED,
                                        Optional.of(objection.payee()),
                                        (accepted ? "采纳：" : "不采纳：") + text,
                                        caller)))))
                .then(Mono.defer(() -> get(area, objectionId))));
    }

    /** The batch's objections within the caller's reach, the first first. */
    public Flux<LineObjection> list(Batch batch, Scope scope) {
        return store.list(batch)
                .filter(objection -> scope.reachesInstitution(batch.area(), objection.institutionCode()));
    }

    /** The objection of that id; refused where there is none. */
    public Mono<LineObjection> get(String area, UUID objectionId) {
        return store.find(area, objectionId).switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }
}
