package org.jiayi.app.capitation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Counts heads where the rows are: who counts in a month, for which payee, in which tariff row. */
@Component
class HeadCount {

    private final DatabaseClient database;

    HeadCount(DatabaseClient database) {
        this.database = database;
    }

    /** Heads of one institution in one tariff row of one month, counted under one policy. */
    record Cell(String institutionCode, LocalDate month, UUID policyId, int tariffRow, long heads) {

        Month inMonth() {
            return Month.containing(month);
        }
    }

    /**
     * Counts the month anew: a person-month for each head, and the cells they add up to.
     *
     * @param knownAt what was known at this moment counts
     */
    Mono<Void> count(
            String area, InsuranceScheme scheme, Month month, UUID policyId, CapitationPolicy policy, Instant knownAt) {
        return forBatches()
                .then(clear("capitation_person_month", area, scheme, month))
                .then(clear("capitation_cell", area, scheme, month))
                .then(countHeads(area, scheme, month, policy, knownAt))
                .then(sumCells(area, scheme, month, policyId));
    }

    /** Nested loops are the planner's worst mistake here, and a month of a province takes longer than a request may. */
    private Mono<Void> forBatches() {
        return database.sql(
                        "SELECT set_config('enable_nestloop', 'off', true), set_config('statement_timeout', '30min', true)")
                .then();
    }

    private Mono<Void> clear(String table, String area, InsuranceScheme scheme, Month month) {
        return database.sql("DELETE FROM " + table + " WHERE area = $1 AND scheme = $2 AND month = $3")
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, month.firstDay())
                .then();
    }

    /**
     * One resident counts once: where two contracts count in the month, the one that began earlier. One that is suspended
     * on the snapshot day does not count.
     */
    private Mono<Void> countHeads(
            String area, InsuranceScheme scheme, Month month, CapitationPolicy policy, Instant knownAt) {
        LocalDate snapshot = policy.headCount().snapshot(month);
        Tariff tariff = policy.tariff();
        return database.sql("""
                        INSERT INTO capitation_person_month (area, scheme, month, resident_id, contract_id, version,
                            team_number, institution_code, tariff_row)
                        SELECT DISTINCT ON (c.resident_id) $1, $2, $3, c.resident_id, c.contract_id, c.version,
                            c.team_number, c.institution_code,
                            (($4 - 1 - width_bucket(r.birth_date, $5::date[])) * 3
                                + CASE WHEN r.sex IN (1, 2) THEN r.sex ELSE 0 END) * ($6 + 1)
                                + ($7::int[])[s.population_groups + 1]
                        FROM contract_version c
                        JOIN resident_resident r ON r.area = c.area AND r.resident_id = c.resident_id
                        JOIN resident_circumstance s ON s.area = c.area AND s.resident_id = c.resident_id
                            AND s.scheme = $2 AND s.effective @> $8::date AND s.known @> $9::timestamptz
                        WHERE c.area = $1 AND c.known @> $9::timestamptz AND c.service_package = ANY ($10::text[])
                            AND lower(c.term) <= $11 AND upper(c.term) > $12 AND NOT c.suspended @> $8::date
                        ORDER BY c.resident_id, lower(c.term), c.contract_id
                        """)
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, month.firstDay())
                .bind(3, tariff.bands())
                .bind(4, tariff.birthThresholds(snapshot).toArray(LocalDate[]::new))
                .bind(5, tariff.groups())
                .bind(6, Arrays.stream(tariff.groupOfMask()).boxed().toArray(Integer[]::new))
                .bind(7, snapshot)
                .bind(8, knownAt)
                .bind(9, policy.packages().stream().map(ServicePackage::code).toArray(String[]::new))
                .bind(10, policy.headCount().lastStart(month))
                .bind(11, policy.headCount().firstEnd(month))
                .then();
    }

    private Mono<Void> sumCells(String area, InsuranceScheme scheme, Month month, UUID policyId) {
        return database.sql("""
                        INSERT INTO capitation_cell (area, scheme, month, institution_code, policy_id, tariff_row, heads)
                        SELECT area, scheme, month, institution_code, $4, tariff_row, count(*)
                        FROM capitation_person_month WHERE area = $1 AND scheme = $2 AND month = $3
                        GROUP BY area, scheme, month, institution_code, tariff_row
                        """)
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, month.firstDay())
                .bind(3, policyId)
                .then();
    }

    /** The cells of the year up to and including {@code month}, in no order. */
    Flux<Cell> cells(String area, InsuranceScheme scheme, Month month) {
        return database.sql("""
                        SELECT institution_code, month, policy_id, tariff_row, heads FROM capitation_cell
                        WHERE area = $1 AND scheme = $2 AND month BETWEEN $3 AND $4
                        """)
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, Month.of(month.year(), 1).firstDay())
                .bind(3, month.firstDay())
                .mapProperties(Cell.class)
                .all();
    }
}
