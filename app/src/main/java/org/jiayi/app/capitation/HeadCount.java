package org.jiayi.app.capitation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Counts heads where the rows are: who counts in a month, for which payee, in which tariff row. */
@Component
class HeadCount {

    private final DatabaseClient database;
    private final CountedMonths months;
    private final TariffPolicies policies;
    private final LateFacts lateFacts;

    HeadCount(DatabaseClient database, CountedMonths months, TariffPolicies policies, LateFacts lateFacts) {
        this.database = database;
        this.months = months;
        this.policies = policies;
        this.lateFacts = lateFacts;
    }

    /**
     * Heads of one payee in one tariff row and grade, counted in a month or corrected for an earlier one.
     *
     * @param institutionCode of the contracts: the payee's own, or one below it
     * @param heads negative where more was taken back than added
     */
    record Cell(
            String payee,
            String institutionCode,
            LocalDate forMonth,
            UUID policyId,
            int tariffRow,
            int grade,
            long heads) {

        Month inMonth() {
            return Month.containing(forMonth);
        }
    }

    /**
     * Counts the month anew, in place of what was counted of it and of all later months: a person-month for each head, signed
     * ones for what was heard late of earlier months, and the cells they add up to.
     */
    Mono<Void> count(String area, InsuranceScheme scheme, CountedMonth counted, CapitationPolicy policy) {
        Month month = counted.inMonth();
        return forBatches()
                .then(clearFrom(area, scheme, month))
                .then(keep(area, scheme, counted))
                .then(countHeads(area, scheme, month, policy, counted.knownAt()))
                .then(lateFacts.correct(area, scheme, counted, policy))
                .then(sumCells(area, scheme, month))
                .then(database.sql("DROP TABLE counted_head").then());
    }

    private Mono<Void> keep(String area, InsuranceScheme scheme, CountedMonth counted) {
        return policies.beside(area, scheme, counted.inMonth())
                .map(Policy::policyId)
                .collectList()
                .flatMap(beside -> months.keep(area, scheme, counted, beside));
    }

    /**
     * Nested loops are the planner's worst mistake here, a plan for any month knows nothing of this one, a month of a province takes
     * longer than a request may, and sorting it on disk would take as long again.
     */
    Mono<Void> forBatches() {
        return database.sql("""
                        SELECT set_config('enable_nestloop', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true),
                            set_config('statement_timeout', '30min', true), set_config('work_mem', '256MB', true)
                        """).then();
    }

    /** Forgets what was counted and booked of a month and of those after it. */
    Mono<Void> forgetFrom(String area, InsuranceScheme scheme, Month month) {
        return forBatches().then(clearFrom(area, scheme, month));
    }

    private Mono<Void> clearFrom(String area, InsuranceScheme scheme, Month month) {
        return Flux.just(
                        "capitation_booking",
                        "capitation_cell",
                        "capitation_correction",
                        "capitation_person_month",
                        "capitation_month")
                .concatMap(table -> database.sql(
                                "DELETE FROM " + table + " WHERE area = $1 AND scheme = $2 AND month >= $3")
                        .bind(0, area)
                        .bind(1, scheme.code())
                        .bind(2, month.firstDay())
                        .then())
                .then();
    }

    /**
     * Counted into a table of the transaction's own first, which stays until the cells are added up: PostgreSQL shares {@code CREATE
     * TABLE AS} among its processes, and never {@code INSERT … SELECT}.
     */
    private Mono<Void> countHeads(
            String area, InsuranceScheme scheme, Month month, CapitationPolicy policy, Instant knownAt) {
        return policies.heads(area, month, policy, knownAt)
                .flatMap(heads -> {
                    BoundSql sql = new BoundSql();
                    String everybody = heads.everybody(sql);
                    return sql.bind(database, "CREATE TEMPORARY TABLE counted_head AS " + everybody)
                            .then();
                })
                .then(Mono.defer(() -> database.sql(
                                "INSERT INTO capitation_person_month (area, scheme, month, " + CountedHeads.COLUMNS
                                        + ") SELECT $1, $2, $3, " + CountedHeads.COLUMNS + " FROM counted_head")
                        .bind(0, area)
                        .bind(1, scheme.code())
                        .bind(2, month.firstDay())
                        .then()));
    }

    private Mono<Void> sumCells(String area, InsuranceScheme scheme, Month month) {
        return database.sql("""
                        INSERT INTO capitation_cell (area, scheme, month, for_month, payee, institution_code, policy_id,
                            tariff_row, grade, heads)
                        SELECT $1, $2, $3, h.for_month, h.payee, h.institution_code, m.policy_id, h.tariff_row, h.grade,
                            sum(h.heads)
                        FROM (SELECT $3 AS for_month, payee, institution_code, tariff_row, grade, count(*) AS heads
                                FROM counted_head GROUP BY payee, institution_code, tariff_row, grade
                            UNION ALL SELECT for_month, payee, institution_code, tariff_row, grade, heads
                                FROM capitation_correction WHERE area = $1 AND scheme = $2 AND month = $3) h
                        JOIN capitation_month m ON m.area = $1 AND m.scheme = $2 AND m.month = h.for_month
                        GROUP BY h.for_month, h.payee, h.institution_code, m.policy_id, h.tariff_row, h.grade
                        HAVING sum(h.heads) <> 0
                        """)
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, month.firstDay())
                .then();
    }

    /**
     * The cells that a month would have by a policy, whatever its state; nothing is kept of it. Must be called inside a shielded
     * transaction.
     */
    Flux<Cell> tryOut(String area, Month month, UUID policyId, CapitationPolicy policy, Instant knownAt) {
        return forBatches().then(policies.heads(area, month, policy, knownAt)).flatMapMany(heads -> {
            BoundSql sql = new BoundSql();
            String everybody = heads.everybody(sql);
            return sql.bind(database, """
                                    SELECT payee, institution_code, %s AS for_month, %s AS policy_id, tariff_row, grade,
                                        count(*) AS heads
                                    FROM (%s) head GROUP BY payee, institution_code, tariff_row, grade
                                    """.formatted(
                                    sql.value(month.firstDay(), "date"), sql.value(policyId, "uuid"), everybody))
                    .mapProperties(Cell.class)
                    .all();
        });
    }

    /** The cells of a month, corrections of earlier months among them, in the order of their key. */
    Flux<Cell> cells(String area, InsuranceScheme scheme, Month month) {
        return database.sql("""
                        SELECT payee, institution_code, for_month, policy_id, tariff_row, grade, heads
                        FROM capitation_cell WHERE area = $1 AND scheme = $2 AND month = $3
                        ORDER BY payee, for_month, institution_code, tariff_row, grade
                        """)
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, month.firstDay())
                .mapProperties(Cell.class)
                .all();
    }
}
