package org.jiayi.app.settlement;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.money.Money;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Payment orders and what the bank said of them in the database. */
@Component
class PaymentOrderStore {

    private final DatabaseClient database;

    PaymentOrderStore(DatabaseClient database) {
        this.database = database;
    }

    /** How a payee stands with a fund after its last order. */
    record Standing(String payee, int position, long carriedOutFen) {}

    /** How the payees stand with a fund, by payee. */
    Mono<Map<String, Standing>> standings(String area, String fund) {
        return database.sql("""
                        SELECT DISTINCT ON (payee) payee, position, carried_out_fen FROM settlement_payment_order
                        WHERE area = $1 AND fund = $2 ORDER BY payee, position DESC
                        """)
                .bind(0, area)
                .bind(1, fund)
                .mapProperties(Standing.class)
                .all()
                .collectMap(Standing::payee);
    }

    Mono<Void> add(List<PaymentOrder> orders, String area, Caller caller, Instant at) {
        return database.sql("""
                        INSERT INTO settlement_payment_order (area, order_id, batch_id, payee, institution_code, fund, position,
                            due_fen, carried_in_fen, amount_fen, carried_out_fen, ordered_by, ordered_at)
                        SELECT $1, row.*, $12, $13 FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[],
                            $7::integer[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[]) AS row
                        """)
                .bind(0, area)
                .bind(1, Columns.array(orders, UUID[]::new, PaymentOrder::orderId))
                .bind(2, Columns.array(orders, UUID[]::new, PaymentOrder::batchId))
                .bind(3, Columns.array(orders, String[]::new, PaymentOrder::payee))
                .bind(4, Columns.array(orders, String[]::new, PaymentOrder::institutionCode))
                .bind(5, Columns.array(orders, String[]::new, PaymentOrder::fund))
                .bind(6, Columns.array(orders, Integer[]::new, PaymentOrder::position))
                .bind(7, fen(orders, PaymentOrder::due))
                .bind(8, fen(orders, PaymentOrder::carriedIn))
                .bind(9, fen(orders, PaymentOrder::amount))
                .bind(10, fen(orders, PaymentOrder::carriedOut))
                .bind(11, caller.subject())
                .bind(12, at)
                .then();
    }

    private static Long[] fen(List<PaymentOrder> orders, Function<PaymentOrder, Money> amount) {
        return Columns.array(orders, Long[]::new, order -> amount.apply(order).fen());
    }

    /** The order of that id; empty for none. */
    Mono<PaymentOrder> find(String area, UUID orderId) {
        return read("order_id", area, orderId).singleOrEmpty();
    }

    /** The orders of a batch, by payee. */
    Flux<PaymentOrder> ofBatch(String area, UUID batchId) {
        return read("batch_id", area, batchId);
    }

    private Flux<PaymentOrder> read(String column, String area, UUID id) {
        return payments(column, area, id)
                .flatMapMany(payments -> database.sql("""
                        SELECT * FROM settlement_payment_order WHERE area = $1 AND %s = $2 ORDER BY payee
                        """.formatted(column))
                        .bind(0, area)
                        .bind(1, id)
                        .map(row -> order(row, payments))
                        .all());
    }

    private Mono<Map<UUID, List<PaymentOrder.Payment>>> payments(String column, String area, UUID id) {
        return database.sql("""
                        SELECT p.*, r.note AS reversal_note, r.recorded_by AS reversed_by FROM settlement_payment p
                        JOIN settlement_payment_order o USING (area, order_id)
                        LEFT JOIN settlement_payment_reversal r USING (area, payment_id)
                        WHERE o.area = $1 AND o.%s = $2 ORDER BY payment_id
                        """.formatted(column))
                .bind(0, area)
                .bind(1, id)
                .map(row -> Map.entry(Columns.get(row, "order_id", UUID.class), payment(row)))
                .all()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static PaymentOrder order(Readable row, Map<UUID, List<PaymentOrder.Payment>> payments) {
        UUID orderId = Columns.get(row, "order_id", UUID.class);
        return new PaymentOrder(
                Columns.text(row, "area"),
                orderId,
                Columns.get(row, "batch_id", UUID.class),
                Columns.text(row, "payee"),
                Columns.text(row, "institution_code"),
                Columns.text(row, "fund"),
                Columns.get(row, "position", Integer.class),
                Money.ofFen(Columns.get(row, "due_fen", Long.class)),
                Money.ofFen(Columns.get(row, "carried_in_fen", Long.class)),
                payments.getOrDefault(orderId, List.of()));
    }

    private static PaymentOrder.Payment payment(Readable row) {
        return new PaymentOrder.Payment(
                Columns.get(row, "payment_id", UUID.class),
                Columns.text(row, "outcome").equals("paid"),
                Money.ofFen(Columns.get(row, "amount_fen", Long.class)),
                Columns.get(row, "value_on", LocalDate.class),
                Columns.text(row, "bank_reference"),
                Columns.text(row, "note"),
                Columns.find(row, "reversal_note", String.class)
                        .map(note -> new PaymentOrder.Reversal(note, Columns.text(row, "reversed_by"))));
    }

    Mono<Void> addPayment(PaymentOrder order, PaymentOrder.Payment payment, Caller caller, Instant at) {
        return database.sql("""
                        INSERT INTO settlement_payment (area, payment_id, order_id, outcome, ordered_fen, paid_before_fen,
                            amount_fen, value_on, bank_reference, note, recorded_by, recorded_at, reversed_before_fen)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                        """)
                .bind(0, order.area())
                .bind(1, payment.paymentId())
                .bind(2, order.orderId())
                .bind(3, payment.paid() ? "paid" : "failed")
                .bind(4, order.amount().fen())
                .bind(5, order.paidEver().fen())
                .bind(6, payment.amount().fen())
                .bind(7, payment.valueOn())
                .bind(8, payment.bankReference())
                .bind(9, payment.note())
                .bind(10, caller.subject())
                .bind(11, at)
                .bind(12, order.paidEver().minus(order.paid()).fen())
                .then();
    }

    Mono<Void> addReversal(String area, UUID paymentId, String note, UUID entryId, Caller caller, Instant at) {
        return database.sql("""
                        WITH payment AS (
                            UPDATE settlement_payment SET reversed = true WHERE area = $1 AND payment_id = $2
                        )
                        INSERT INTO settlement_payment_reversal (area, payment_id, note, entry_id, recorded_by, recorded_at)
                        VALUES ($1, $2, $3, $4, $5, $6)
                        """)
                .bind(0, area)
                .bind(1, paymentId)
                .bind(2, note)
                .bind(3, entryId)
                .bind(4, caller.subject())
                .bind(5, at)
                .then();
    }

    /** How many orders of a batch are not paid whole. */
    Mono<Long> outstanding(String area, UUID batchId) {
        return ofBatch(area, batchId)
                .filter(order -> order.status() != PaymentOrder.Status.PAID)
                .count();
    }
}
