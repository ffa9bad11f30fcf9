package org.jiayi.app.capitation;

import java.time.Instant;
import java.time.LocalDate;
import org.jiayi.app.contract.KnowledgeTime;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.PopulationGroup;

/**
 * The one statement that says who counts in a month, for which payee, in which row of the tariff and in which grade; of
 * everybody, or of some.
 *
 * <p>One person counts once, however often registered: where two contracts count in the month, the one that began earlier. One
 * that is suspended on the snapshot day does not count, nor does one with an institution that is not open on it, nor whom an
 * accepted objection of the institution names.
 *
 * @param knownAt what was known at this moment counts
 */
record CountedHeads(String area, Month month, CapitationPolicy policy, Instant knownAt) {

    /** What it answers. */
    static final String COLUMNS =
            "resident_id, contract_id, version, team_number, institution_code, payee, tariff_row, grade";

    /** Everybody who counts. */
    String everybody(BoundSql sql) {
        return select(sql, "");
    }

    /**
     * Those of a list who count.
     *
     * @param residents a table of that name is in reach, with the column {@code resident_id}; whose other registrations are in it
     *     too
     */
    String among(BoundSql sql, String residents) {
        return select(sql, "JOIN " + residents + " a ON a.resident_id = c.resident_id");
    }

    private String select(BoundSql sql, String restriction) {
        return """
                SELECT h.resident_id, h.contract_id, h.version, h.team_number, h.institution_code,
                    %s AS payee, h.tariff_row, (%s)::smallint AS grade
                FROM (%s) h %s %s""".formatted(payee(), grade(sql), heads(sql, restriction), parents(sql), contacts(sql));
    }

    private String heads(BoundSql sql, String restriction) {
        String snapshot = sql.value(policy.headCount().snapshot(month), "date");
        String known = sql.value(knownAt, "timestamptz");
        return """
                SELECT DISTINCT ON (coalesce(m.survivor_id, c.resident_id)) c.resident_id, c.contract_id, c.version, c.team_number,
                    c.institution_code, c.signed_on, %1$s AS tariff_row
                FROM contract_version c %2$s
                JOIN resident_resident r ON r.area = c.area AND r.resident_id = c.resident_id
                JOIN resident_circumstance s ON s.area = c.area AND s.resident_id = c.resident_id
                    AND s.scheme = %3$s AND s.effective @> %4$s AND s.known @> %5$s
                LEFT JOIN resident_merge m ON m.area = c.area AND m.merged_id = c.resident_id AND m.known @> %5$s
                WHERE c.area = %6$s AND c.known @> %5$s AND c.service_package = ANY (%7$s) AND %8$s AND NOT c.suspended @> %4$s
                    AND NOT EXISTS (SELECT FROM organisation_institution_standing i WHERE i.area = c.area
                        AND i.institution_code = c.institution_code AND i.standing <> 'open'
                        AND i.effective @> %4$s AND i.known @> %5$s)
                    AND NOT EXISTS (SELECT FROM capitation_exclusion x WHERE x.area = c.area AND x.scheme = s.scheme
                        AND x.month = %9$s AND x.resident_id = c.resident_id AND x.institution_code = c.institution_code)
                ORDER BY coalesce(m.survivor_id, c.resident_id), lower(c.term), c.contract_id""".formatted(
                row(sql),
                restriction,
                sql.value(policy.scheme().code(), "text"),
                snapshot,
                known,
                sql.value(area, "text"),
                sql.value(policy.packages().stream().map(ServicePackage::code).toArray(String[]::new), "text[]"),
                inTime(sql, "c", policy.headCount(), month),
                sql.value(month.firstDay(), "date"));
    }

    /**
     * Whether a contract begins and ends in time to count in the month. As one condition on its term, of which the planner knows how
     * often it holds; of two on its ends it knows nothing. IS TRUE keeps it off the exclusion's index.
     */
    static String inTime(BoundSql sql, String contract, HeadCountRule rule, Month month) {
        return "(%s.term && daterange(%s, %s, '[]')) IS TRUE"
                .formatted(contract, sql.value(rule.firstEnd(month), "date"), sql.value(rule.lastStart(month), "date"));
    }

    /** The row of the tariff on which a resident falls: {@link Tariff#rowTable}. */
    private String row(BoundSql sql) {
        Tariff tariff = policy.tariff();
        LocalDate[] thresholds =
                tariff.birthThresholds(policy.headCount().snapshot(month)).toArray(LocalDate[]::new);
        return """
                (%s)[((%d - width_bucket(r.birth_date, %s)) * 3 + CASE WHEN r.sex IN (1, 2) THEN r.sex ELSE 0 END) * %d
                    + s.population_groups + 1]""".formatted(
                        sql.value(tariff.rowTable(), "int[]"),
                        tariff.bands() - 1,
                        sql.value(thresholds, "date[]"),
                        PopulationGroup.SETS);
    }

    private String payee() {
        return switch (policy.payees().level()) {
            case INSTITUTION -> "h.institution_code";
            case PARENT -> "coalesce(p.parent_code, h.institution_code)";
            case TEAM -> "h.team_number";
        };
    }

    private String parents(BoundSql sql) {
        return policy.payees().level() == PayeeLevel.PARENT
                ? "JOIN organisation_institution p ON p.area = " + sql.value(area, "text")
                        + " AND p.code = h.institution_code"
                : "";
    }

    /** Within a team by day of signing, so that the same heads are above the limit whoever counts them. */
    private String grade(BoundSql sql) {
        Grades grades = policy.grades();
        String ofPanel = grades.panel().isEmpty()
                ? "0"
                : "2 * width_bucket((row_number() OVER (PARTITION BY h.team_number ORDER BY h.signed_on, h.contract_id))::int, "
                        + sql.value(
                                grades.panel().stream()
                                        .map(band -> band.above() + 1)
                                        .toArray(Integer[]::new),
                                "int[]")
                        + ")";
        return grades.noContact().isEmpty() ? ofPanel : ofPanel + " + (k.resident_id IS NULL)::int";
    }

    /** Whoever was served in the months up to the end of the snapshot day, as known: what they dispute is no service. */
    private String contacts(BoundSql sql) {
        LocalDate day = policy.headCount().snapshot(month);
        return policy.grades()
                .noContact()
                .map(rule -> """
                        LEFT JOIN (SELECT DISTINCT f.resident_id FROM fulfilment_record f
                            WHERE f.area = %s AND f.ended_at >= %s AND f.ended_at < %s AND f.recorded_at <= %s
                                AND NOT EXISTS (SELECT FROM fulfilment_voiding v WHERE v.area = f.area
                                    AND v.record_id = f.record_id AND v.voided_at <= %s)
                                AND NOT EXISTS (SELECT FROM fulfilment_answer n WHERE n.area = f.area
                                    AND n.record_id = f.record_id AND NOT n.confirmed AND n.answered_at <= %s)) k
                            ON k.resident_id = h.resident_id""".formatted(
                                sql.value(area, "text"),
                                sql.value(startOf(day.minusMonths(rule.months()).plusDays(1)), "timestamptz"),
                                sql.value(startOf(day.plusDays(1)), "timestamptz"),
                                sql.value(knownAt, "timestamptz"),
                                sql.value(knownAt, "timestamptz"),
                                sql.value(knownAt, "timestamptz")))
                .orElse("");
    }

    static Instant startOf(LocalDate day) {
        return day.atStartOfDay(KnowledgeTime.ZONE).toInstant();
    }
}
