package org.jiayi.app.payment;

import java.util.UUID;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * 查单: asks the provider about one order because somebody wants to know, in whatever state it is: money for an order that timed
 * out, of which no callback came, is found so. What was paid is booked as if a callback had told of it, once however often
 * somebody asks.
 */
@Component
public class InquirePayment {

    private final ContractPayments contracts;
    private final PaymentProviders providers;
    private final BookPayment bookPayment;

    InquirePayment(ContractPayments contracts, PaymentProviders providers, BookPayment bookPayment) {
        this.contracts = contracts;
        this.providers = providers;
        this.bookPayment = bookPayment;
    }

    /**
     * The payment as it is after the provider's answer. Refused for one out of reach, where the provider is away, and where what
     * it tells does not fit the order: that is kept for people.
     */
    public Mono<Payment> inquire(String area, UUID paymentId, Caller caller) {
        return contracts
                .payment(caller, area, paymentId)
                .flatMap(this::ask)
                .then(Mono.defer(() -> contracts.payment(caller, area, paymentId)));
    }

    private Mono<Void> ask(Payment payment) {
        return Refused.orThrow(providers.get(payment.provider()))
                .query(payment.orderNumber())
                .flatMap(progress ->
                        progress.paid().map(paid -> book(payment, paid)).orElseGet(Mono::empty));
    }

    private Mono<Void> book(Payment payment, PaymentProvider.Paid paid) {
        String digest = ContentDigest.of(paid.toString()).sha256();
        return bookPayment
                .book(new BookPayment.Telling(payment.provider(), paid, digest))
                .flatMap(told -> told.refusal()
                        .<Mono<Void>>map(code -> Mono.error(new Refused(code)))
                        .orElseGet(Mono::empty));
    }
}
