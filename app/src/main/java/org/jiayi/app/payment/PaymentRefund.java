package org.jiayi.app.payment;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.money.Money;

/**
 * A refund (退款) of a payment, from the moment it is decided. It is tried until the provider confirms it.
 *
 * @param attempts how often the provider was asked in vain
 * @param problem why the last time failed
 * @param confirmedAt when we learnt that the money has gone back
 */
public record PaymentRefund(
        UUID refundId,
        UUID paymentId,
        String refundNumber,
        Money amount,
        Reason reason,
        int attempts,
        Optional<String> problem,
        String decidedBy,
        Instant decidedAt,
        Optional<Instant> confirmedAt) {

    /** Why money goes back. */
    public enum Reason {
        /** More was paid than the lines leave to bear. */
        OVERPAID,
        /** 误收: it was taken by mistake. */
        TAKEN_BY_MISTAKE,
        /** 重复收费: the same was paid elsewhere. */
        PAID_TWICE,
        /** 错收: for the wrong charge. */
        WRONG_CHARGE,
        OTHER;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@code open} until the provider has confirmed it. */
    public String status() {
        return confirmedAt.isPresent() ? "confirmed" : "open";
    }
}
