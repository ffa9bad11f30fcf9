package org.jiayi.app.payment;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.money.Money;

/**
 * A payment (支付单): an order at a provider for all that was due, and what became of it.
 *
 * @param institutionCode the contract's when the order was opened
 * @param prepay what the payer's application opens; empty until the provider has answered
 * @param closing present where people gave the order up
 * @param receipt the money, if it came
 * @param refunds of this payment, the oldest first
 */
public record Payment(
        String area,
        UUID paymentId,
        UUID contractId,
        SharePayer payer,
        String provider,
        String orderNumber,
        Money amount,
        String institutionCode,
        String teamNumber,
        Status status,
        Optional<String> prepay,
        Instant openedAt,
        Instant expiresAt,
        Optional<Instant> confirmedAt,
        Optional<Instant> timedOutAt,
        Optional<Instant> failedAt,
        Optional<Closing> closing,
        Optional<Receipt> receipt,
        List<PaymentRefund> refunds) {

    /** Where a payment stands. */
    public enum Status {
        /** The order is open. */
        PENDING,
        /** 到账: the money came, even if it came late. */
        CONFIRMED,
        /** The time was over and no money had come; the order is closed at the provider. */
        TIMED_OUT,
        /** The provider would not open the order or is gone, or people gave it up, since what the provider tells does not fit. */
        FAILED;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Money that came.
     *
     * @param late whether the order had timed out or failed before
     */
    public record Receipt(String serial, boolean late, Instant paidAt) {}

    /** 关闭: why somebody gave the order up. */
    public record Closing(String note, String closedBy) {}

    public Payment {
        refunds = List.copyOf(refunds);
    }

    /** What has been decided to go back, gone or on its way. */
    public Money givenBack() {
        return Money.sum(refunds.stream().map(PaymentRefund::amount).toList());
    }

    /** What was paid and has not been given back. */
    Money left() {
        return receipt.isPresent() ? amount.minus(givenBack()) : Money.ZERO;
    }

    /** Changes with everything a reversal rests on; that a refund arrives meanwhile changes nothing for it. */
    public String etag() {
        return '"' + status.code() + "-" + refunds.size() + '"';
    }

    /** What a reversal gives back: all that is left, or the part named. */
    Decision<Money> reversible(Optional<Money> wanted) {
        if (receipt.isEmpty()) {
            return Decision.refuse(RefusalCode.PAYMENT_NOT_CONFIRMED);
        }
        Money back = wanted.orElse(left());
        return back.isZero() || back.compareTo(left()) > 0
                ? Decision.refuse(RefusalCode.REFUND_ABOVE_PAID, "/amountFen")
                : Decision.accept(back);
    }
}
