package org.jiayi.app.payment;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Remittances, as they are kept. */
public interface RemittanceStore {

    /** Adds one; refused with {@code bank_reference_recorded} where its reference stands. */
    Mono<Void> add(Remittance remittance, Instant at);

    /** Empty where there is none of that id. */
    Mono<Remittance> find(String area, UUID remittanceId);

    /** A page of the area's, the newest first. */
    Flux<Remittance> list(String area, Optional<UUID> after, int limit);

    /** Marks it as taken back and keeps who says so. */
    Mono<Void> addReversal(Remittance remittance, Remittance.Reversal reversal, UUID entryId, Instant at);
}
