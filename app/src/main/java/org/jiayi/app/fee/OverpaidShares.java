package org.jiayi.app.fee;

import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * What fees ask of whoever takes payments: a payer may have paid more than the lines of a contract leave them to bear (contract
 * ended, waiver granted later).
 */
public interface OverpaidShares {

    /**
     * Decides that what was paid above the lines goes back to who paid it; must be called inside the shielded transaction that
     * wrote the lines, after them. Contracts of which nothing was overpaid are left as they are.
     */
    Mono<Void> giveBack(String area, List<UUID> contractIds, String recordedBy);
}
