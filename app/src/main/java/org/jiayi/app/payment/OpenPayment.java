package org.jiayi.app.payment;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.contract.ContractView;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Opens a payment: first a row of ours with the number, committed, then the order at the provider under that number. Whoever
 * falls between the two repeats the request with its key, or lets the order time out.
 */
@Component
public class OpenPayment {

    /** How long an order may be paid. */
    static final Duration OPEN_FOR = Duration.ofHours(2);

    /** After how long the provider is asked for the first time, in case its callback got lost. */
    static final Duration ASK_AFTER = Duration.ofMinutes(1);

    /** What the payer reads; it names nobody. */
    private static final String DESCRIPTION = "家庭医生签约服务费";

    private final ShieldedTransactions transactions;
    private final CommandKeys keys;
    private final ContractPayments contracts;
    private final PaymentProviders providers;
    private final PaymentStore payments;
    private final Clock clock;

    OpenPayment(
            ShieldedTransactions transactions,
            CommandKeys keys,
            ContractPayments contracts,
            PaymentProviders providers,
            PaymentStore payments,
            Clock clock) {
        this.transactions = transactions;
        this.keys = keys;
        this.contracts = contracts;
        this.providers = providers;
        this.payments = payments;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param amount what the caller believes to be due
     */
    public record Command(String area, UUID contractId, SharePayer payer, String provider, Optional<Money> amount) {}

    /**
     * Opens; the answer's id is the payment's. Refused for a contract out of reach, where nothing or another amount is due, where an
     * order is open, and where the provider is away: then the same request goes on where this one stopped.
     */
    public Mono<CommandKeys.Answer> open(Command command, String key, Caller caller) {
        return transactions
                .runSmall(() -> keys.once(
                        command.area(),
                        caller,
                        key,
                        "payment " + command,
                        () -> place(command, caller).map(UUID::toString)))
                .flatMap(
                        answer -> prepare(command, UUID.fromString(answer.id())).thenReturn(answer));
    }

    private Mono<UUID> place(Command command, Caller caller) {
        return contracts
                .contract(caller, command.area(), command.contractId())
                .doOnNext(seen -> Refused.orThrow(providers.get(command.provider())))
                .flatMap(contract -> contracts
                        .lock(command.area(), List.of(command.contractId()))
                        .then(Mono.defer(() -> charge(command)))
                        .map(charge -> payment(command, contract, Refused.orThrow(charge.payable(command.amount())))))
                .delayUntil(payment -> requireNoneOpen(command))
                .flatMap(payment -> payments.add(
                                payment, caller.subject(), payment.openedAt().plus(ASK_AFTER))
                        .thenReturn(payment.paymentId()));
    }

    /** The key of the table sees one contract; what is due is due for the whole chain. */
    private Mono<Void> requireNoneOpen(Command command) {
        return payments.pending(command.area(), command.contractId(), command.payer())
                .flatMap(open -> open == 0 ? Mono.empty() : Mono.error(new Refused(RefusalCode.PAYMENT_OPEN)));
    }

    private Mono<Charge> charge(Command command) {
        return payments.charges(command.area(), command.contractId())
                .filter(charge -> charge.payer() == command.payer())
                .singleOrEmpty()
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOTHING_DUE)));
    }

    private Payment payment(Command command, ContractView contract, Money amount) {
        UUID paymentId = UuidCreator.getTimeOrderedEpoch();
        Instant now = clock.instant();
        return new Payment(
                command.area(),
                paymentId,
                command.contractId(),
                command.payer(),
                command.provider(),
                OurNumber.ofOrder(command.area(), paymentId),
                amount,
                contract.institutionCode(),
                contract.teamNumber(),
                Payment.Status.PENDING,
                Optional.empty(),
                now,
                now.plus(OPEN_FOR),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** Outside any transaction. An order that has its prepay, or is not pending any more, needs nothing. */
    private Mono<Void> prepare(Command command, UUID paymentId) {
        return payments.find(command.area(), paymentId)
                .filter(payment -> payment.status() == Payment.Status.PENDING
                        && payment.prepay().isEmpty())
                .flatMap(payment -> Refused.orThrow(providers.get(payment.provider()))
                        .open(new PaymentProvider.Order(
                                payment.orderNumber(), payment.amount(), DESCRIPTION, payment.expiresAt()))
                        .onErrorResume(Refused.class, refused -> refused(payment, refused)))
                .flatMap(prepaid -> payments.keepPrepay(command.area(), paymentId, prepaid.data()));
    }

    /** One that the provider will not have ends here, so that another can be opened. */
    private Mono<PaymentProvider.Prepaid> refused(Payment payment, Refused refused) {
        return refused.refusal().code() == RefusalCode.PROVIDER_REFUSED
                ? payments.end(payment.area(), payment.paymentId(), Payment.Status.FAILED, clock.instant())
                        .then(Mono.error(refused))
                : Mono.error(refused);
    }
}
