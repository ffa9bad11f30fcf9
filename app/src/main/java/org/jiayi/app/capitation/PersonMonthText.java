package org.jiayi.app.capitation;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.CsvLines;
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
     * Labels are quoted where they need it, codes never need it. OFFSET 0 has the planner look each of the few labels up once
     * and remember it, rather than sort the page to meet them and sort it back.
     */
    private static final String LINES = """
            SELECT p.for_month, p.resident_id, p.heads, p.heads AS summed,
                'res_' || $1 || '_' || p.resident_id || ',ctr_' || $1 || '_' || p.contract_id || ',' || p.team_number
                || ',' || p.institution_code || ',' || p.payee || ',' || t.month || ',' || p.heads || ',' || p.reason
                || ',' || p.tariff_row || ',' || p.grade || ',' || t.label || E'\\r\\n' AS text
            FROM page p
            CROSS JOIN LATERAL (
                SELECT to_char(m.month, 'YYYY-MM') AS month,
                    CASE WHEN r.label || g.label ~ '[",\\r\\n]'
                        THEN '"' || replace(r.label || g.label, '"', '""') || '"' ELSE r.label || g.label END AS label
                FROM capitation_month m
                JOIN capitation_tariff_row r ON r.area = m.area AND r.policy_id = m.policy_id
                JOIN capitation_grade g ON g.area = m.area AND g.policy_id = m.policy_id
                WHERE m.area = $1 AND m.scheme = $2 AND m.month = p.for_month AND r.number = p.tariff_row
                    AND g.grade = p.grade OFFSET 0) t
            """;

    /** By resident alone: compared as part of a row with the month that is given, it would be read from the month's first on. */
    private static final CsvLines COUNTED = new CsvLines("resident_id", """
            SELECT resident_id, contract_id, team_number, institution_code, payee, month AS for_month, 1::smallint AS heads,
                '' AS reason, tariff_row, grade
            FROM capitation_person_month
            WHERE area = $1 AND scheme = $2 AND month = $3 AND resident_id > $4""", LINES);

    private static final CsvLines CORRECTED = new CsvLines("for_month, resident_id, heads", """
            SELECT resident_id, contract_id, team_number, institution_code, payee, for_month, heads, reason, tariff_row, grade
            FROM capitation_correction
            WHERE area = $1 AND scheme = $2 AND month = $3 AND (for_month, resident_id, heads) > ($4, $5, $6)""", LINES);

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
                pages.read(CORRECTED, about, List.of(LocalDate.EPOCH, BEFORE_ALL, Short.MIN_VALUE)));
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
