package org.jiayi.app.yearend;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Reads settled years from the approved batches of their months: the last one's cumulative figures hold for the year, with what
 * approved adjustments of them paid since. A payee with nothing but rows of zero has no year to reconcile.
 */
@Component
class SettledBatches implements SettledYears {

    private final DatabaseClient database;

    SettledBatches(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Settled> get(String area, InsuranceScheme scheme, Month through) {
        return database.sql("""
                        SELECT batch_id, digest_sm3, (SELECT min(f.month) FROM settlement_batch f WHERE f.area = b.area
                            AND f.kind = b.kind AND f.fund = b.fund AND f.month >= $4) AS first_month
                        FROM settlement_batch b
                        WHERE area = $1 AND kind = 'capitation_month' AND fund = $2 AND month = $3
                            AND approved_by IS NOT NULL
                            AND NOT EXISTS (SELECT FROM settlement_batch o WHERE o.area = b.area AND o.kind = b.kind
                                AND o.fund = b.fund AND o.month >= $4 AND o.month < b.month
                                AND o.approved_by IS NULL)
                            AND NOT EXISTS (SELECT FROM settlement_batch a WHERE a.area = b.area AND a.kind = 'adjustment'
                                AND a.fund = b.fund AND a.status = 'confirmed')
                        """)
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, through.firstDay())
                .bind(3, Month.of(through.year(), 1).firstDay())
                .map(row -> new Settled(
                        Columns.get(row, "batch_id", UUID.class),
                        Columns.text(row, "digest_sm3"),
                        Month.containing(Columns.get(row, "first_month", LocalDate.class)),
                        List.of()))
                .one()
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.YEAR_NOT_SETTLED)))
                .flatMap(batch -> lines(area, scheme, through, batch));
    }

    private Mono<Settled> lines(String area, InsuranceScheme scheme, Month through, Settled batch) {
        return database.sql("""
                        WITH RECURSIVE settled AS (
                            SELECT batch_id, kind FROM settlement_batch
                            WHERE area = $1 AND kind = 'capitation_month' AND fund = $3 AND month BETWEEN $4 AND $5
                            UNION ALL SELECT b.batch_id, b.kind FROM settled s JOIN settlement_batch b ON b.corrects = s.batch_id
                            WHERE b.area = $1 AND b.approved_by IS NOT NULL
                        ), paid AS (
                            SELECT m.payee,
                                sum(m.heads + m.corrected_heads) FILTER (WHERE s.kind = 'capitation_month') AS person_months,
                                sum(m.prepayment_fen - m.deducted_fen) FILTER (WHERE s.kind = 'adjustment') AS adjusted_fen
                            FROM settled s JOIN settlement_line m ON m.area = $1 AND m.batch_id = s.batch_id
                            GROUP BY m.payee
                        ), own AS (
                            SELECT payee, sum(heads) AS heads FROM capitation_cell
                            WHERE area = $1 AND scheme = $3 AND month BETWEEN $4 AND $5 AND for_month >= $4 GROUP BY payee)
                        SELECT * FROM (SELECT l.payee, l.institution_code, l.cumulative_entitlement_fen, l.cumulative_prepayment_fen,
                            l.cumulative_deducted_fen, p.person_months::bigint, coalesce(o.heads, 0)::bigint AS own_person_months,
                            coalesce(p.adjusted_fen, 0)::bigint AS adjusted_fen
                        FROM settlement_line l JOIN paid p USING (payee) LEFT JOIN own o USING (payee)
                        WHERE l.area = $1 AND l.batch_id = $2) AS year
                        WHERE person_months <> 0 OR cumulative_entitlement_fen <> 0 OR cumulative_prepayment_fen <> 0
                            OR cumulative_deducted_fen <> 0 OR adjusted_fen <> 0
                        ORDER BY payee
                        """)
                .bind(0, area)
                .bind(1, batch.batchId())
                .bind(2, scheme.code())
                .bind(3, Month.of(through.year(), 1).firstDay())
                .bind(4, through.firstDay())
                .map(row -> new PayeeYear(
                        Columns.text(row, "payee"),
                        Columns.text(row, "institution_code"),
                        Columns.get(row, "person_months", Long.class),
                        Columns.get(row, "own_person_months", Long.class),
                        Money.ofFen(Columns.get(row, "cumulative_entitlement_fen", Long.class)),
                        Money.ofFen(Columns.get(row, "cumulative_prepayment_fen", Long.class)),
                        Money.ofFen(Columns.get(row, "cumulative_deducted_fen", Long.class)),
                        Money.ofFen(Columns.get(row, "adjusted_fen", Long.class))))
                .all()
                .collectList()
                .map(payees -> new Settled(batch.batchId(), batch.digestSm3(), batch.first(), payees));
    }
}
