package org.jiayi.app.payment;

import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** 到账通知: takes what a provider tells, once its signature is verified. A forged notice leaves nothing behind. */
@Component
public class PaymentNotices {

    private final PaymentProviders providers;
    private final BookPayment bookPayment;
    private final BookRefund bookRefund;

    PaymentNotices(PaymentProviders providers, BookPayment bookPayment, BookRefund bookRefund) {
        this.providers = providers;
        this.bookPayment = bookPayment;
        this.bookRefund = bookRefund;
    }

    /**
     * Books what a genuine notice tells, once however often it comes. Refused where it is not genuine ({@code
     * notice_not_genuine}), or does not fit what we know: then it is kept among the anomalies. What is no provider of ours is answered like a
     * forged notice.
     */
    public Mono<Void> take(String provider, PaymentProvider.Message message) {
        return Mono.fromSupplier(() -> providers
                        .get(provider)
                        .<PaymentProvider.Notice>then(known -> known.read(message))
                        .fold(
                                refusal -> {
                                    throw new Refused(RefusalCode.NOTICE_NOT_GENUINE);
                                },
                                notice -> notice))
                .flatMap(notice -> book(provider, notice))
                .flatMap(told -> told.refusal().isPresent()
                        ? Mono.error(new Refused(told.refusal().get()))
                        : Mono.empty());
    }

    private Mono<Told> book(String provider, PaymentProvider.Notice notice) {
        if (notice.paid().isPresent()) {
            return bookPayment.book(
                    new BookPayment.Telling(provider, notice.paid().get(), notice.digestSha256()));
        }
        if (notice.refunded().isPresent()) {
            return bookRefund.book(
                    new BookRefund.Telling(provider, notice.refunded().get(), notice.digestSha256()));
        }
        return Mono.just(Told.KNOWN);
    }
}
