package org.jiayi.app.payment;

import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicInteger;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.payment.simulator.Simulator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The simulator on a bad line: it does what it is asked, and some answers never arrive. To us that is the same as dying between the
 * provider's act and our commit.
 */
final class LossyProvider implements PaymentProvider {

    static final String CODE = "lossy";

    /** How many answers about orders, and how many about refunds, get lost from now on; and how many are a no. */
    final Line orders = new Line();

    final Line refunds = new Line();

    /** What happens between our question and the closing of an order. */
    volatile Mono<?> beforeClosing = Mono.empty();

    private final Simulator simulator;

    LossyProvider(Simulator simulator) {
        this.simulator = simulator;
    }

    /** A line to the provider. */
    static final class Line {
        final AtomicInteger answersLost = new AtomicInteger();
        final AtomicInteger refusals = new AtomicInteger();

        void repair() {
            answersLost.set(0);
            refusals.set(0);
        }

        private <T> Mono<T> ask(Mono<T> call) {
            if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return Mono.error(new Refused(RefusalCode.PROVIDER_REFUSED));
            }
            return call.flatMap(answer -> answersLost.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                    ? Mono.error(new Refused(RefusalCode.PROVIDER_AWAY))
                    : Mono.just(answer));
        }
    }

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Mono<Prepaid> open(Order order) {
        return orders.ask(simulator.open(order));
    }

    @Override
    public Mono<Progress> query(String orderNumber) {
        return orders.ask(simulator.query(orderNumber));
    }

    @Override
    public Mono<Closing> close(String orderNumber) {
        return orders.ask(beforeClosing.then(Mono.defer(() -> simulator.close(orderNumber))));
    }

    @Override
    public Mono<RefundProgress> refund(RefundOrder refund) {
        return refunds.ask(simulator.refund(refund));
    }

    @Override
    public Mono<RefundProgress> queryRefund(String refundNumber) {
        return refunds.ask(simulator.queryRefund(refundNumber));
    }

    @Override
    public Flux<BillLine> bill(LocalDate day) {
        return simulator.bill(day);
    }

    @Override
    public Decision<Notice> read(Message message) {
        return simulator.read(message);
    }
}
