package org.jiayi.app.payment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.money.Money;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A payment provider (支付渠道), such as WeChat Pay. Everything is named by numbers of ours, and doing it twice under the same
 * number is doing it once.
 *
 * <p>A provider that cannot be reached, or whose answer cannot be believed, is an error {@code Refused} with {@code
 * provider_away}; one that says no with {@code provider_refused}. Nothing of a person goes to a provider.
 */
public interface PaymentProvider {

    /** The only currency. */
    String CURRENCY = "CNY";

    /** Lower case, 2 to 20 characters; stored, never changed. */
    String code();

    /** Opens an order, or answers with the one that is open under that number. */
    Mono<Prepaid> open(Order order);

    /** How an order stands. */
    Mono<Progress> query(String orderNumber);

    /** Closes an order, so that it cannot be paid any more. An order the provider does not know is closed too. */
    Mono<Closing> close(String orderNumber);

    /** Asks for money to go back, or answers how the refund of that number stands. */
    Mono<RefundProgress> refund(RefundOrder refund);

    /** How a refund stands. */
    Mono<RefundProgress> queryRefund(String refundNumber);

    /** The provider's bill of a day that is over, in Asia/Shanghai: what was paid and what went back on it. */
    Flux<BillLine> bill(LocalDate day);

    /** Verifies a callback and reads it; refused with {@code notice_not_genuine} where it is not the provider's. */
    Decision<Notice> read(Message message);

    /**
     * An order to be paid.
     *
     * @param description what the payer reads; neutral, it names nobody
     */
    record Order(String number, Money amount, String description, Instant expiresAt) {}

    /**
     * What the payer's application needs.
     *
     * @param data what it opens or shows as a code
     */
    record Prepaid(String data) {}

    /** How an order stands at the provider. */
    enum OrderState {
        UNPAID,
        PAID,
        /** It was closed unpaid, or the provider does not know it. */
        CLOSED
    }

    /**
     * How an order stands, with what was paid.
     *
     * @param paid present where it is paid
     */
    record Progress(OrderState state, Optional<Paid> paid) {

        public static Progress paid(Paid paid) {
            return new Progress(OrderState.PAID, Optional.of(paid));
        }

        public static Progress of(OrderState state) {
            return new Progress(state, Optional.empty());
        }
    }

    /** How closing went. */
    enum Closing {
        CLOSED,
        /** Too late: it has been paid. */
        PAID_ALREADY
    }

    /**
     * Money that came.
     *
     * @param serial the provider's own number, one for all that is paid under one order
     */
    record Paid(String orderNumber, String serial, Money amount, String currency, Instant paidAt) {}

    /**
     * Money that is to go back to who paid.
     *
     * @param amount of this refund
     * @param paid what the whole order was
     */
    record RefundOrder(String number, String orderNumber, Money amount, Money paid) {}

    /**
     * How a refund stands.
     *
     * @param refunded present once the money has gone back
     * @param problem why the provider cannot give it back by itself; a code, no prose
     */
    record RefundProgress(Optional<Refunded> refunded, Optional<String> problem) {

        public static final RefundProgress UNDER_WAY = new RefundProgress(Optional.empty(), Optional.empty());

        public static RefundProgress done(Refunded refunded) {
            return new RefundProgress(Optional.of(refunded), Optional.empty());
        }

        public static RefundProgress stuck(String problem) {
            return new RefundProgress(Optional.empty(), Optional.of(problem));
        }
    }

    /** Money that went back. */
    record Refunded(String refundNumber, String serial, Money amount, String currency, Instant refundedAt) {}

    /**
     * A callback as it came.
     *
     * @param headers by their names in lower case
     * @param body the very bytes; a signature is over them
     */
    record Message(Map<String, String> headers, byte[] body) {}

    /**
     * What a callback tells. One that tells neither (a payment that failed) is genuine and nothing to book.
     *
     * @param digestSha256 of the body
     */
    record Notice(String digestSha256, Optional<Paid> paid, Optional<Refunded> refunded) {}

    /**
     * One line of a bill.
     *
     * @param number the order's, or the refund's
     * @param done whether the money has moved, or is only on its way back
     */
    record BillLine(Kind kind, String number, String serial, Money amount, boolean done) {

        /** Which way the money goes. */
        public enum Kind {
            PAYMENT,
            REFUND
        }
    }
}
