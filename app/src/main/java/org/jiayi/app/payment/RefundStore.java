package org.jiayi.app.payment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.money.Money;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Refunds, as they are kept. */
public interface RefundStore {

    /**
     * A refund that is decided.
     *
     * @param back of which payment, and how much
     */
    record Decided(UUID refundId, Overpaid.Back back, PaymentRefund.Reason reason) {}

    /** Adds refunds in one statement; refused with {@code refund_above_paid} where more would go back than was paid. */
    Mono<Void> add(String area, List<Decided> refunds, String decidedBy, Instant at);

    /**
     * A refund with what the provider has to know of it.
     *
     * @param decidedAt when it was decided, before which no money goes back
     * @param sent whether the provider has taken it up and has told of no problem since
     * @param refused whether the provider's last word was no
     * @param serial the provider's number, or the bank's, once the money has gone back
     */
    record Pending(
            String area,
            UUID refundId,
            UUID paymentId,
            UUID contractId,
            SharePayer payer,
            String provider,
            String refundNumber,
            String orderNumber,
            Money amount,
            Money paid,
            Instant decidedAt,
            boolean sent,
            boolean refused,
            Optional<String> serial,
            int attempts,
            String institutionCode,
            String teamNumber) {

        /** Whether the provider may have it in hand: it was asked, and its last word is no refusal. */
        boolean mayBeInHand() {
            return sent || (attempts > 0 && !refused);
        }
    }

    /** Empty where there is none of that id. */
    Mono<Pending> find(String area, UUID refundId);

    /**
     * Claims some open refunds whose time has come, whichever area's, for a minute. A worker that died with one may have asked: that counts
     * as asked in vain, and as no refusal.
     */
    Flux<Pending> claim(UUID worker, Instant now, int limit);

    /** The provider has taken it up: from now on it is asked how it stands. */
    Mono<Void> sent(Pending refund, UUID worker, Instant at, Instant nextAttemptAt);

    /**
     * The provider could not, or was away.
     *
     * @param refused whether it has nothing of the refund in hand: it said no itself, or is gone and had nothing of it
     */
    Mono<Void> failed(Pending refund, UUID worker, String problem, boolean refused, Instant nextAttemptAt);

    /** Confirms; false where it was confirmed before. */
    Mono<Boolean> confirm(String area, UUID refundId, String serial, Instant refundedAt, Instant at);

    /** What the bank's paper says, and who says so when, under which entry of the ledger. */
    record BankRefund(RefundByBank.Command said, UUID entryId, Instant refundedAt, String recordedBy, Instant at) {}

    /**
     * Confirms what the bank has given back and keeps who says so; false where the provider's last word is no refusal or somebody
     * is asking it.
     *
     * @param evenInHand whatever the provider's last word is
     */
    Mono<Boolean> confirmByBank(BankRefund refund, boolean evenInHand);

    /** How often what the bank was said to have given back was taken back. */
    Mono<Long> takenBack(String area, UUID refundId);

    /** What the bank was said to have given back, by whom and under which entry; empty for nothing, and for what was taken back. */
    record Standing(int ordinal, Optional<UUID> entryId, String recordedBy) {}

    Mono<Standing> standingByBank(String area, UUID refundId);

    /** Why something is taken back, by whom and when, under which entry of the ledger. */
    record TakenBack(String note, UUID entryId, String recordedBy, Instant at) {}

    /**
     * Takes back what the bank was said to have given back: the refund is open, and no provider is asked any more, since the bank may have
     * paid it after all. Refused with {@code second_person_needed} for who had recorded it.
     */
    Mono<Void> takeBack(String area, UUID refundId, Standing standing, TakenBack takenBack);
}
