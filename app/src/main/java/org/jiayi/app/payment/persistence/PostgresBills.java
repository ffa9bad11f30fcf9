package org.jiayi.app.payment.persistence;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.payment.BillComparison;
import org.jiayi.app.payment.BillStore;
import org.jiayi.app.payment.PaymentBill;
import org.jiayi.app.payment.PaymentProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
class PostgresBills implements BillStore {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final int CHUNK_LINES = 5_000;

    private final DatabaseClient database;

    PostgresBills(DatabaseClient database) {
        this.database = database;
    }

    /** Each side by an index of its own: no day's bill reads what was ever paid. */
    @Override
    public Flux<BillComparison.Ours> ours(String area, String provider, LocalDate day, List<String> numbers) {
        return database.sql("""
                        WITH payment AS (
                            SELECT payment_id FROM payment_receipt
                            WHERE area = $1 AND provider = $2 AND paid_at >= $3 AND paid_at < $4
                            UNION
                            SELECT p.payment_id FROM unnest($5::text[]) AS named (number)
                            JOIN payment_payment p ON p.area = $1 AND p.order_number = named.number
                            WHERE p.provider = $2
                        ), refund AS (
                            SELECT refund_id FROM payment_refund r
                            WHERE area = $1 AND provider = $2 AND refunded_at >= $3 AND refunded_at < $4 AND NOT EXISTS (
                                SELECT FROM payment_bill_line l JOIN payment_bill b USING (area, bill_id)
                                WHERE l.area = $1 AND l.kind = 'refund' AND l.order_number = r.refund_number
                                    AND l.theirs_fen IS NOT NULL AND b.provider = $2 AND b.day < $6)
                            UNION
                            SELECT r.refund_id FROM unnest($5::text[]) AS named (number)
                            JOIN payment_refund r ON r.area = $1 AND r.refund_number = named.number
                            WHERE r.provider = $2
                        )
                        SELECT 'payment' AS kind, p.order_number AS number, r.provider_serial, p.payment_id, p.amount_fen,
                            p.status AS state
                        FROM payment JOIN payment_payment p ON p.area = $1 AND p.payment_id = payment.payment_id
                        LEFT JOIN payment_receipt r ON r.area = p.area AND r.payment_id = p.payment_id
                        UNION ALL
                        SELECT 'refund', r.refund_number, r.provider_serial, r.payment_id, r.amount_fen, r.status
                        FROM refund JOIN payment_refund r ON r.area = $1 AND r.refund_id = refund.refund_id
                        WHERE NOT EXISTS (
                            SELECT FROM payment_bank_refund b WHERE b.area = $1 AND b.refund_id = r.refund_id AND NOT b.reversed)
                        """)
                .bind(0, area)
                .bind(1, provider)
                .bind(2, day.atStartOfDay(ZONE).toInstant())
                .bind(3, day.plusDays(1).atStartOfDay(ZONE).toInstant())
                .bind(4, numbers.toArray(String[]::new))
                .bind(5, day)
                .map(row -> new BillComparison.Ours(
                        kind(row),
                        Columns.text(row, "number"),
                        Columns.find(row, "provider_serial", String.class),
                        Columns.get(row, "payment_id", UUID.class),
                        PaymentRows.money(row, "amount_fen"),
                        Columns.text(row, "state")))
                .all();
    }

    private static PaymentProvider.BillLine.Kind kind(Readable row) {
        return PaymentProvider.BillLine.Kind.valueOf(Columns.text(row, "kind").toUpperCase(Locale.ROOT));
    }

    @Override
    public Mono<PaymentBill> findLast(String area, String provider, LocalDate day) {
        return database.sql("""
                        SELECT * FROM payment_bill WHERE area = $1 AND provider = $2 AND day = $3
                        ORDER BY version DESC LIMIT 1
                        """)
                .bind(0, area)
                .bind(1, provider)
                .bind(2, day)
                .map(PostgresBills::bill)
                .one();
    }

    private static PaymentBill bill(Readable row) {
        return new PaymentBill(
                Columns.text(row, "area"),
                Columns.get(row, "bill_id", UUID.class),
                Columns.text(row, "provider"),
                Columns.get(row, "day", LocalDate.class),
                Columns.get(row, "version", Integer.class),
                Columns.text(row, "digest_sha256"),
                Columns.text(row, "fetched_by"),
                Columns.get(row, "fetched_at", Instant.class));
    }

    @Override
    public Mono<Void> add(PaymentBill bill, String fetchedBy, List<BillComparison.Entry> entries) {
        return database.sql("""
                        INSERT INTO payment_bill (area, bill_id, provider, day, version, digest_sha256, fetched_by, fetched_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                        """)
                .bind(0, bill.area())
                .bind(1, bill.billId())
                .bind(2, bill.provider())
                .bind(3, bill.day())
                .bind(4, bill.version())
                .bind(5, bill.digestSha256())
                .bind(6, fetchedBy)
                .bind(7, bill.fetchedAt())
                .then()
                .thenMany(Flux.range(0, (entries.size() + CHUNK_LINES - 1) / CHUNK_LINES))
                .concatMap(chunk -> addLines(
                        bill,
                        chunk * CHUNK_LINES,
                        entries.subList(chunk * CHUNK_LINES, Math.min(entries.size(), (chunk + 1) * CHUNK_LINES))))
                .then();
    }

