package org.jiayi.app.payment.persistence;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.payment.Collected;
import org.jiayi.app.payment.CollectedMonths;
import org.jiayi.app.payment.CollectedStore;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
class PostgresCollected implements CollectedStore {

    private final DatabaseClient database;

    PostgresCollected(DatabaseClient database) {
        this.database = database;
    }

    /** The area, the payer and the month are the first three values. */
    private GenericExecuteSpec about(Period period, String sql) {
        return database.sql(sql)
                .bind(0, period.area())
                .bind(1, period.payer().code())
                .bind(2, period.month().firstDay());
    }

    @Override
    public Mono<Boolean> isKept(Period period) {
        return about(period, """
                        SELECT count(*) FROM payment_collected_month WHERE area = $1 AND payer = $2 AND month = $3
                        """).mapValue(Long.class).one().map(kept -> kept > 0);
    }

    @Override
    public Mono<LocalDate> inTheWay(Period period) {
        return about(period, """
                        WITH kept AS (
                            SELECT coalesce(max(month), '-infinity') AS month FROM payment_collected_month
                            WHERE area = $1 AND payer = $2
                        )
                        SELECT min(month) AS month FROM (
                            SELECT l.month FROM fee_line l, kept
                            WHERE l.area = $1 AND l.payer = $2 AND l.amount_fen <> 0 AND l.month > kept.month AND l.month < $3
                            UNION ALL
                            SELECT t.month FROM ledger_transfer t, kept
                            WHERE t.area = $1 AND t.month > kept.month AND t.month < $3
                                AND (t.reason = 'payment' AND t.credit_account = $4
                                    OR t.reason = 'payment_refund' AND t.debit_account = $4)
                            UNION ALL
                            SELECT month FROM kept WHERE month > $3) AS other
                        """)
                .bind(3, period.payer().charged().name())
                .map(row -> Columns.find(row, "month", LocalDate.class))
                .one()
                .flatMap(Mono::justOrEmpty);
    }

    @Override
    public Mono<Void> addMonth(Period period, Instant at) {
        return about(period, """
                        INSERT INTO payment_collected_month (area, payer, month, earlier, recorded_at)
                        SELECT $1, $2, $3, max(month), $4 FROM payment_collected_month WHERE area = $1 AND payer = $2
                        """).bind(3, at).then();
    }

    @Override
    public Flux<UUID> touched(Period period) {
        return about(period, """
                        SELECT contract_id FROM fee_line
                        WHERE area = $1 AND payer = $2 AND month = $3 AND amount_fen <> 0
                        UNION
                        SELECT p.contract_id FROM ledger_transfer t
                        JOIN payment_payment p ON p.area = t.area
                            AND p.payment_id = CASE WHEN t.reason = 'payment' THEN split_part(t.business_key, ':', 2)::uuid END
                        WHERE t.area = $1 AND t.month = $3 AND t.reason = 'payment' AND t.credit_account = $4
                        UNION
                        SELECT f.contract_id FROM ledger_transfer t
                        JOIN payment_refund f ON f.area = t.area
                            AND f.refund_id = CASE WHEN t.reason = 'payment_refund' THEN split_part(t.business_key, ':', 2)::uuid END
                        WHERE t.area = $1 AND t.month = $3 AND t.reason = 'payment_refund' AND t.debit_account = $4
                        """)
                .bind(3, period.payer().charged().name())
                .mapValue(UUID.class)
                .all();
    }

