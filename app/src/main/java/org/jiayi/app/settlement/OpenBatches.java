package org.jiayi.app.settlement;

import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
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

    /** Keeps them from being moved; refused where one of that kind and of those months is reviewed or further. */
    public Mono<Void> hold(String kind, String area, String fund, Month first, Month last) {
        return lock(area, fund)
                .thenMany(Flux.defer(() -> store.from(kind, area, fund, first)))
                .filter(batch -> batch.month().compareTo(last) <= 0 && batch.status() != Batch.Status.COMPUTED)
                .count()
                .flatMap(moved -> moved == 0 ? Mono.empty() : Mono.error(new Refused(RefusalCode.BATCH_CLOSED)));
    }
}
