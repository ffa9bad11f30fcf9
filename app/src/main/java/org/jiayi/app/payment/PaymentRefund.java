package org.jiayi.app.payment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.money.Money;

/**
 * A refund (退款) of a payment, from the moment it is decided. It is tried until the provider confirms it, or the bank has done it.
 *
 * @param attempts how often the provider was asked in vain
 * @param problem why the last time failed
 * @param confirmedAt when we learnt that the money has gone back
 * @param byBank present where the bank gave it back and not the provider
 * @param exits what was proposed where it would wait for its provider for ever, the earliest first
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
        Optional<Instant> confirmedAt,
        Optional<ByBank> byBank,
        List<Exit> exits) {

    public PaymentRefund {
        exits = List.copyOf(exits);
    }

    /** 银行退款: what the bank's paper says, and who read it. */
    public record ByBank(String bankReference, LocalDate valueOn, String note, String recordedBy) {}

    /**
     * A proposal to close the refund as paid by the bank.
     *
     * @param evidence what shows that the provider will never give it back
     * @param outcome {@code confirmed} or {@code void}; empty while it waits for a second person
     */
    public record Exit(
            UUID exitId,
            String bankReference,
            LocalDate valueOn,
            String note,
            String evidence,
            String proposedBy,
            Optional<String> outcome,
            Optional<String> resolvedBy) {}

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

    /** {@code open} until the money has gone back. */
    public String status() {
        return confirmedAt.isPresent() ? "confirmed" : "open";
    }
}
