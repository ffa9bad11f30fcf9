package org.jiayi.app.payment;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.ledger.Account;
import org.jiayi.app.ledger.Ledger;
import org.jiayi.app.ledger.Transfer;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * 到账: books money that a provider says has come, whoever learnt of it, by a callback or by asking. Whatever the state of the order, money
 * is money: what comes late, or for what is paid already, is booked, and the same transaction decides that it goes back.
 */
@Component
class BookPayment {

    private final ShieldedTransactions transactions;
    private final ContractPayments contracts;
    private final PaymentStore payments;
    private final NoticeStore notices;
    private final GiveBack giveBack;
    private final Ledger ledger;
    private final PaymentEvents events;
    private final PaymentAnomalies anomalies;
    private final Clock clock;

    BookPayment(
            ShieldedTransactions transactions,
            ContractPayments contracts,
            PaymentStore payments,
            NoticeStore notices,
            GiveBack giveBack,
            Ledger ledger,
            PaymentEvents events,
            PaymentAnomalies anomalies,
            Clock clock) {
        this.transactions = transactions;
        this.contracts = contracts;
        this.payments = payments;
        this.notices = notices;
        this.giveBack = giveBack;
        this.ledger = ledger;
        this.events = events;
        this.anomalies = anomalies;
        this.clock = clock;
    }

    /** What was told, by which provider, and the digest of the words. */
    record Telling(String provider, PaymentProvider.Paid paid, String digest) {}

    /** Books it once, in one transaction, however often it is told. An order of no form of ours leaves nothing behind. */
    Mono<Told> book(Telling telling) {
        return Mono.justOrEmpty(OurNumber.findOrder(telling.paid().orderNumber()))
                .flatMap(number -> transactions.runSmall(() -> bookNow(number, telling)))
                .defaultIfEmpty(Told.refused(RefusalCode.NOTICE_UNKNOWN_ORDER));
    }

    private Mono<Told> bookNow(OurNumber number, Telling telling) {
        return payments.find(number.area(), number.id())
                .flatMap(payment -> contracts
                        .lock(payment.area(), List.of(payment.contractId()))
                        .then(Mono.defer(() -> payments.find(payment.area(), payment.paymentId()))))
                .flatMap(payment -> decide(payment, telling))
                .switchIfEmpty(Mono.defer(() -> anomalies
                        .keep(PaymentAnomalies.Kind.UNKNOWN_ORDER, telling(number.area(), telling), Optional.empty())
                        .thenReturn(Told.refused(RefusalCode.NOTICE_UNKNOWN_ORDER))));
    }

    private Mono<Told> decide(Payment payment, Telling telling) {
        return payments.findBySerial(
                        payment.area(), telling.provider(), telling.paid().serial())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(bookedFor -> misfit(payment, telling, bookedFor)
                        .map(kind -> anomalies
                                .keep(kind, telling(payment.area(), telling), Optional.of(payment.amount()))
                                .thenReturn(Told.refused(RefusalCode.NOTICE_MISMATCH)))
                        .orElseGet(() ->
                                payment.receipt().isPresent() ? known(payment, telling) : bookIn(payment, telling)));
    }

    /** Whether what was told is not what the order is. */
    private static Optional<PaymentAnomalies.Kind> misfit(
            Payment payment, Telling telling, Optional<UUID> serialBookedFor) {
        PaymentProvider.Paid paid = telling.paid();
        if (!payment.provider().equals(telling.provider())) {
            return Optional.of(PaymentAnomalies.Kind.WRONG_PROVIDER);
        }
        if (!PaymentProvider.CURRENCY.equals(paid.currency())) {
            return Optional.of(PaymentAnomalies.Kind.WRONG_CURRENCY);
        }
        if (!payment.amount().equals(paid.amount())) {
            return Optional.of(PaymentAnomalies.Kind.WRONG_AMOUNT);
        }
        boolean otherOrders =
                serialBookedFor.isPresent() && !serialBookedFor.get().equals(payment.paymentId());
        boolean otherSerial = payment.receipt()
                .filter(receipt -> !receipt.serial().equals(paid.serial()))
                .isPresent();
        return otherOrders || otherSerial ? Optional.of(PaymentAnomalies.Kind.OTHER_SERIAL) : Optional.empty();
    }

    private Mono<Told> known(Payment payment, Telling telling) {
        return keepNotice(payment, telling, Told.KNOWN).thenReturn(Told.KNOWN);
    }

    private Mono<Told> bookIn(Payment payment, Telling telling) {
        Instant now = clock.instant();
        UUID entryId = UuidCreator.getTimeOrderedEpoch();
        boolean late = payment.status() != Payment.Status.PENDING;
        Told told = late ? Told.BOOKED_LATE : Told.BOOKED;
        var incoming = new PaymentStore.Incoming(
                telling.paid().serial(),
                payment.amount(),
                late,
                telling.paid().paidAt(),
                entryId,
                telling.provider(),
                now);
        var transfer = new Transfer(
                Account.clearing(payment.provider()),
                payment.payer().charged(),
                payment.amount(),
                "payment",
                "payment:" + payment.paymentId(),
                MovedOn.day(telling.paid().paidAt(), payment.openedAt(), clock));
        return payments.confirm(payment, incoming)
                .then(ledger.post(payment.area(), entryId, List.of(transfer), telling.provider()))
                .then(Mono.defer(
                        () -> giveBack.giveBack(payment.area(), List.of(payment.contractId()), telling.provider())))
                .then(Mono.defer(() -> events.tell("payment.confirmed", payment)))
                .then(Mono.defer(() -> keepNotice(payment, telling, told)))
                .thenReturn(told);
    }

    private Mono<Void> keepNotice(Payment payment, Telling telling, Told told) {
        return notices.keepNotice(
                payment.area(),
                telling.provider(),
                payment.orderNumber(),
                telling.paid().serial(),
                telling.digest(),
                told.outcome(),
                clock.instant());
    }

    private static PaymentAnomalies.Telling telling(String area, Telling telling) {
        PaymentProvider.Paid paid = telling.paid();
        return new PaymentAnomalies.Telling(
                area,
                telling.provider(),
                paid.orderNumber(),
                Optional.of(paid.serial()),
                Optional.of(paid.amount()),
                telling.digest());
    }
}