    private Mono<Void> addLines(PaymentBill bill, int before, List<BillComparison.Entry> entries) {
        return database.sql("""
                        INSERT INTO payment_bill_line (area, bill_id, number, kind, outcome, order_number, provider_serial,
                            payment_id, ours_fen, theirs_fen, ours_state, theirs_state)
                        SELECT $1, $2, number, kind, outcome, order_number, nullif(serial, ''), payment_id, ours_fen, theirs_fen,
                            ours_state, theirs_state
                        FROM unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::bigint[],
                                $10::bigint[], $11::text[], $12::text[])
                            AS row (number, kind, outcome, order_number, serial, payment_id, ours_fen, theirs_fen, ours_state,
                                theirs_state)
                        """)
                .bind(0, bill.area())
                .bind(1, bill.billId())
                .bind(
                        2,
                        IntStream.rangeClosed(before + 1, before + entries.size())
                                .boxed()
                                .toArray(Integer[]::new))
                .bind(
                        3,
                        Columns.array(
                                entries,
                                String[]::new,
                                entry -> entry.kind().name().toLowerCase(Locale.ROOT)))
                .bind(
                        4,
                        Columns.array(
                                entries, String[]::new, entry -> entry.outcome().code()))
                .bind(5, Columns.array(entries, String[]::new, BillComparison.Entry::number))
                .bind(
                        6,
                        Columns.array(
                                entries, String[]::new, entry -> entry.serial().orElse("")))
                .bind(
                        7,
                        Columns.array(
                                entries, UUID[]::new, entry -> entry.paymentId().orElse(null)))
                .bind(8, Columns.array(entries, Long[]::new, entry -> fen(entry.ours())))
                .bind(9, Columns.array(entries, Long[]::new, entry -> fen(entry.theirs())))
                .bind(10, Columns.array(entries, String[]::new, entry -> state(entry.ours())))
                .bind(11, Columns.array(entries, String[]::new, entry -> state(entry.theirs())))
                .then();
    }

    private static @Nullable Long fen(Optional<BillComparison.Side> side) {
        return side.map(one -> one.amount().fen()).orElse(null);
    }

    private static @Nullable String state(Optional<BillComparison.Side> side) {
        return side.map(BillComparison.Side::state).orElse(null);
    }

    @Override
    public Mono<PaymentBill> find(String area, UUID billId) {
        return database.sql("SELECT * FROM payment_bill WHERE area = $1 AND bill_id = $2")
                .bind(0, area)
                .bind(1, billId)
                .map(PostgresBills::bill)
                .one();
    }

    @Override
    public Flux<PaymentBill> list(String area) {
        return database.sql("SELECT * FROM payment_bill WHERE area = $1 ORDER BY bill_id DESC LIMIT 400")
                .bind(0, area)
                .map(PostgresBills::bill)
                .all();
    }

    @Override
    public Flux<NumberedEntry> entries(String area, UUID billId, Optional<String> outcome, int after, int limit) {
        return database.sql("""
                        SELECT * FROM payment_bill_line
                        WHERE area = $1 AND bill_id = $2 AND number > $3 AND ($4::text IS NULL OR outcome = $4)
                        ORDER BY number LIMIT $5
                        """)
                .bind(0, area)
                .bind(1, billId)
                .bind(2, after)
                .bind(3, Columns.orNull(outcome, String.class))
                .bind(4, limit)
                .map(row -> new NumberedEntry(Columns.get(row, "number", Integer.class), entry(row)))
                .all();
    }

    private static BillComparison.Entry entry(Readable row) {
        return new BillComparison.Entry(
                kind(row),
                BillComparison.Outcome.valueOf(Columns.text(row, "outcome").toUpperCase(Locale.ROOT)),
                Columns.text(row, "order_number"),
                Columns.find(row, "provider_serial", String.class),
                Columns.find(row, "payment_id", UUID.class),
                side(row, "ours"),
                side(row, "theirs"));
    }

    private static Optional<BillComparison.Side> side(Readable row, String whose) {
        return Columns.find(row, whose + "_fen", Long.class)
                .map(fen -> new BillComparison.Side(Money.ofFen(fen), Columns.text(row, whose + "_state")));
    }

    @Override
    public Flux<Total> totals(String area, UUID billId) {
        return database.sql("""
                        SELECT outcome, count(*) AS lines,
                            coalesce(sum(CASE kind WHEN 'refund' THEN -ours_fen ELSE ours_fen END), 0)::bigint AS ours_fen,
                            coalesce(sum(CASE kind WHEN 'refund' THEN -theirs_fen ELSE theirs_fen END), 0)::bigint AS theirs_fen
                        FROM payment_bill_line WHERE area = $1 AND bill_id = $2 GROUP BY outcome ORDER BY outcome
                        """)
                .bind(0, area)
                .bind(1, billId)
                .map(row -> new Total(
                        Columns.text(row, "outcome"),
                        Columns.get(row, "lines", Long.class),
                        PaymentRows.money(row, "ours_fen"),
                        PaymentRows.money(row, "theirs_fen")))
                .all();
    }
}
