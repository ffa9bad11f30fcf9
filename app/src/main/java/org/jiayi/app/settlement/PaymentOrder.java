package org.jiayi.app.settlement;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.money.Money;

/**
 * 拨付单: what a payee is to be paid of a batch, once what it owes of earlier ones is taken off.
 *
 * @param due what the batch says; negative where it is recovered
 * @param carriedIn what earlier batches of the fund left to be recovered, zero or less
 * @param payments what the bank said, the first first
 */
public record PaymentOrder(
        String area,
        UUID orderId,
        UUID batchId,
        String payee,
        String institutionCode,
        String fund,
        int position,
        Money due,
        Money carriedIn,
        List<Payment> payments) {

    public PaymentOrder {
        payments = List.copyOf(payments);
    }

    /**
     * What the bank said of an order, or of a part of it.
     *
     * @param paid whether the money went; it did not where the bank refused
     * @param valueOn the day on which it went or was refused
     * @param bankReference the bank's own number of it, once in an area among those that are not taken back
     * @param reversal present where it was paid and is taken back
     */
    public record Payment(
            UUID paymentId,
            boolean paid,
            Money amount,
            LocalDate valueOn,
            String bankReference,
            String note,
            Optional<Reversal> reversal) {

        boolean stands() {
            return paid && reversal.isEmpty();
        }
    }

    /** 退票: why a payment is taken back, and who says so. */
    public record Reversal(String note, String recordedBy) {}

    /** Where an order stands; told from its payments. */
    public enum Status {
        ORDERED,
        PARTLY_PAID,
        /** The last that was heard is a refusal, or was taken back. */
        FAILED,
        /** Paid whole, or with nothing to pay. */
        PAID;

        /** The code in the API. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private Money balance() {
        return due.plus(carriedIn);
    }

    /** What is to be paid; zero where the payee owes. */
    public Money amount() {
        return balance().isNegative() ? Money.ZERO : balance();
    }

    /** What is left to be recovered from later batches, zero or less. */
    public Money carriedOut() {
        return balance().isNegative() ? balance() : Money.ZERO;
    }

    public Money paid() {
        return sum(Payment::stands);
    }

    /** What was ever paid, taken back or not. */
    Money paidEver() {
        return sum(Payment::paid);
    }

    private Money sum(Predicate<Payment> which) {
        return Money.sum(payments.stream().filter(which).map(Payment::amount).toList());
    }

    public Money outstanding() {
        return amount().minus(paid());
    }

    public Status status() {
        if (outstanding().isZero()) {
            return Status.PAID;
        }
        Optional<Payment> last = payments.isEmpty() ? Optional.empty() : Optional.of(payments.get(payments.size() - 1));
        return last.map(payment -> payment.stands() ? Status.PARTLY_PAID : Status.FAILED)
                .orElse(Status.ORDERED);
    }

    /** Lets the bank say something of what is outstanding, and of no more. */
    Decision<PaymentOrder> hear(Money amount) {
        return amount.isZero() || amount.isNegative() || amount.compareTo(outstanding()) > 0
                ? Decision.refuse(Refusal.of(RefusalCode.PAYMENT_ABOVE_ORDER, "/amountFen"))
                : Decision.accept(this);
    }

    /** The payment of that id, to be taken back; refused where the bank paid none, and where it is taken back already. */
    Decision<Payment> reversible(UUID paymentId) {
        return payments.stream()
                .filter(payment -> payment.paid() && payment.paymentId().equals(paymentId))
                .findFirst()
                .map(payment -> payment.stands()
                        ? Decision.accept(payment)
                        : Decision.<Payment>refuse(RefusalCode.PAYMENT_REVERSED))
                .orElseGet(() -> Decision.refuse(RefusalCode.NOT_FOUND));
    }
}