    @Override
    public Mono<List<Collected.Share>> shares(Period period, List<UUID> contractIds) {
        return database.sql(PostgresPayments.MEMBERS + """
                        , borne AS (
                            SELECT m.chain, coalesce(upper(l.covers), DATE '9999-12-31') AS until, l.contract_id,
                                l.institution_code, sum(l.amount_fen)::bigint AS borne_fen
                            FROM member m JOIN fee_line l ON l.area = $1 AND l.contract_id = m.contract_id
                                AND l.contract_id = ANY (ARRAY(SELECT contract_id FROM member))
                            WHERE l.payer = $3 AND l.month <= $4
                            GROUP BY m.chain, 2, l.contract_id, l.institution_code
                        ), paid AS (
                            SELECT chain, sum(fen)::bigint AS paid_fen FROM (
                                SELECT m.chain, r.amount_fen AS fen FROM member m
                                JOIN payment_payment p ON p.area = $1 AND p.contract_id = m.contract_id AND p.payer = $3
                                    AND p.contract_id = ANY (ARRAY(SELECT contract_id FROM member))
                                JOIN payment_receipt r ON r.area = p.area AND r.payment_id = p.payment_id
                                JOIN ledger_transfer t ON t.area = p.area AND t.month <= $4
                                    AND t.business_key = 'payment:' || p.payment_id::text
                                UNION ALL
                                SELECT m.chain, -f.amount_fen FROM member m
                                JOIN payment_refund f ON f.area = $1 AND f.contract_id = m.contract_id AND f.payer = $3
                                    AND f.contract_id = ANY (ARRAY(SELECT contract_id FROM member))
                                JOIN ledger_transfer t ON t.area = f.area AND t.month <= $4
                                    AND t.business_key = 'payment-refund:' || f.refund_id::text) AS money
                            GROUP BY chain
                        ), earlier AS (
                            SELECT contract_id, institution_code, sum(amount_fen)::bigint AS before_fen FROM payment_collected
                            WHERE area = $1 AND payer = $3 AND contract_id = ANY (ARRAY(SELECT contract_id FROM member))
                            GROUP BY contract_id, institution_code
                        )
                        SELECT b.chain, b.until, b.contract_id, b.institution_code, b.borne_fen, coalesce(p.paid_fen, 0) AS paid_fen,
                            coalesce(e.before_fen, 0) AS before_fen
                        FROM borne b
                        LEFT JOIN paid p ON p.chain = b.chain
                        LEFT JOIN earlier e ON e.contract_id = b.contract_id AND e.institution_code = b.institution_code
                        ORDER BY b.chain, b.until, b.contract_id, b.institution_code
                        """)
                .bind(0, period.area())
                .bind(1, contractIds.toArray(UUID[]::new))
                .bind(2, period.payer().code())
                .bind(3, period.month().firstDay())
                .map(row -> new Collected.Share(
                        Columns.get(row, "chain", UUID.class),
                        Columns.get(row, "until", LocalDate.class),
                        Columns.get(row, "contract_id", UUID.class),
                        Columns.text(row, "institution_code"),
                        PaymentRows.money(row, "borne_fen"),
                        PaymentRows.money(row, "paid_fen"),
                        PaymentRows.money(row, "before_fen")))
                .all()
                .collectList();
    }

    @Override
    public Mono<Void> add(Period period, List<Collected.Part> parts) {
        return about(period, """
                        INSERT INTO payment_collected (area, contract_id, payer, institution_code, month, amount_fen)
                        SELECT $1, contract_id, $2, institution_code, $3, amount_fen
                        FROM unnest($4::uuid[], $5::text[], $6::bigint[]) AS row (contract_id, institution_code, amount_fen)
                        """)
                .bind(3, Columns.array(parts, UUID[]::new, Collected.Part::contractId))
                .bind(4, Columns.array(parts, String[]::new, Collected.Part::institutionCode))
                .bind(5, Columns.array(parts, Long[]::new, part -> part.amount().fen()))
                .then();
    }

    @Override
    public Flux<CollectedMonths.Line> lines(Period period) {
        return about(period, """
                        SELECT institution_code, count(DISTINCT contract_id) AS contracts, sum(amount_fen)::bigint AS amount_fen
                        FROM payment_collected WHERE area = $1 AND payer = $2 AND month = $3
                        GROUP BY institution_code ORDER BY institution_code
                        """)
                .map(row -> new CollectedMonths.Line(
                        Columns.text(row, "institution_code"),
                        Columns.get(row, "contracts", Long.class),
                        PaymentRows.money(row, "amount_fen")))
                .all();
    }

    @Override
    public Flux<CollectedMonths.Group> groups(Period period, String institutionCode) {
        return about(period, """
                        SELECT amount_fen > 0 AS came, count(*) AS contracts, sum(amount_fen)::bigint AS amount_fen,
                            (array_agg(contract_id ORDER BY contract_id))[1] AS contract_id
                        FROM payment_collected WHERE area = $1 AND payer = $2 AND month = $3 AND institution_code = $4
                        GROUP BY 1 ORDER BY 1 DESC
                        """)
                .bind(3, institutionCode)
                .map(row -> new CollectedMonths.Group(
                        Columns.get(row, "came", Boolean.class),
                        Columns.get(row, "contracts", Long.class),
                        PaymentRows.money(row, "amount_fen"),
                        Columns.get(row, "contract_id", UUID.class)))
                .all();
    }
}
