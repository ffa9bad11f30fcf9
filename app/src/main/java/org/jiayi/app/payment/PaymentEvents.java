package org.jiayi.app.payment;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.outbox.Outbox;
import org.jiayi.app.outbox.OutboxEvent;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What other systems are told of payments: that one was confirmed, timed out or failed, that a refund has gone back. */
@Component
class PaymentEvents {

    private final Outbox outbox;
    private final Clock clock;

    PaymentEvents(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Tells it inside the transaction that makes it true. */
    Mono<Void> tell(String kind, Payment payment) {
        return tell(
                kind,
                PublicId.of(PublicId.Kind.PAYMENT, payment.area(), payment.paymentId()),
                payment.institutionCode(),
                payment.teamNumber());
    }

    Mono<Void> tellRefunded(RefundStore.Pending refund) {
        return tell(
                "payment.refunded",
                PublicId.of(PublicId.Kind.PAYMENT, refund.area(), refund.paymentId()),
                refund.institutionCode(),
                refund.teamNumber());
    }

    private Mono<Void> tell(String kind, PublicId subject, String institutionCode, String teamNumber) {
        UUID eventId = UuidCreator.getTimeOrderedEpoch();
        var event =
                new OutboxEvent(eventId, kind, subject.toString(), institutionCode, teamNumber, LocalDate.now(clock));
        return outbox.append(subject.area(), List.of(event), clock.instant());
    }
}
