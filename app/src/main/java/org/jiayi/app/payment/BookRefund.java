package org.jiayi.app.payment;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
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

/** Books money that a provider says has gone back, whoever learnt of it. */
@Component
class BookRefund {

    private final ShieldedTransactions transactions;
    private final ContractPayments contracts;
    private final RefundStore refunds;
    private final NoticeStore notices;
    private final Ledger ledger;
    private final PaymentEvents events;
    private final PaymentAnomalies anomalies;
    private final Clock clock;

    BookRefund(
            ShieldedTransactions transactions,
            ContractPayments contracts,
            RefundStore refunds,
            NoticeStore notices,
            Ledger ledger,
            PaymentEvents events,
            PaymentAnomalies anomalies,
            Clock clock) {
        this.transactions = transactions;
        this.contracts = contracts;
        this.refunds = refunds;
        this.notices = notices;
        this.ledger = ledger;
        this.events = events;
        this.anomalies = anomalies;
        this.clock = clock;
    }

    /** What was told, by which provider, and the digest of the words. */
    record Telling(String provider, PaymentProvider.Refunded refunded, String digest) {}

    /** Books it once, in one transaction, however often it is told. */
    Mono<Told> book(Telling telling) {
        return Mono.justOrEmpty(OurNumber.findRefund(telling.refunded().refundNumber()))
                .flatMap(number -> transactions.runSmall(() -> bookNow(number, telling)))
                .defaultIfEmpty(Told.refused(RefusalCode.NOTICE_UNKNOWN_ORDER));
    }

    private Mono<Told> bookNow(OurNumber number, Telling telling) {
        return refunds.find(number.area(), number.id())
                .flatMap(refund -> contracts
                        .lock(refund.area(), List.of(refund.contractId()))
                        .then(Mono.defer(() -> refunds.find(refund.area(), refund.refundId()))))
                .flatMap(refund -> misfit(refund, telling)
                        .map(kind -> anomalies
                                .keep(kind, telling(number.area(), telling), Optional.of(refund.amount()))
                                .thenReturn(Told.refused(RefusalCode.NOTICE_MISMATCH)))
                        .orElseGet(() -> refund.serial().isPresent() ? Mono.just(Told.KNOWN) : bookIn(refund, telling))
                        .flatMap(told -> keepNotice(refund, telling, told)))
                .switchIfEmpty(Mono.defer(() -> anomalies
                        .keep(PaymentAnomalies.Kind.UNKNOWN_REFUND, telling(number.area(), telling), Optional.empty())
                        .thenReturn(Told.refused(RefusalCode.NOTICE_UNKNOWN_ORDER))));
    }

    /** Whether what was told is not what the refund is. What the bank gave back has no serial of the provider's. */
    private static Optional<PaymentAnomalies.Kind> misfit(RefundStore.Pending refund, Telling telling) {
        if (!refund.provider().equals(telling.provider())) {
            return Optional.of(PaymentAnomalies.Kind.WRONG_PROVIDER);
        }
        if (!PaymentProvider.CURRENCY.equals(telling.refunded().currency())) {
            return Optional.of(PaymentAnomalies.Kind.WRONG_CURRENCY);
        }
        if (!refund.amount().equals(telling.refunded().amount())) {
            return Optional.of(PaymentAnomalies.Kind.WRONG_AMOUNT);
        }
        return refund.serial()
                .filter(serial -> !serial.equals(telling.refunded().serial()))
                .map(other -> PaymentAnomalies.Kind.OTHER_SERIAL);
    }

    private Mono<Told> bookIn(RefundStore.Pending refund, Telling telling) {
        Instant refundedAt = telling.refunded().refundedAt();
        LocalDate on = MovedOn.day(refundedAt, refund.decidedAt(), clock);
        return refunds.confirm(
                        refund.area(), refund.refundId(), telling.refunded().serial(), refundedAt, clock.instant())
                .then(Mono.defer(() -> post(
                        refund,
                        UuidCreator.getTimeOrderedEpoch(),
                        Account.clearing(refund.provider()),
                        on,
                        telling.provider())))
                .thenReturn(Told.BOOKED);
    }

    /**
     * Posts what has gone back, and tells it; must be called inside the transaction that confirms it.
     *
     * @param entryId of the ledger
     * @param from whose money it was: the provider's, or the treasury's where the bank paid
     */
    Mono<Void> post(RefundStore.Pending refund, UUID entryId, Account from, LocalDate on, String recordedBy) {
        return refunds.takenBack(refund.area(), refund.refundId())
                .map(times -> new Transfer(
                        refund.payer().refunds(), from, refund.amount(), "payment_refunded", key(refund, times), on))
                .flatMap(transfer -> ledger.post(refund.area(), entryId, List.of(transfer), recordedBy))
                .then(Mono.defer(() -> events.tellRefunded(refund)));
    }

    /** A refund goes back once, and once more each time that this turned out to be a mistake. */
    private static String key(RefundStore.Pending refund, long takenBack) {
        return "payment-refunded:" + refund.refundId() + (takenBack == 0 ? "" : ":" + takenBack);
    }

    private Mono<Told> keepNotice(RefundStore.Pending refund, Telling telling, Told told) {
        return told.refusal().isPresent()
                ? Mono.just(told)
                : notices.keepNotice(
                                refund.area(),
                                telling.provider(),
                                refund.refundNumber(),
                                telling.refunded().serial(),
                                telling.digest(),
                                told.outcome(),
                                clock.instant())
                        .thenReturn(told);
    }

    private static PaymentAnomalies.Telling telling(String area, Telling telling) {
        PaymentProvider.Refunded refunded = telling.refunded();
        return new PaymentAnomalies.Telling(
                area,
                telling.provider(),
                refunded.refundNumber(),
                Optional.of(refunded.serial()),
                Optional.of(refunded.amount()),
                telling.digest());
    }
}
