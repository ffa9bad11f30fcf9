package org.jiayi.app.capitation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.PopulationGroup;

/**
 * The one statement that says who counts in a month, for which payee, in which row of the tariff and in which grade; of
 * everybody, or of some.
 *
 * <p>One person counts once, however often registered and under whichever scheme: where two contracts count in the month, the one
 * that began earlier. One that is suspended on the snapshot day does not count, nor does one with an institution that is not open
 * on it, nor whom an accepted objection of the institution names: it says of the contract that it is none of the month's, whichever
 * scheme would have paid.
 *
 * @param beside the policies of the other schemes in the month
 * @param knownAt what was known at this moment counts
 */
record CountedHeads(String area, Month month, CapitationPolicy policy, List<CapitationPolicy> beside, Instant knownAt) {

    /** What it answers. */
    static final String COLUMNS =
            "resident_id, contract_id, version, team_number, institution_code, payee, tariff_row, grade";

    CountedHeads {
        beside = List.copyOf(beside);
    }

    /** Everybody who counts. */
    String everybody(BoundSql sql) {
        return select(sql, Optional.empty());
    }

    /**
     * Those of a list who count.
     *
     * @param residents a table of that name is in reach, with the column {@code resident_id}; whose other registrations are in it
     *     too
     */
    String among(BoundSql sql, String residents) {
        return select(sql, Optional.of(residents));
    }

    private String select(BoundSql sql, Optional<String> residents) {
        return """
                SELECT h.resident_id, h.contract_id, h.version, h.team_number, h.institution_code,
                    %s AS payee, h.tariff_row, (%s)::smallint AS grade
                FROM (%s) h %s %s""".formatted(
                        payee(), grade(sql), heads(sql, residents), parents(sql, residents.isPresent()), contacts(sql));
    }

    private String heads(BoundSql sql, Optional<String> residents) {
        return """
                SELECT DISTINCT ON (person_id) coalesce(m.survivor_id, c.resident_id) AS person_id, c.resident_id, c.contract_id,
                    c.version, c.team_number, c.institution_code, c.signed_on, %s AS tariff_row
                FROM contract_version c %s
                JOIN resident_resident r ON r.area = c.area AND r.resident_id = c.resident_id
                JOIN resident_circumstance s ON s.area = c.area AND s.resident_id = c.resident_id
                LEFT JOIN resident_merge m ON m.area = c.area AND m.merged_id = c.resident_id AND m.known @> %s
                WHERE %s %s
                ORDER BY person_id, lower(c.term), c.contract_id""".formatted(
                row(sql),
                residents
                        .map(some -> "JOIN " + some + " a ON a.resident_id = c.resident_id")
                        .orElse(""),
                sql.value(knownAt, "timestamptz"),
                counts(sql, policy, "c", "s"),
                beside.stream().map(other -> notUnder(sql, other, residents)).collect(Collectors.joining(" ")));
    }

    /** That a contract counts in the month by a policy, with an insurance of its resident; of tables of these aliases. */
    private String counts(BoundSql sql, CapitationPolicy by, String contract, String insurance) {
        return """
                %1$s.area = %3$s AND %1$s.known @> %4$s AND %1$s.service_package = ANY (%5$s) AND %6$s
                    AND NOT %1$s.suspended @> %7$s
                    AND %2$s.scheme = %8$s AND %2$s.effective @> %7$s AND %2$s.known @> %4$s
                    AND NOT EXISTS (SELECT FROM organisation_institution_standing i WHERE i.area = %1$s.area
                        AND i.institution_code = %1$s.institution_code AND i.standing <> 'open'
                        AND i.effective @> %7$s AND i.known @> %4$s)
                    AND NOT EXISTS (SELECT FROM capitation_exclusion x WHERE x.area = %1$s.area
                        AND x.month = %9$s AND x.resident_id = %1$s.resident_id
                        AND x.institution_code = %1$s.institution_code)""".formatted(
                contract,
                insurance,
                sql.value(area, "text"),
                sql.value(knownAt, "timestamptz"),
                sql.value(by.packages().stream().map(ServicePackage::code).toArray(String[]::new), "text[]"),
                inTime(sql, contract, by.headCount(), month),
                sql.value(by.headCount().snapshot(month), "date"),
                sql.value(by.scheme().code(), "text"),
                sql.value(month.firstDay(), "date"));
    }

