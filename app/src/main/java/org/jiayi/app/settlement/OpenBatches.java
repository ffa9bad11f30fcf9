package org.jiayi.app.settlement;

import java.util.Map;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.Month;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What whoever changes what batches are computed from needs: that none that people have looked at rests on it. */
@Component
public class OpenBatches {

    private final BatchStore store;

    OpenBatches(BatchStore store) {
        this.store = store;
    }

    /** Keeps all batches of the fund from being moved until the transaction ends. */
    public Mono<Void> lock(String area, String fund) {
        return store.lock(area, fund);
    }

    /** Keeps them from being moved; refused where one of that kind and of a month of that year is reviewed or further. */
    public Mono<Void> holdYear(String kind, String area, String fund, int year) {
        return hold(kind, area, fund, Month.of(year, 1), Month.of(year, 12));
    }

    /**
     * Discards those of that kind and of the months of that year, which rest on what is given up; refused where one is reviewed or
     * further.
     */
    public Mono<Void> giveUpYear(String kind, String area, String fund, int year) {
        return holdYear(kind, area, fund, year)
                .thenMany(Flux.defer(() -> store.from(kind, area, fund, Month.of(year, 1))))
                .filter(batch -> batch.month().year() == year)
                .map(Batch::batchId)
                .collectList()
                .flatMap(open -> store.discard(area, open));
    }

    /** Keeps them from being moved; refused where one of that kind and of those months is reviewed or further, which is named. */
    public Mono<Void> hold(String kind, String area, String fund, Month first, Month last) {
        return lock(area, fund)
                .thenMany(Flux.defer(() -> store.from(kind, area, fund, first)))
                .filter(batch -> batch.month().compareTo(last) <= 0 && batch.status() != Batch.Status.COMPUTED)
                .flatMap(OpenBatches::closed)
                .then();
    }

    /** Keeps them from being moved; refused where one of that kind is confirmed and waits for its approval, which is named. */
    public Mono<Void> requireNoneConfirmed(String kind, String area, String fund) {
        return lock(area, fund)
                .thenMany(Flux.defer(() -> store.list(area)))
                .filter(batch -> batch.kind().equals(kind)
                        && batch.fund().equals(fund)
                        && batch.status() == Batch.Status.CONFIRMED)
                .flatMap(OpenBatches::closed)
                .then();
    }

    private static Mono<Void> closed(Batch batch) {
        String named =
                PublicId.of(PublicId.Kind.BATCH, batch.area(), batch.batchId()).toString();
        return Mono.error(new Refused(new Refusal(RefusalCode.BATCH_CLOSED, "", Map.of("batch", named))));
    }
}
