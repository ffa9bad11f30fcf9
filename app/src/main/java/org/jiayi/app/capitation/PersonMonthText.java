package org.jiayi.app.capitation;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.CsvPage;
import org.jiayi.app.database.CsvPages;
import org.jiayi.app.kernel.period.Month;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The counted heads of a month as CSV. No name and no document number is in it. */
@Component
public class PersonMonthText {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    /**
     * A page of one of the sources; labels are quoted where they need it, codes never need it. The labels are few and
     * stand apart, so that the planner looks them up by hash and does not sort the page to meet them.
     */
    private static final String PAGE = """
            WITH page AS MATERIALIZED (
                SELECT resident_id, contract_id, team_number, institution_code, payee, for_month, heads, reason, tariff_row,
                    grade
                FROM (%s) p
                ORDER BY for_month, resident_id, heads LIMIT $4),
            last AS (SELECT for_month, resident_id, heads FROM page
                ORDER BY for_month DESC, resident_id DESC, heads DESC LIMIT 1),
            tariff AS MATERIALIZED (
                SELECT m.month, to_char(m.month, 'YYYY-MM') AS name, r.number, g.grade,
                    CASE WHEN r.label || g.label ~ '[",\\r\\n]'
                        THEN '"' || replace(r.label || g.label, '"', '""') || '"' ELSE r.label || g.label END AS label
                FROM capitation_month m
                JOIN capitation_tariff_row r ON r.area = m.area AND r.policy_id = m.policy_id
                JOIN capitation_grade g ON g.area = m.area AND g.policy_id = m.policy_id
                WHERE m.area = $1 AND m.scheme = $2),
            line AS (
                SELECT p.for_month, p.resident_id, p.heads,
                    'res_' || $1 || '_' || p.resident_id || ',ctr_' || $1 || '_' || p.contract_id || ',' || p.team_number
                    || ',' || p.institution_code || ',' || p.payee || ',' || t.name || ',' || p.heads || ',' || p.reason
                    || ',' || p.tariff_row || ',' || p.grade || ',' || t.label || E'\\r\\n' AS text
                FROM page p
                JOIN tariff t ON t.month = p.for_month AND t.number = p.tariff_row AND t.grade = p.grade)
            SELECT coalesce(string_agg(text, '' ORDER BY for_month, resident_id, heads), '') AS text,
                count(*) AS lines, coalesce(sum(heads), 0)::bigint AS sum, (SELECT resident_id FROM last) AS last_1,
                (SELECT for_month FROM last) AS last_2, (SELECT heads FROM last) AS last_3
            FROM line
            """;

    /** By resident alone: compared as part of a row with the month that is given, it would be read from the month's first on. */
    private static final String COUNTED = PAGE.formatted("""
            SELECT resident_id, contract_id, team_number, institution_code, payee, month AS for_month, 1::smallint AS heads,
                '' AS reason, tariff_row, grade
            FROM capitation_person_month
            WHERE area = $1 AND scheme = $2 AND month = $3 AND resident_id > $5""");

    private static final String CORRECTED = PAGE.formatted("""
            SELECT resident_id, contract_id, team_number, institution_code, payee, for_month, heads, reason, tariff_row, grade
            FROM capitation_correction
            WHERE area = $1 AND scheme = $2 AND month = $3 AND (for_month, resident_id, heads) > ($6, $5, $7)""");

    private final CsvPages pages;
    private final DatabaseClient database;

    PersonMonthText(CsvPages pages, DatabaseClient database) {
        this.pages = pages;
        this.database = database;
    }

    /**
     * Resident, contract, team, institution, payee, month, person-months, reason, row, grade and label of the tariff: the month's
     * own heads by resident, then the corrections of earlier months by month and resident. Summed in signed person-months.
     */
    public Flux<CsvPage> pages(String area, String scheme, Month month) {
        List<Object> about = List.of(area, scheme, month.firstDay());
        return Flux.concat(
                pages.read(COUNTED, about, List.of(BEFORE_ALL)),
                pages.read(CORRECTED, about, List.of(BEFORE_ALL, LocalDate.EPOCH, Short.MIN_VALUE)));
    }

    /** How many people the lines are about. */
    public Mono<Long> persons(String area, String scheme, Month month) {
        return database.sql("""
                        SELECT (SELECT count(*) FROM capitation_person_month WHERE area = $1 AND scheme = $2 AND month = $3)
                            + (SELECT count(DISTINCT c.resident_id) FROM capitation_correction c
                                WHERE c.area = $1 AND c.scheme = $2 AND c.month = $3
                                    AND NOT EXISTS (SELECT FROM capitation_person_month p WHERE p.area = $1
                                        AND p.scheme = $2 AND p.month = $3 AND p.resident_id = c.resident_id))
                        """)
                .bind(0, area)
                .bind(1, scheme)
                .bind(2, month.firstDay())
                .mapValue(Long.class)
                .one();
    }
}
