package org.jiayi.app.payment;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.ledger.Account;
import org.jiayi.app.ledger.Books;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** 银行退款: the bureau says that the bank has given back what the provider will not, such as a payment of more than a year ago. */
@Component
public class RefundByBank {

    private final ShieldedTransactions transactions;
    private final CommandKeys keys;
    private final ContractPayments contracts;
    private final RefundStore refunds;
    private final BookRefund bookRefund;
    private final Books books;
    private final Clock clock;

    RefundByBank(
            ShieldedTransactions transactions,
            CommandKeys keys,
            ContractPayments contracts,
            RefundStore refunds,
            BookRefund bookRefund,
            Books books,
            Clock clock) {
        this.transactions = transactions;
        this.keys = keys;
        this.contracts = contracts;
        this.refunds = refunds;
        this.bookRefund = bookRefund;
        this.books = books;
        this.clock = clock;
    }

    /** What the bank's paper says. */
    public record Command(
            String area, UUID paymentId, UUID refundId, String bankReference, LocalDate valueOn, String note) {}

    /**
     * Confirms the refund with the bank's reference as its serial, and books that the treasury has paid it: what the provider holds
     * stays there. The answer's id is the payment's. Refused for a payment out of reach, a day in the future, before the refund was
     * decided or of a closed month, where the money has gone back already, unless the provider's last word is a refusal or it is gone and
     * had nothing of it, and where the bank's reference stands already.
     */
    public Mono<CommandKeys.Answer> confirm(Command command, String key, Caller caller) {
        if (command.valueOn().isAfter(LocalDate.now(clock))) {
            return Mono.error(new Refused(Refusal.of(RefusalCode.IN_THE_FUTURE, "/valueOn")));
        }
        return transactions.run(() -> keys.once(
                command.area(), caller, key, "bank refund " + command, () -> confirmNow(command, false, caller)));
    }

    /** The same of a refund that the provider may have in hand; must be called inside a transaction. */
    Mono<String> confirmInHand(Command command, Caller caller) {
        return command.valueOn().isAfter(LocalDate.now(clock))
                ? Mono.error(new Refused(Refusal.of(RefusalCode.IN_THE_FUTURE, "/valueOn")))
                : confirmNow(command, true, caller);
    }

    private Mono<String> confirmNow(Command command, boolean evenInHand, Caller caller) {
        return contracts
                .payment(caller, command.area(), command.paymentId())
                .flatMap(payment -> contracts.lock(command.area(), List.of(payment.contractId())))
                .then(Mono.defer(() -> refunds.find(command.area(), command.refundId())))
                .filter(refund -> refund.paymentId().equals(command.paymentId()))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .flatMap(refund -> refund.serial().isPresent()
                        ? Mono.<Void>error(new Refused(RefusalCode.REFUND_CONFIRMED))
                        : book(refund, command, evenInHand, caller))
                .thenReturn(command.paymentId().toString());
    }

    private Mono<Void> book(RefundStore.Pending refund, Command command, boolean evenInHand, Caller caller) {
        if (command.valueOn().isBefore(LocalDate.ofInstant(refund.decidedAt(), clock.getZone()))) {
            return Mono.error(new Refused(Refusal.of(RefusalCode.REFUND_NOT_DECIDED, "/valueOn")));
        }
        var told = new RefundStore.BankRefund(
                command,
                UuidCreator.getTimeOrderedEpoch(),
                command.valueOn().atStartOfDay(clock.getZone()).toInstant(),
                caller.subject(),
                clock.instant());
        return books.open(command.area())
                .flatMap(book -> book.isClosed(command.valueOn())
                        ? Mono.<Boolean>error(new Refused(Refusal.of(RefusalCode.MONTH_CLOSED, "/valueOn")))
                        : refunds.confirmByBank(told, evenInHand))
                .flatMap(confirmed -> confirmed
                        ? bookRefund.post(
                                refund,
                                told.entryId(),
                                Account.clearing("treasury"),
                                command.valueOn(),
                                caller.subject())
                        : Mono.error(new Refused(RefusalCode.REFUND_UNDER_WAY)));
    }
}
