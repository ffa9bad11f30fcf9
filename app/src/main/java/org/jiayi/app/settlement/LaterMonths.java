package org.jiayi.app.settlement;

import java.util.List;
import java.util.UUID;
import org.jiayi.app.capitation.CapitationMonths;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The capitation months of a year after the last one that its year end settles: what of them is open is given up. */
@Component
public class LaterMonths {

    private final BatchStore store;
    private final CapitationMonths capitation;

    LaterMonths(BatchStore store, CapitationMonths capitation) {
        this.store = store;
        this.capitation = capitation;
    }

    /**
     * Discards the open batches of the months of the year after {@code through}, and what was counted for them, with all that was
     * computed after them. Refused with {@code year_goes_on} where one of these is reviewed or further. Must be called inside a
     * step of a batch of the fund, which keeps all of them from being moved.
     */
    public Mono<Void> giveUp(String area, InsuranceScheme scheme, Month through) {
        Month first = through.next();
        return store.from(BatchKind.CAPITATION_MONTH, area, scheme.code(), first)
                .collectList()
                .flatMap(later -> {
                    if (later.stream().noneMatch(batch -> batch.month().year() == through.year())) {
                        return Mono.empty();
                    }
                    if (later.stream().anyMatch(batch -> batch.status() != Batch.Status.COMPUTED)) {
                        return Mono.error(new Refused(RefusalCode.YEAR_GOES_ON));
                    }
                    List<UUID> open = later.stream().map(Batch::batchId).toList();
                    return store.discard(area, open).then(Mono.defer(() -> capitation.forgetFrom(area, scheme, first)));
                });
    }
}
