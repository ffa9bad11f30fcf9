package org.jiayi.app.settlement;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.ledger.Ledger;
import org.jiayi.app.ledger.Mirrors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** 退票: takes back what the bank said was paid of an order, since the money came back or was told by mistake. */
@Component
public class PaymentReversals {

    static final String REASON = "batch_payment_reversal";

    private final Batches batches;
    private final BatchStore store;
    private final PaymentOrders orders;
    private final PaymentOrderStore payments;
    private final Acts acts;
    private final Mirrors mirrors;
    private final Ledger ledger;
    private final CommandKeys keys;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    PaymentReversals(
            Batches batches,
            BatchStore store,
            PaymentOrders orders,
            PaymentOrderStore payments,
            Acts acts,
            Mirrors mirrors,
            Ledger ledger,
            CommandKeys keys,
            ShieldedTransactions transactions,
            Clock clock) {
        this.batches = batches;
        this.store = store;
        this.orders = orders;
        this.payments = payments;
        this.acts = acts;
        this.mirrors = mirrors;
        this.ledger = ledger;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Takes a payment back; its mirror is booked today, and a batch that was paid is to be paid again. Refused where it is taken back
     * already, and of a closed batch.
     */
    public Mono<CommandKeys.Answer> reverse(
            String area, UUID orderId, UUID paymentId, String note, String key, Caller caller) {
        return transactions.run(() -> keys.once(
                area,
                caller,
                key,
                "payment reversal " + orderId + " " + paymentId + " " + note,
                () -> orders.get(area, orderId)
                        .flatMap(seen -> batches.lock(area, seen.batchId()))
                        .flatMap(batch -> reverse(batch, orderId, paymentId, note, caller))
                        .thenReturn(orderId.toString())));
    }

    private Mono<Void> reverse(Batch batch, UUID orderId, UUID paymentId, String note, Caller caller) {
        return batch.status() == Batch.Status.CLOSED
                ? Mono.error(new Refused(RefusalCode.BATCH_NOT_READY))
                : orders.get(batch.area(), orderId).flatMap(order -> {
                    var payment = Refused.orThrow(order.reversible(paymentId));
                    return mirror(order, payment, note, caller)
                            .then(Mono.defer(() -> tell(batch, order, payment, note, caller)));
                });
    }

    private Mono<Void> mirror(PaymentOrder order, PaymentOrder.Payment payment, String note, Caller caller) {
        UUID entryId = UuidCreator.getTimeOrderedEpoch();
        return payments.addReversal(order.area(), payment.paymentId(), note, entryId, caller, clock.instant())
                .then(Mono.defer(() -> mirrors.post(
                        order.area(),
                        payment.paymentId(),
                        entryId,
                        reason -> REASON,
                        "batch-payment-reversal",
                        caller.subject())));
    }

    private Mono<Void> tell(Batch batch, PaymentOrder order, PaymentOrder.Payment payment, String note, Caller caller) {
        return acts.add(
                        batch,
                        Acts.Kind.PAYMENT_REVERSED,
                        Optional.of(order.payee()),
                        PaymentOrders.told(payment, note),
                        caller)
                .then(Mono.defer(() -> batch.status() == Batch.Status.PAID ? store.unpaid(batch) : Mono.empty()));
    }
}
