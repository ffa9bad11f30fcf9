package org.jiayi.app.payment;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * 关闭支付单: the bureau gives an order up of which its provider tells what does not fit, so that another can be opened. It would be asked
 * about for ever.
 */
@Component
public class ClosePayment {

    private final ShieldedTransactions transactions;
    private final CommandKeys keys;
    private final ContractPayments contracts;
    private final PaymentStore payments;
    private final PaymentEvents events;
    private final Clock clock;

    ClosePayment(
            ShieldedTransactions transactions,
            CommandKeys keys,
            ContractPayments contracts,
            PaymentStore payments,
            PaymentEvents events,
            Clock clock) {
        this.transactions = transactions;
        this.keys = keys;
        this.contracts = contracts;
        this.payments = payments;
        this.events = events;
        this.clock = clock;
    }

    /** What is given up, and why. */
    public record Command(String area, UUID paymentId, String note) {}

    /**
     * Ends the order as failed; the answer's id is the payment's. Money that fits after all is booked as late. Refused for a payment out
     * of reach, and where the order is over, can still be paid, or nothing that its provider told of it stands among the anomalies.
     */
    public Mono<CommandKeys.Answer> close(Command command, String key, Caller caller) {
        return transactions.run(
                () -> keys.once(command.area(), caller, key, "closing " + command, () -> closeNow(command, caller)));
    }

    private Mono<String> closeNow(Command command, Caller caller) {
        return contracts
                .payment(caller, command.area(), command.paymentId())
                .flatMap(payment -> contracts
                        .lock(command.area(), List.of(payment.contractId()))
                        .then(Mono.defer(() -> payments.close(command, caller.subject(), clock.instant())))
                        .flatMap(closed -> closed
                                ? events.tell("payment.failed", payment)
                                : Mono.<Void>error(new Refused(RefusalCode.PAYMENT_NOT_STUCK))))
                .thenReturn(command.paymentId().toString());
    }
}
