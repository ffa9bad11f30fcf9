package org.jiayi.app.payment;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.worker.BackgroundWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Asks providers about orders that nothing was heard of: a callback that got lost is found so. An order past its time is closed at
 * the provider first and marked here after, so that nobody pays what we have given up; one that is paid in between is booked.
 */
@Component
class PaymentTimeouts extends BackgroundWork {

    private static final Logger log = LoggerFactory.getLogger(PaymentTimeouts.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ASK_EVERY = Duration.ofMinutes(5);
    private static final int ORDERS_PER_ROUND = 16;
    private static final int ASKED_AT_ONCE = 4;

    private final UUID worker = UuidCreator.getTimeOrderedEpoch();
    private final PaymentProviders providers;
    private final PaymentStore payments;
    private final ContractPayments contracts;
    private final ShieldedTransactions transactions;
    private final BookPayment bookPayment;
    private final PaymentEvents events;
    private final Clock clock;

    PaymentTimeouts(
            PaymentProviders providers,
            PaymentStore payments,
            ContractPayments contracts,
            ShieldedTransactions transactions,
            BookPayment bookPayment,
            PaymentEvents events,
            Clock clock) {
        super(POLL);
        this.providers = providers;
        this.payments = payments;
        this.contracts = contracts;
        this.transactions = transactions;
        this.bookPayment = bookPayment;
        this.events = events;
        this.clock = clock;
    }

    @Override
    protected Mono<Void> round() {
        return payments.claimToAsk(worker, clock.instant(), ORDERS_PER_ROUND)
                .collectList()
                .flatMapIterable(claimed -> claimed)
                .flatMap(payment -> look(payment).onErrorResume(error -> tell(payment, error)), ASKED_AT_ONCE)
                .then();
    }

    /** Nobody can pay one whose time is over and whose provider is not configured any more: it has failed, so that another can be opened. */
    private Mono<Void> look(Payment payment) {
        return providers
                .get(payment.provider())
                .fold(
                        refusal -> isOver(payment) ? end(payment, Payment.Status.FAILED) : askAgain(payment),
                        provider -> provider.query(payment.orderNumber())
                                .flatMap(progress -> progress.paid()
                                        .map(paid -> book(payment, paid))
                                        .orElseGet(() -> unpaid(payment, provider))));
    }

    private Mono<Void> unpaid(Payment payment, PaymentProvider provider) {
        return isOver(payment)
                ? provider.close(payment.orderNumber())
                        .flatMap(closing -> closing == PaymentProvider.Closing.PAID_ALREADY
                                ? provider.query(payment.orderNumber())
                                        .flatMap(progress -> progress.paid()
                                                .map(paid -> book(payment, paid))
                                                .orElseGet(() -> askAgain(payment)))
                                : end(payment, Payment.Status.TIMED_OUT))
                : askAgain(payment);
    }

    private boolean isOver(Payment payment) {
        return !clock.instant().isBefore(payment.expiresAt());
    }

    private Mono<Void> book(Payment payment, PaymentProvider.Paid paid) {
        return bookPayment
                .book(new BookPayment.Telling(
                        payment.provider(),
                        paid,
                        ContentDigest.of(paid.toString()).sha256()))
                .flatMap(told -> told.refusal().isPresent() ? askAgain(payment) : Mono.empty());
    }

    private Mono<Void> end(Payment payment, Payment.Status status) {
        Instant now = clock.instant();
        return transactions.run(() -> contracts
                .lock(payment.area(), List.of(payment.contractId()))
                .then(Mono.defer(() -> payments.end(payment.area(), payment.paymentId(), status, now)))
                .flatMap(ended -> ended ? events.tell("payment." + status.code(), payment) : Mono.empty()));
    }

    private Mono<Void> askAgain(Payment payment) {
        Instant next = clock.instant().plus(ASK_EVERY);
        boolean beforeItsTime = payment.expiresAt().isAfter(clock.instant());
        return payments.askAgain(
                payment.area(),
                payment.paymentId(),
                worker,
                beforeItsTime && next.isAfter(payment.expiresAt()) ? payment.expiresAt() : next);
    }

    private Mono<Void> tell(Payment payment, Throwable error) {
        log.warn("Asking about order {} failed and is tried again: {}", payment.orderNumber(), error.toString());
        return askAgain(payment);
    }
}
