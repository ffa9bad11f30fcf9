package org.jiayi.app.payment;

import java.time.Instant;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Proposals to close refunds as paid by the bank, as they are kept. */
public interface RefundExitStore {

    /** Keeps a proposal. */
    Mono<Void> add(String area, UUID refundId, PaymentRefund.Exit exit, Instant at);

    /** The proposal of that id for that refund; empty for none. */
    Mono<PaymentRefund.Exit> find(String area, UUID refundId, UUID exitId);

    /**
     * Ends a proposal, once; refused with {@code second_person_needed} where who proposed it confirms, and with {@code
     * refund_exit_resolved} where it has ended.
     */
    Mono<Void> resolve(String area, PaymentRefund.Exit exit, String outcome, String resolvedBy, Instant at);

    /** Whether a provider told something of a refund with that number that does not fit. */
    Mono<Boolean> isMisfit(String area, String refundNumber);
}