    /**
     * That no contract of the person counts under another scheme and comes first: the one that began earlier; of one that counts under
     * both, because their policies look on different days, the scheme that looks earlier. So it does not matter which is counted
     * first. Where both look on one day only people registered twice can count under both, and nobody else is looked up.
     */
    private String notUnder(BoundSql sql, CapitationPolicy other, Optional<String> residents) {
        LocalDate day = policy.headCount().snapshot(month);
        LocalDate othersDay = other.headCount().snapshot(month);
        return """
                AND NOT EXISTS (SELECT FROM contract_version d %s
                    JOIN resident_circumstance u ON u.area = d.area AND u.resident_id = d.resident_id
                    LEFT JOIN resident_merge g ON g.area = d.area AND g.merged_id = d.resident_id AND g.known @> %s
                    WHERE coalesce(g.survivor_id, d.resident_id) = coalesce(m.survivor_id, c.resident_id)
                        AND (lower(d.term), d.contract_id, %s) < (lower(c.term), c.contract_id, %s)
                        AND %s AND %s)""".formatted(
                        residents
                                .map(some -> "JOIN " + some + " b ON b.resident_id = d.resident_id")
                                .orElse(""),
                        sql.value(knownAt, "timestamptz"),
                        sql.value(othersDay, "date"),
                        sql.value(day, "date"),
                        counts(sql, other, "d", "u"),
                        day.equals(othersDay) ? registeredTwice(sql, residents) : "true");
    }

    /** As arrays, so that their few contracts are found by the index instead of reading everybody's once more. */
    private String registeredTwice(BoundSql sql, Optional<String> residents) {
        return "d.resident_id = ANY (%1$s) AND u.resident_id = ANY (%1$s)"
                .formatted("ARRAY(SELECT resident_id FROM resident_person %s WHERE area = %s)"
                        .formatted(
                                residents
                                        .map(some -> "JOIN " + some + " USING (resident_id)")
                                        .orElse(""),
                                sql.value(area, "text")));
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

    /** Some who are counted again are paid to whom all of the month were: by the parents that were known when it was counted. */
    private String parents(BoundSql sql, boolean again) {
        if (policy.payees().level() != PayeeLevel.PARENT) {
            return "";
        }
        String known = sql.value(knownAt, "timestamptz");
        return "JOIN organisation_institution_particulars p ON p.area = " + sql.value(area, "text")
                + " AND p.institution_code = h.institution_code AND p.known @> "
                + (again ? "least(" + whenCounted(sql) + ", " + known + ")" : known) + " AND p.effective @> "
                + sql.value(policy.headCount().snapshot(month), "date");
    }

    private String whenCounted(BoundSql sql) {
        return "(SELECT known_at FROM capitation_month WHERE area = " + sql.value(area, "text") + " AND scheme = "
                + sql.value(policy.scheme().code(), "text") + " AND month = " + sql.value(month.firstDay(), "date")
                + ")";
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
        return grades.noContact().isEmpty() ? ofPanel : ofPanel + " + (k.person_id IS NULL)::int";
    }

    /**
     * Whoever was served in the months up to the end of the snapshot day, as known, under whichever registration: what they dispute
     * is no service.
     */
    private String contacts(BoundSql sql) {
        LocalDate day = policy.headCount().snapshot(month);
        return policy.grades()
                .noContact()
                .map(rule -> """
                        LEFT JOIN (SELECT DISTINCT coalesce(g.survivor_id, f.resident_id) AS person_id
                            FROM fulfilment_record f
                            LEFT JOIN resident_merge g ON g.area = f.area AND g.merged_id = f.resident_id AND g.known @> %s
                            WHERE f.area = %s AND f.ended_at >= %s AND f.ended_at < %s AND f.recorded_at <= %s
                                AND NOT EXISTS (SELECT FROM fulfilment_voiding v WHERE v.area = f.area
                                    AND v.record_id = f.record_id AND v.voided_at <= %s)
                                AND NOT EXISTS (SELECT FROM fulfilment_answer n WHERE n.area = f.area
                                    AND n.record_id = f.record_id AND NOT n.confirmed AND n.answered_at <= %s)) k
                            ON k.person_id = h.person_id""".formatted(
                                sql.value(knownAt, "timestamptz"),
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
