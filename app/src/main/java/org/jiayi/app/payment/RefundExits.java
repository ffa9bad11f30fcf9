package org.jiayi.app.payment;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * 退款了结: closes a refund as paid by the bank that its provider may have in hand and will never tell of as it should: what it tells does
 * not fit, or it is configured no more. One person proposes with a reason and evidence, another confirms.
 */
@Component
public class RefundExits {

    private final ShieldedTransactions transactions;
    private final CommandKeys keys;
    private final ContractPayments contracts;
    private final PaymentProviders providers;
    private final RefundStore refunds;
    private final RefundExitStore exits;
    private final RefundByBank refundByBank;
    private final Clock clock;

    RefundExits(
            ShieldedTransactions transactions,
            CommandKeys keys,
            ContractPayments contracts,
            PaymentProviders providers,
            RefundStore refunds,
            RefundExitStore exits,
            RefundByBank refundByBank,
            Clock clock) {
        this.transactions = transactions;
        this.keys = keys;
        this.contracts = contracts;
        this.providers = providers;
        this.refunds = refunds;
        this.exits = exits;
        this.refundByBank = refundByBank;
        this.clock = clock;
    }

    /** Which refund of which payment. */
    public record Which(String area, UUID paymentId, UUID refundId) {}

    /**
     * Keeps a proposal; nothing is booked. The answer's id is the proposal's. Refused where the refund can go back in another way, or has.
     *
     * @param told what the bank's paper says
     * @param evidence what shows that the provider will never give it back
     */
    public Mono<CommandKeys.Answer> propose(RefundByBank.Command told, String evidence, String key, Caller caller) {
        var exit = new PaymentRefund.Exit(
                UuidCreator.getTimeOrderedEpoch(),
                told.bankReference(),
                told.valueOn(),
                told.note(),
                evidence,
                caller.subject(),
                Optional.empty(),
                Optional.empty());
        var which = new Which(told.area(), told.paymentId(), told.refundId());
        return transactions.run(() -> keys.once(
                told.area(),
                caller,
                key,
                "refund exit " + told + evidence,
                () -> stuck(which, caller)
                        .then(Mono.defer(() -> exits.add(told.area(), told.refundId(), exit, clock.instant())))
                        .thenReturn(exit.exitId().toString())));
    }

    private Mono<RefundStore.Pending> stuck(Which which, Caller caller) {
        return locked(which, caller).flatMap(refund -> {
            if (refund.serial().isPresent()) {
                return Mono.error(new Refused(RefusalCode.REFUND_CONFIRMED));
            }
            boolean gone = providers.get(refund.provider()).fold(refusal -> true, provider -> false);
            return isNeverAnswered(which, refund)
                    .flatMap(never -> refund.mayBeInHand() && (gone || never)
                            ? Mono.just(refund)
                            : Mono.error(new Refused(RefusalCode.REFUND_NOT_STUCK)));
        });
    }

    /** Whether an answer came that never fits, or the bank's word was taken back, after which the provider is not asked again. */
    private Mono<Boolean> isNeverAnswered(Which which, RefundStore.Pending refund) {
        return exits.isMisfit(which.area(), refund.refundNumber())
                .zipWith(refunds.takenBack(which.area(), which.refundId()))
                .map(told -> told.getT1() || told.getT2() > 0);
    }

    private Mono<RefundStore.Pending> locked(Which which, Caller caller) {
        return contracts
                .payment(caller, which.area(), which.paymentId())
                .flatMap(payment -> contracts.lock(which.area(), List.of(payment.contractId())))
                .then(Mono.defer(() -> refunds.find(which.area(), which.refundId())))
                .filter(refund -> refund.paymentId().equals(which.paymentId()))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    private Mono<PaymentRefund.Exit> exit(Which which, UUID exitId) {
        return exits.find(which.area(), which.refundId(), exitId)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** Closes the refund as the proposal says; the answer's id is the payment's. Refused for who proposed it, and where it has ended. */
    public Mono<CommandKeys.Answer> confirm(Which which, UUID exitId, String key, Caller caller) {
        return transactions.run(() -> keys.once(
                which.area(),
                caller,
                key,
                "refund exit confirmed " + exitId,
                () -> stuck(which, caller)
                        .then(Mono.defer(() -> exit(which, exitId)))
                        .flatMap(exit -> exits.resolve(
                                        which.area(), exit, "confirmed", caller.subject(), clock.instant())
                                .then(Mono.defer(() -> refundByBank.confirmInHand(
                                        new RefundByBank.Command(
                                                which.area(),
                                                which.paymentId(),
                                                which.refundId(),
                                                exit.bankReference(),
                                                exit.valueOn(),
                                                exit.note()),
                                        caller))))));
    }

    /** Ends a proposal that was a mistake; nothing is booked. Refused where it has ended. */
    public Mono<Void> makeVoid(Which which, UUID exitId, Caller caller) {
        return transactions.run(() -> locked(which, caller)
                .then(Mono.defer(() -> exit(which, exitId)))
                .flatMap(exit -> exits.resolve(which.area(), exit, "void", caller.subject(), clock.instant())));
    }
}
