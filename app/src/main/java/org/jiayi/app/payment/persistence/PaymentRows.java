package org.jiayi.app.payment.persistence;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.payment.Payment;
import org.jiayi.app.payment.PaymentRefund;
import org.jiayi.app.payment.RefundStore;
import org.jiayi.app.payment.SharePayer;

/** Rows as payments and refunds. */
final class PaymentRows {

    private PaymentRows() {}

    static Money money(Readable row, String column) {
        return Money.ofFen(Columns.get(row, column, Long.class));
    }

    /** A row of payment_payment, with the columns of its receipt and its closing beside it. */
    static Payment payment(Readable row, List<PaymentRefund> refunds) {
        return new Payment(
                Columns.text(row, "area"),
                Columns.get(row, "payment_id", UUID.class),
                Columns.get(row, "contract_id", UUID.class),
                SharePayer.of(Columns.text(row, "payer")),
                Columns.text(row, "provider"),
                Columns.text(row, "order_number"),
                money(row, "amount_fen"),
                Columns.text(row, "institution_code"),
                Columns.text(row, "team_number"),
                Payment.Status.valueOf(Columns.text(row, "status").toUpperCase(Locale.ROOT)),
                Columns.find(row, "prepay", String.class),
                Columns.get(row, "opened_at", Instant.class),
                Columns.get(row, "expires_at", Instant.class),
                Columns.find(row, "confirmed_at", Instant.class),
                Columns.find(row, "timed_out_at", Instant.class),
                Columns.find(row, "failed_at", Instant.class),
                closing(row),
                receipt(row),
                refunds);
    }

    private static Optional<Payment.Receipt> receipt(Readable row) {
        return Columns.find(row, "provider_serial", String.class)
                .map(serial -> new Payment.Receipt(
                        serial, Columns.get(row, "late", Boolean.class), Columns.get(row, "paid_at", Instant.class)));
    }

    private static Optional<Payment.Closing> closing(Readable row) {
        return Columns.find(row, "closed_by", String.class)
                .map(closedBy -> new Payment.Closing(Columns.text(row, "note"), closedBy));
    }

    /** A row of payment_refund, with what the bank says of it beside it. */
    static PaymentRefund refund(Readable row, List<PaymentRefund.Exit> exits) {
        return new PaymentRefund(
                Columns.get(row, "refund_id", UUID.class),
                Columns.get(row, "payment_id", UUID.class),
                Columns.text(row, "refund_number"),
                money(row, "amount_fen"),
                PaymentRefund.Reason.valueOf(Columns.text(row, "reason").toUpperCase(Locale.ROOT)),
                Columns.get(row, "attempts", Integer.class),
                Columns.find(row, "problem", String.class),
                Columns.text(row, "decided_by"),
                Columns.get(row, "decided_at", Instant.class),
                Columns.find(row, "confirmed_at", Instant.class),
                byBank(row),
                exits);
    }

    private static Optional<PaymentRefund.ByBank> byBank(Readable row) {
        return Columns.find(row, "bank_reference", String.class)
                .map(reference -> new PaymentRefund.ByBank(
                        reference,
                        Columns.get(row, "value_on", LocalDate.class),
                        Columns.text(row, "note"),
                        Columns.text(row, "recorded_by")));
    }

    /** A row of payment_refund with what the order says beside it. */
    static RefundStore.Pending pending(Readable row) {
        return new RefundStore.Pending(
                Columns.text(row, "area"),
                Columns.get(row, "refund_id", UUID.class),
                Columns.get(row, "payment_id", UUID.class),
                Columns.get(row, "contract_id", UUID.class),
                SharePayer.of(Columns.text(row, "payer")),
                Columns.text(row, "provider"),
                Columns.text(row, "refund_number"),
                Columns.text(row, "order_number"),
                money(row, "amount_fen"),
                money(row, "paid_fen"),
                Columns.get(row, "decided_at", Instant.class),
                Columns.find(row, "sent_at", Instant.class).isPresent()
                        && Columns.find(row, "problem", String.class).isEmpty(),
                Columns.get(row, "refused", Boolean.class),
                Columns.find(row, "provider_serial", String.class),
                Columns.get(row, "attempts", Integer.class),
                Columns.text(row, "institution_code"),
                Columns.text(row, "team_number"));
    }
}
