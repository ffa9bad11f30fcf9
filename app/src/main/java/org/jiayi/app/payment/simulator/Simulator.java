package org.jiayi.app.payment.simulator;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.payment.PaymentProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The simulator as a provider, and the hand of whoever pays in it. */
@Component
@ConditionalOnProperty(name = "jiayi.payments.simulator", havingValue = "true")
public class Simulator implements PaymentProvider {

    public static final String CODE = "simulator";

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final SimulatorBooks books;
    private final SimulatorNotices notices;
    private final Clock clock;

    Simulator(SimulatorBooks books, SimulatorNotices notices, Clock clock) {
        this.books = books;
        this.notices = notices;
        this.clock = clock;
    }

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Mono<Prepaid> open(Order order) {
        return books.open(order.number(), order.amount()).thenReturn(new Prepaid("simulator://pay/" + order.number()));
    }

    @Override
    public Mono<Progress> query(String orderNumber) {
        return books.find(orderNumber)
                .map(order -> order.paid()
                        .map(Progress::paid)
                        .orElseGet(() ->
                                Progress.of(order.state().equals("open") ? OrderState.UNPAID : OrderState.CLOSED)))
                .defaultIfEmpty(Progress.of(OrderState.CLOSED));
    }

    @Override
    public Mono<Closing> close(String orderNumber) {
        return books.close(orderNumber)
                .then(Mono.defer(() -> query(orderNumber)))
                .map(progress -> progress.paid().isPresent() ? Closing.PAID_ALREADY : Closing.CLOSED);
    }

    @Override
    public Mono<RefundProgress> refund(RefundOrder refund) {
        return books.refund(refund, clock.instant())
                .then(Mono.defer(() -> books.findRefund(refund.number())))
                .map(RefundProgress::done)
                .defaultIfEmpty(RefundProgress.stuck("not_enough"));
    }

    @Override
    public Mono<RefundProgress> queryRefund(String refundNumber) {
        return books.findRefund(refundNumber)
                .map(RefundProgress::done)
                .defaultIfEmpty(RefundProgress.stuck("unknown_refund"));
    }

    @Override
    public Flux<BillLine> bill(LocalDate day) {
        return books.bill(
                day.atStartOfDay(ZONE).toInstant(),
                day.plusDays(1).atStartOfDay(ZONE).toInstant());
    }

    @Override
    public Decision<Notice> read(Message message) {
        return notices.read(message);
    }

    /**
     * Somebody pays the order, even one that is closed: its money was on the way. Paying twice is paying once.
     *
     * @return the callback, to be delivered as often and as late as whoever plays wants
     */
    public Mono<Message> pay(String orderNumber) {
        return books.pay(orderNumber, clock.instant())
                .then(Mono.defer(() -> books.find(orderNumber)))
                .flatMap(order -> Mono.justOrEmpty(order.paid()))
                .map(notices::of)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }
}
