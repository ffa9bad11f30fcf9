package org.jiayi.app.payment;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** 冲正: an institution or the bureau gives a payment back that was taken by mistake. What it paid is owed again. */
@Component
public class ReversePayment {

    private final ShieldedTransactions transactions;
    private final CommandKeys keys;
    private final ContractPayments contracts;
    private final PaymentStore payments;
    private final GiveBack giveBack;

    ReversePayment(
            ShieldedTransactions transactions,
            CommandKeys keys,
            ContractPayments contracts,
            PaymentStore payments,
            GiveBack giveBack) {
        this.transactions = transactions;
        this.keys = keys;
        this.contracts = contracts;
        this.payments = payments;
        this.giveBack = giveBack;
    }

    /**
     * What is asked for.
     *
     * @param seen the ETag of what was looked at
     * @param amount all that is left of the payment where empty
     */
    public record Command(
            String area, UUID paymentId, String seen, Optional<Money> amount, PaymentRefund.Reason reason) {}

    /**
     * Decides the refund; the answer's id is the payment's. Refused for a payment out of reach, one that has changed since it was looked
     * at, one of which no money came, and above what is left of it.
     */
    public Mono<CommandKeys.Answer> reverse(Command command, String key, Caller caller) {
        return transactions.run(
                () -> keys.once(command.area(), caller, key, "reversal " + command, () -> reverseNow(command, caller)));
    }

    private Mono<String> reverseNow(Command command, Caller caller) {
        return contracts
                .payment(caller, command.area(), command.paymentId())
                .flatMap(payment -> contracts.lock(command.area(), List.of(payment.contractId())))
                .then(Mono.defer(() -> payments.find(command.area(), command.paymentId())))
                .filter(payment -> payment.etag().equals(command.seen()))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.PRECONDITION_FAILED)))
                .flatMap(payment -> {
                    Money back = Refused.orThrow(payment.reversible(command.amount()));
                    return giveBack.decide(
                            command.area(),
                            List.of(new Overpaid.Back(held(payment), back)),
                            command.reason(),
                            caller.subject());
                })
                .thenReturn(command.paymentId().toString());
    }

    private static Overpaid.Held held(Payment payment) {
        return new Overpaid.Held(
                payment.paymentId(),
                payment.contractId(),
                payment.contractId(),
                payment.payer(),
                payment.provider(),
                payment.amount(),
                Money.ZERO,
                payment.refunds().size(),
                payment.givenBack());
    }
}
