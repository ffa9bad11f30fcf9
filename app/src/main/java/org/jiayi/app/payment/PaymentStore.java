package org.jiayi.app.payment;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.kernel.money.Money;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Orders and receipts, as they are kept. */
public interface PaymentStore {

    /** Those contracts, and all to which their fee moved or from which it came: what is paid for one is paid for all of them. */
    Flux<UUID> chain(String area, List<UUID> contractIds);

    /** How many orders of that payer are open for the contract or one that its fee moved to or came from. */
    Mono<Long> pending(String area, UUID contractId, SharePayer payer);

    /** What each payer owes for a contract and those its fee moved to or came from, and has paid; only payers that have ever had a line or a payment. */
    Flux<Charge> charges(String area, UUID contractId);

    /** Those of the contracts for which nothing is due from that payer, theirs and those of their chains taken together. */
    Flux<UUID> settledAmong(String area, Collection<UUID> contractIds, SharePayer payer);

    /** Adds a pending order; refused with {@code payment_open} where one is open for the contract and payer. */
    Mono<Void> add(Payment payment, String openedBy, Instant nextAskAt);

    /** Empty where there is none of that id. */
    Mono<Payment> find(String area, UUID paymentId);

    /** The contract's payments, the oldest first. */
    Flux<Payment> ofContract(String area, UUID contractId);

    /** Keeps what the provider gave for an order that is pending. */
    Mono<Void> keepPrepay(String area, UUID paymentId, String prepay);

    /** Marks a pending order; false where it is not pending any more. */
    Mono<Boolean> end(String area, UUID paymentId, Payment.Status status, Instant at);

    /**
     * Marks an order failed and keeps who says so; false where it is not pending any more, can still be paid, or its provider told nothing of
     * it that does not fit.
     */
    Mono<Boolean> close(ClosePayment.Command command, String closedBy, Instant at);

    /** Keeps the money that came for an order, and marks it confirmed; once per order and per provider's serial. */
    Mono<Void> confirm(Payment payment, Incoming incoming);

    /** The order for which the provider has a receipt with that serial. */
    Mono<UUID> findBySerial(String area, String provider, String serial);

    /** Claims some pending orders that the provider is to be asked about, whichever area's, for a minute. */
    Flux<Payment> claimToAsk(UUID worker, Instant now, int limit);

    /** Gives a claimed order up until then. */
    Mono<Void> askAgain(String area, UUID paymentId, UUID worker, Instant nextAskAt);

    /**
     * Money that came.
     *
     * @param late whether the order was not pending any more
     */
    record Incoming(
            String serial,
            Money amount,
            boolean late,
            Instant paidAt,
            UUID entryId,
            String recordedBy,
            Instant recordedAt) {}

    /** The payments for those contracts and their chains of which money came, the newest first within chain and payer. */
    Mono<List<Overpaid.Held>> held(String area, List<UUID> contractIds);
}
