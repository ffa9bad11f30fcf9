package org.jiayi.app.capitation;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/**
 * 异常清单: heads of a counted month that something known today speaks against. Nothing is changed by it: whoever reviews the month
 * decides whether it is computed again, or left to the corrections of a later month.
 */
@Component
public class Anomalies {

    /** The most that are told of one kind. */
    public static final int ANOMALIES_MAX = 1_000;

    private final DatabaseClient database;
    private final CountedMonths months;
    private final TariffPolicies policies;
    private final LateFacts lateFacts;
    private final HeadCount headCount;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    Anomalies(
            DatabaseClient database,
            CountedMonths months,
            TariffPolicies policies,
            LateFacts lateFacts,
            HeadCount headCount,
            ShieldedTransactions transactions,
            Clock clock) {
        this.database = database;
        this.months = months;
        this.policies = policies;
        this.lateFacts = lateFacts;
        this.headCount = headCount;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * A head that is doubtful.
     *
     * @param kind a reason of corrections for what was heard since, {@code double_area} for somebody who counts in another pooling
     *     area too
     */
    public record Anomaly(String kind, UUID residentId, UUID contractId, String institutionCode, String payee) {}

    /**
     * The doubtful heads of a counted month within the caller's reach; at most so many of each of the two kinds of doubt. Something may
     * have been heard of everybody, so they are looked for with a batch's settings.
     */
    public Flux<Anomaly> of(String area, InsuranceScheme scheme, Month month, Scope scope) {
        return months.find(area, scheme, month)
                .map(counted -> new Heads(area, counted, scheme, scope))
                .flatMap(heads -> transactions.run(() -> headCount
                        .forBatches()
                        .thenMany(Flux.defer(() -> Flux.concat(elsewhere(heads), heardSince(heads))))
                        .collectList()))
                .flatMapIterable(Function.identity());
    }

    /** The heads of a counted month that somebody may see. */
    private record Heads(String area, CountedMonth counted, InsuranceScheme scheme, Scope scope) {

        /** What holds of them, of a table of that alias. */
        String among(BoundSql sql, String alias) {
            return "%1$s.area = %2$s AND %1$s.scheme = %3$s AND %1$s.month = %4$s%5$s"
                    .formatted(
                            alias,
                            sql.value(area, "text"),
                            sql.value(scheme.code(), "text"),
                            sql.value(counted.month(), "date"),
                            scope.institution()
                                    .map(code -> " AND %1$s IN (%2$s.institution_code, %2$s.payee)"
                                            .formatted(sql.value(code, "text"), alias))
                                    .orElse(""));
        }
    }

    private Flux<Anomaly> heardSince(Heads heads) {
        return policies.get(heads.area(), heads.counted().policyId())
                .flatMapMany(policy -> lateFacts.ofChanged(
                        heads.area(),
                        policy.scheme(),
                        List.of(heads.counted()),
                        List.of(policy),
                        () -> policies.heads(heads.area(), heads.counted().inMonth(), policy, clock.instant())
                                .flatMapMany(today -> differing(heads, today))));
    }

    private Flux<Anomaly> differing(Heads heads, CountedHeads today) {
        BoundSql sql = new BoundSql();
        String now = today.among(sql, LateFacts.CHANGED);
        return told(sql, """
                        WITH stood AS (SELECT %s FROM capitation_person_month h JOIN %s USING (resident_id) WHERE %s),
                        now AS (%s)
                        SELECT %s AS kind, s.resident_id, s.contract_id, s.institution_code, s.payee
                        FROM stood s LEFT JOIN now n ON n.resident_id = s.resident_id
                        WHERE %s AND %s ORDER BY s.resident_id LIMIT %d
                        """.formatted(
                        CountedHeads.COLUMNS,
                        LateFacts.CHANGED,
                        heads.among(sql, "h"),
                        now,
                        new HeadDifference(today.area(), today.month(), today.policy(), today.knownAt()).reason(sql),
                        HeadDifference.DIFFERS,
                        LateFacts.mayDiffer(List.of(today.policy())),
                        ANOMALIES_MAX));
    }

    /** The same document counts in another pooling area, of which nothing more is told. */
    private Flux<Anomaly> elsewhere(Heads heads) {
        BoundSql sql = new BoundSql();
        return told(sql, """
                        SELECT DISTINCT 'double_area' AS kind, h.resident_id, h.contract_id, h.institution_code, h.payee
                        FROM capitation_person_month h
                        JOIN resident_document d ON d.area = h.area AND d.resident_id = h.resident_id AND upper_inf(d.known)
                        JOIN resident_document e ON e.document_index = d.document_index AND e.area <> d.area AND upper_inf(e.known)
                        JOIN capitation_person_month o ON o.area = e.area AND o.resident_id = e.resident_id AND o.month = h.month
                        WHERE %s ORDER BY h.resident_id LIMIT %d
                        """.formatted(heads.among(sql, "h"), ANOMALIES_MAX));
    }

    private Flux<Anomaly> told(BoundSql sql, String text) {
        return sql.bind(database, text).mapProperties(Anomaly.class).all();
    }
}
