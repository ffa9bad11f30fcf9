package org.jiayi.app.payment;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.worker.BackgroundWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Sends refunds to their providers and asks how they stand, under a number that makes sending twice the same as once. What was decided
 * is tried until it is confirmed, with pauses up to a day; a refund that keeps failing stands among the anomalies, and may go back
 * by the bank ({@link RefundByBank}).
 */
@Component
class RefundSender extends BackgroundWork {

    private static final Logger log = LoggerFactory.getLogger(RefundSender.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration PAUSE_MAX = Duration.ofDays(1);
    private static final Duration ASK_EVERY = Duration.ofMinutes(5);
    private static final int DOUBLINGS_MAX = 14;

    /** After so many attempts in vain people are told. */
    private static final int ATTEMPTS_TOLD = 5;

    private static final int REFUNDS_PER_ROUND = 16;
    private static final int SENT_AT_ONCE = 4;

    private final UUID worker = UuidCreator.getTimeOrderedEpoch();
    private final PaymentProviders providers;
    private final RefundStore refunds;
    private final BookRefund bookRefund;
    private final PaymentAnomalies anomalies;
    private final Clock clock;

    RefundSender(
            PaymentProviders providers,
            RefundStore refunds,
            BookRefund bookRefund,
            PaymentAnomalies anomalies,
            Clock clock) {
        super(POLL);
        this.providers = providers;
        this.refunds = refunds;
        this.bookRefund = bookRefund;
        this.anomalies = anomalies;
        this.clock = clock;
    }

    @Override
    protected Mono<Void> round() {
        return refunds.claim(worker, clock.instant(), REFUNDS_PER_ROUND)
                .collectList()
                .flatMapIterable(claimed -> claimed)
                .flatMap(
                        refund -> send(refund).onErrorResume(error -> failed(refund, problem(error), false)),
                        SENT_AT_ONCE)
                .then();
    }

    /** A provider that is not configured any more has said no, unless it may have the refund in hand. */
    private Mono<Void> send(RefundStore.Pending refund) {
        return providers
                .get(refund.provider())
                .fold(
                        refusal -> failed(refund, refusal.code().code(), !refund.mayBeInHand()),
                        provider ->
                                Mono.defer(() -> ask(refund, provider)).flatMap(progress -> keep(refund, progress)));
    }

    private static Mono<PaymentProvider.RefundProgress> ask(RefundStore.Pending refund, PaymentProvider provider) {
        return refund.sent()
                ? provider.queryRefund(refund.refundNumber())
                : provider.refund(new PaymentProvider.RefundOrder(
                        refund.refundNumber(), refund.orderNumber(), refund.amount(), refund.paid()));
    }

    private Mono<Void> keep(RefundStore.Pending refund, PaymentProvider.RefundProgress progress) {
        if (progress.problem().isPresent()) {
            return failed(refund, progress.problem().get(), true);
        }
        return progress.refunded()
                .map(refunded -> book(refund, refunded))
                .orElseGet(() -> refunds.sent(
                        refund, worker, clock.instant(), clock.instant().plus(ASK_EVERY)));
    }

    private Mono<Void> book(RefundStore.Pending refund, PaymentProvider.Refunded refunded) {
        return bookRefund
                .book(new BookRefund.Telling(
                        refund.provider(),
                        refunded,
                        ContentDigest.of(refunded.toString()).sha256()))
                .flatMap(told -> told.refusal()
                        .map(code -> failed(refund, code.code(), false))
                        .orElseGet(Mono::empty));
    }

    private static String problem(Throwable error) {
        return error instanceof Refused refused
                ? refused.refusal().code().code()
                : error.getClass().getSimpleName();
    }

    private Mono<Void> failed(RefundStore.Pending refund, String problem, boolean refused) {
        log.warn("Refund {} failed and is tried again: {}", refund.refundNumber(), problem);
        Instant next = clock.instant().plus(pause(refund.attempts()));
        Mono<Void> kept = refunds.failed(refund, worker, problem, refused, next);
        return refund.attempts() + 1 < ATTEMPTS_TOLD
                ? kept
                : kept.then(anomalies.keep(
                        PaymentAnomalies.Kind.REFUND_FAILING,
                        new PaymentAnomalies.Telling(
                                refund.area(),
                                refund.provider(),
                                refund.refundNumber(),
                                Optional.empty(),
                                Optional.empty(),
                                ContentDigest.of(refund.refundNumber()).sha256()),
                        Optional.of(refund.amount())));
    }

    /** 10 s, 20 s, 40 s … one day. */
    static Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, DOUBLINGS_MAX));
        return pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause;
    }
}
