package org.jiayi.app.capitation;

import java.time.Instant;
import org.jiayi.app.kernel.period.Month;

/**
 * Why a head is not what it was: two heads {@code s} and {@code n} of one resident, either of which may be missing; {@code n} is
 * of a table {@code now}.
 */
record HeadDifference(String area, Month month, CapitationPolicy policy, Instant knownAt) {

    /** Whether something is paid differently. */
    static final String DIFFERS = """
            (s.payee, s.institution_code, s.team_number, s.tariff_row, s.grade)
                IS DISTINCT FROM (n.payee, n.institution_code, n.team_number, n.tariff_row, n.grade)""";

    /**
     * The reason of one that differs, as it is known of the month. Somebody registered twice may count under another scheme instead:
     * asked by counting, since rows that exist would be joined with everybody's.
     */
    String reason(BoundSql sql) {
        String known = sql.value(knownAt, "timestamptz");
        return """
                CASE WHEN s.resident_id IS NULL THEN 'counted_late'
                    WHEN n.team_number <> s.team_number THEN 'transferred'
                    WHEN n.resident_id IS NOT NULL THEN 'rate_changed'
                    WHEN EXISTS (SELECT FROM contract_version v WHERE v.area = %1$s AND v.contract_id = s.contract_id
                        AND v.known @> %2$s AND v.end_reason = 'death') THEN 'death'
                    WHEN NOT EXISTS (SELECT FROM contract_version v WHERE v.area = %1$s AND v.contract_id = s.contract_id
                        AND v.known @> %2$s AND %3$s) THEN 'contract_ended'
                    WHEN NOT EXISTS (SELECT FROM resident_circumstance u WHERE u.area = %1$s
                        AND u.resident_id = s.resident_id AND u.scheme = %4$s AND u.effective @> %5$s
                        AND u.known @> %2$s) THEN 'insurance_changed'
                    WHEN EXISTS (SELECT FROM resident_person p JOIN resident_person o USING (area, person_id)
                        JOIN now w ON w.resident_id = o.resident_id
                        WHERE p.area = %1$s AND p.resident_id = s.resident_id AND p.known @> %2$s AND o.known @> %2$s)
                        THEN 'duplicate'
                    WHEN EXISTS (SELECT FROM resident_person p JOIN resident_person o USING (area, person_id)
                        WHERE p.area = %1$s AND p.resident_id = s.resident_id AND p.known @> %2$s AND o.known @> %2$s
                            AND (SELECT count(*) FROM resident_circumstance u WHERE u.area = %1$s AND u.resident_id = o.resident_id
                                AND u.scheme <> %4$s AND u.effective @> %5$s AND u.known @> %2$s) > 0
                            AND (SELECT count(*) FROM contract_version v WHERE v.area = %1$s AND v.resident_id = o.resident_id
                                AND v.known @> %2$s AND %3$s) > 0) THEN 'duplicate'
                    ELSE 'not_eligible' END""".formatted(
                        sql.value(area, "text"),
                        known,
                        CountedHeads.inTime(sql, "v", policy.headCount(), month),
                        sql.value(policy.scheme().code(), "text"),
                        sql.value(policy.headCount().snapshot(month), "date"));
    }
}
