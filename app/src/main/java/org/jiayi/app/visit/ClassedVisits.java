package org.jiayi.app.visit;

import java.time.Instant;
import org.jiayi.app.visit.VisitsPolicy.Evidence;
import org.jiayi.app.visit.VisitsPolicy.Own;
import org.springframework.r2dbc.core.DatabaseClient;

/**
 * Visits as they were known at a moment, each with its stamp and with the class that a policy gives it. The class is never
 * stored: a referral that is registered late, or another policy, needs no visit to be written anew. A referral covers the visits
 * of its person, whichever of the person's registrations either was stored under.
 */
final class ClassedVisits {

    /**
     * Those that were cancelled by then, too, for who explains one. The parameters are: area, moment, whether clinics' visits are
     * own, days of the window, whether a number is enough, and whether the institution above the one that holds the contract is paid.
     */
    static final String WITH_CANCELLED = """
            SELECT v.serial, v.resident_id, v.institution_code, v.visited_on, v.pooled_fund_fen, v.account_fen, v.cash_fen,
                v.referral_number, s.scheme, s.contract_id, s.payee_team, y.payee_institution,
                coalesce(f.last_day, f.issued_on + $4 - 1) AS referral_until,
                CASE WHEN v.excluded THEN 'excluded'
                    WHEN v.institution_code = y.payee_institution OR ($3 AND i.parent_code = y.payee_institution) THEN 'own'
                    WHEN v.emergency THEN 'emergency'
                    WHEN v.remote_registered THEN 'remote_registered'
                    WHEN f.number IS NOT NULL OR ($5 AND v.referral_number IS NOT NULL) THEN 'referred'
                    ELSE 'un_referred' END AS visit_class
            FROM visit_visit v
            LEFT JOIN visit_restamp r ON r.area = v.area AND r.serial = v.serial AND r.revision = v.revision
                AND r.known @> $2::timestamptz
            LEFT JOIN organisation_institution_particulars i ON i.area = v.area AND i.institution_code = v.institution_code
                AND i.known @> $2::timestamptz AND i.effective @> v.visited_on
            LEFT JOIN resident_merge vm ON vm.area = v.area AND vm.merged_id = v.resident_id AND vm.known @> $2::timestamptz
            LEFT JOIN (visit_referral f LEFT JOIN resident_merge fm ON fm.area = f.area AND fm.merged_id = f.resident_id
                    AND fm.known @> $2::timestamptz)
                ON f.area = v.area AND f.number = v.referral_number
                AND coalesce(fm.survivor_id, f.resident_id) = coalesce(vm.survivor_id, v.resident_id)
                AND f.recorded_at <= $2::timestamptz AND v.visited_on >= f.issued_on
                AND v.visited_on <= coalesce(f.last_day, f.issued_on + $4 - 1)
                AND coalesce(f.to_institution, v.institution_code) = v.institution_code
            CROSS JOIN LATERAL (SELECT
                CASE WHEN r.serial IS NULL THEN v.scheme ELSE r.scheme END AS scheme,
                CASE WHEN r.serial IS NULL THEN v.contract_id ELSE r.contract_id END AS contract_id,
                CASE WHEN r.serial IS NULL THEN v.payee_team ELSE r.payee_team END AS payee_team,
                CASE WHEN r.serial IS NULL THEN v.payee_institution ELSE r.payee_institution END AS payee_institution) s
            LEFT JOIN organisation_institution_particulars p ON p.area = v.area AND p.institution_code = s.payee_institution
                AND p.known @> $2::timestamptz AND p.effective @> v.visited_on
            CROSS JOIN LATERAL (SELECT
                CASE WHEN $6 THEN coalesce(p.parent_code, s.payee_institution) ELSE s.payee_institution END
                    AS payee_institution) y
            WHERE v.area = $1 AND v.recorded_at <= $2::timestamptz
            """;

    /** Those that count. What was cancelled is hashed and looked up once for each visit, not asked for one by one. */
    static final String SELECT = WITH_CANCELLED + """
             AND NOT EXISTS (SELECT FROM visit_cancellation x WHERE x.area = v.area AND x.serial = v.serial
                AND x.revision = v.revision AND x.recorded_at <= $2::timestamptz)
            """;

    private ClassedVisits() {}

    static DatabaseClient.GenericExecuteSpec bind(
            DatabaseClient.GenericExecuteSpec statement,
            String area,
            Instant knownAt,
            VisitsPolicy policy,
            PayeeLevel level) {
        return statement
                .bind(0, area)
                .bind(1, knownAt)
                .bind(2, policy.own() == Own.WITH_CLINICS)
                .bind(3, policy.windowDays())
                .bind(4, policy.evidence() == Evidence.NUMBER)
                .bind(5, level == PayeeLevel.PARENT);
    }
}
