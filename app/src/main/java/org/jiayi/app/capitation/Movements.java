package org.jiayi.app.capitation;

import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** Who came and who left from one month to the next, and why. */
@Component
public class Movements {

    private final DatabaseClient database;
    private final CountedMonths months;
    private final TariffPolicies policies;

    Movements(DatabaseClient database, CountedMonths months, TariffPolicies policies) {
        this.database = database;
        this.months = months;
        this.policies = policies;
    }

    /**
     * Heads of a payee that were not the month before, or are no more, for one reason.
     *
     * @param reason {@code joined}, or a reason of corrections
     */
    public record Movement(String payee, String reason, long came, long gone) {}

    /** The movements into a month, by payee and reason; none where it is not counted. */
    public Flux<Movement> into(String area, InsuranceScheme scheme, Month month) {
        return months.find(area, scheme, month)
                .flatMap(counted -> policies.get(area, counted.policyId())
                        .map(policy -> new HeadDifference(area, month, policy, counted.knownAt())))
                .flatMapMany(difference -> between(area, scheme, month, difference));
    }

    private Flux<Movement> between(String area, InsuranceScheme scheme, Month month, HeadDifference difference) {
        BoundSql sql = new BoundSql();
        String heads = "SELECT " + CountedHeads.COLUMNS + " FROM capitation_person_month WHERE area = "
                + sql.value(area, "text") + " AND scheme = " + sql.value(scheme.code(), "text") + " AND month = ";
        return sql.bind(database, """
                        WITH now AS (%3$s),
                        difference AS (
                            SELECT s.payee AS was, n.payee AS is_now, %1$s AS reason
                            FROM (%2$s) s FULL JOIN now n ON n.resident_id = s.resident_id
                            WHERE %4$s)
                        SELECT payee, CASE reason WHEN 'counted_late' THEN 'joined' ELSE reason END AS reason,
                            sum(came)::bigint AS came, sum(gone)::bigint AS gone
                        FROM (SELECT is_now AS payee, reason, 1 AS came, 0 AS gone FROM difference
                            UNION ALL SELECT was, reason, 0, 1 FROM difference) movement
                        WHERE payee IS NOT NULL GROUP BY payee, reason ORDER BY payee, reason
                        """.formatted(
                                difference.reason(sql),
                                heads + sql.value(month.previous().firstDay(), "date"),
                                heads + sql.value(month.firstDay(), "date"),
                                HeadDifference.DIFFERS))
                .mapProperties(Movement.class)
                .all();
    }
}
