package org.jiayi.app.payment;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.ledger.Account;
import org.jiayi.app.ledger.Balances;
import org.jiayi.app.ledger.Ledger;
import org.jiayi.app.ledger.Transfer;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** 银行退款冲正: takes back a bank refund that was recorded by mistake, such as under a wrong reference or day; by a second person. */
@Component
public class BankRefundReversals {

    /** The reason of its mirror. */
    public static final String REASON = "payment_refunded_reversal";

    private final ShieldedTransactions transactions;
    private final CommandKeys keys;
    private final ContractPayments contracts;
    private final RefundStore refunds;
    private final Balances balances;
    private final Ledger ledger;
    private final Clock clock;

    BankRefundReversals(
            ShieldedTransactions transactions,
            CommandKeys keys,
            ContractPayments contracts,
            RefundStore refunds,
            Balances balances,
            Ledger ledger,
            Clock clock) {
        this.transactions = transactions;
        this.keys = keys;
        this.contracts = contracts;
        this.refunds = refunds;
        this.balances = balances;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** What is taken back, and why. */
    public record Command(String area, UUID paymentId, UUID refundId, String note) {}

    /**
     * Books the mirror today; the refund is open again and waits for the bank's word. The answer's id is the payment's. Refused where no bank
     * refund stands, and for who recorded it.
     */
    public Mono<CommandKeys.Answer> reverse(Command command, String key, Caller caller) {
        return transactions.run(() -> keys.once(
                command.area(), caller, key, "bank refund reversal " + command, () -> reverseNow(command, caller)));
    }

    private Mono<String> reverseNow(Command command, Caller caller) {
        return contracts
                .payment(caller, command.area(), command.paymentId())
                .flatMap(payment -> contracts.lock(command.area(), List.of(payment.contractId())))
                .then(Mono.defer(() -> refunds.find(command.area(), command.refundId())))
                .filter(refund -> refund.paymentId().equals(command.paymentId()))
                .flatMap(refund -> refunds.standingByBank(command.area(), command.refundId())
                        .flatMap(standing -> takeBack(refund, standing, command.note(), caller)
                                .thenReturn(command.paymentId().toString())))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    private Mono<Void> takeBack(RefundStore.Pending refund, RefundStore.Standing standing, String note, Caller caller) {
        UUID entryId = UuidCreator.getTimeOrderedEpoch();
        var transfer = new Transfer(
                Account.clearing("treasury"),
                refund.payer().refunds(),
                refund.amount(),
                REASON,
                "payment-refunded-reversal:" + refund.refundId() + ":" + standing.ordinal(),
                LocalDate.now(clock));
        var takenBack = new RefundStore.TakenBack(note, entryId, caller.subject(), clock.instant());
        return refunds.takeBack(refund.area(), refund.refundId(), standing, takenBack)
                .then(Mono.defer(() -> mirrored(refund.area(), standing)))
                .flatMap(earlier ->
                        ledger.post(refund.area(), entryId, List.of(transfer.correcting(earlier)), caller.subject()));
    }

    private Mono<Optional<UUID>> mirrored(String area, RefundStore.Standing standing) {
        return standing.entryId()
                .map(entryId -> balances.ofEntry(area, entryId)
                        .collectList()
                        .map(booked -> booked.stream().findFirst().map(Balances.Booked::transferId)))
                .orElseGet(() -> Mono.just(Optional.empty()));
    }
}
