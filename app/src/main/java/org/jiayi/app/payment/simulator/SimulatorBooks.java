package org.jiayi.app.payment.simulator;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Optional;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.payment.PaymentProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the simulator remembers: orders and refunds, each statement by itself, as if in a database of somebody else's. */
@Component
@ConditionalOnProperty(name = "jiayi.payments.simulator", havingValue = "true")
class SimulatorBooks {

    private static final int AREA_DIGITS = 6;

    private final DatabaseClient database;

    SimulatorBooks(DatabaseClient database) {
        this.database = database;
    }

    /** An order as the simulator has it. */
    record Order(String number, Money amount, String state, Optional<PaymentProvider.Paid> paid) {}

    private static String area(String number) {
        return number.substring(0, Math.min(AREA_DIGITS, number.length()));
    }

    Mono<Void> open(String number, Money amount) {
        return database.sql("""
                        INSERT INTO payment_simulator_order (area, order_number, amount_fen, state) VALUES ($1, $2, $3, 'open')
                        ON CONFLICT DO NOTHING
                        """)
                .bind(0, area(number))
                .bind(1, number)
                .bind(2, amount.fen())
                .then();
    }

    Mono<Order> find(String number) {
        return database.sql("SELECT * FROM payment_simulator_order WHERE area = $1 AND order_number = $2")
                .bind(0, area(number))
                .bind(1, number)
                .map(SimulatorBooks::order)
                .one();
    }

    private static Order order(Readable row) {
        String number = Columns.text(row, "order_number");
        Money amount = Money.ofFen(Columns.get(row, "amount_fen", Long.class));
        return new Order(
                number,
                amount,
                Columns.text(row, "state"),
                Columns.find(row, "serial", String.class)
                        .map(serial -> new PaymentProvider.Paid(
                                number,
                                serial,
                                amount,
                                PaymentProvider.CURRENCY,
                                Columns.get(row, "paid_at", Instant.class))));
    }

    Mono<Void> close(String number) {
        return database.sql("""
                        UPDATE payment_simulator_order SET state = 'closed'
                        WHERE area = $1 AND order_number = $2 AND state = 'open'
                        """).bind(0, area(number)).bind(1, number).then();
    }

    /** Pays an order that is not paid, whatever its state. */
    Mono<Void> pay(String number, Instant at) {
        return database.sql("""
                        UPDATE payment_simulator_order SET state = 'paid', serial = 'SIM-P-' || order_number, paid_at = $3
                        WHERE area = $1 AND order_number = $2 AND state <> 'paid'
                        """)
                .bind(0, area(number))
                .bind(1, number)
                .bind(2, at)
                .then();
    }

    Mono<Void> refund(PaymentProvider.RefundOrder refund, Instant at) {
        return database.sql("""
                        INSERT INTO payment_simulator_refund (area, refund_number, order_number, amount_fen, serial, refunded_at)
                        SELECT o.area, $2, o.order_number, $4, 'SIM-R-' || $2, $5 FROM payment_simulator_order o
                        WHERE o.area = $1 AND o.order_number = $3 AND o.state = 'paid'
                            AND $4 <= o.amount_fen - (SELECT coalesce(sum(r.amount_fen), 0) FROM payment_simulator_refund r
                                WHERE r.area = o.area AND r.order_number = o.order_number)
                        ON CONFLICT DO NOTHING
                        """)
                .bind(0, area(refund.number()))
                .bind(1, refund.number())
                .bind(2, refund.orderNumber())
                .bind(3, refund.amount().fen())
                .bind(4, at)
                .then();
    }

    Mono<PaymentProvider.Refunded> findRefund(String number) {
        return database.sql("SELECT * FROM payment_simulator_refund WHERE area = $1 AND refund_number = $2")
                .bind(0, area(number))
                .bind(1, number)
                .map(row -> new PaymentProvider.Refunded(
                        number,
                        Columns.text(row, "serial"),
                        Money.ofFen(Columns.get(row, "amount_fen", Long.class)),
                        PaymentProvider.CURRENCY,
                        Columns.get(row, "refunded_at", Instant.class)))
                .one();
    }

    Flux<PaymentProvider.BillLine> bill(Instant from, Instant until) {
        return database.sql("""
                        SELECT 'PAYMENT' AS kind, order_number AS number, serial, amount_fen FROM payment_simulator_order
                        WHERE state = 'paid' AND paid_at >= $1 AND paid_at < $2
                        UNION ALL
                        SELECT 'REFUND', refund_number, serial, amount_fen FROM payment_simulator_refund
                        WHERE refunded_at >= $1 AND refunded_at < $2
                        ORDER BY kind, number
                        """)
                .bind(0, from)
                .bind(1, until)
                .map(row -> new PaymentProvider.BillLine(
                        PaymentProvider.BillLine.Kind.valueOf(Columns.text(row, "kind")),
                        Columns.text(row, "number"),
                        Columns.text(row, "serial"),
                        Money.ofFen(Columns.get(row, "amount_fen", Long.class)),
                        true))
                .all();
    }
}
