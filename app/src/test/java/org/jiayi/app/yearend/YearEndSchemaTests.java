package org.jiayi.app.yearend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.Statement;
import org.jiayi.app.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;

/** The control identities hold in the database, whatever the code does. */
class YearEndSchemaTests {

    private static final TestDatabase DATABASE = TestDatabase.create();

    /** Worked case 9 with a score of 86, as it is kept. */
    private static final String SOUND = """
            INSERT INTO organisation_pooling_area VALUES ('439901', '样例市', 'test', now());
            INSERT INTO organisation_institution VALUES ('439901', 'H43990100001', gen_random_uuid(), '', now());
            INSERT INTO organisation_institution_particulars VALUES ('439901', 'H43990100001', '91350100M000100Y43', '卫生院', '乡镇卫生院',
                '439901', NULL, '(,)', '(,)', 'import', now());
            INSERT INTO resident_resident (area, resident_id, sealed_identity, birth_date, sex, household, import_id, row_digest,
                recorded_at)
            VALUES ('439901', '00000000-0000-0000-0000-000000000009', '\\x00', '1980-01-01', 1, '', gen_random_uuid(), '', now());
            INSERT INTO visit_visit (area, serial, resident_id, institution_code, visited_on, pooled_fund_fen, account_fen, cash_fen,
                emergency, import_id, row_digest, recorded_at)
            VALUES ('439901', 'V0', '00000000-0000-0000-0000-000000000009', 'H43990100001', '2026-02-01', 0, 0, 0, false,
                gen_random_uuid(), '', now());
            INSERT INTO policy_policy (area, policy_id, kind, subject, name, document, digest_sm3, effective, status, drafted_by,
                drafted_at)
            VALUES ('439901', '00000000-0000-0000-0000-000000000001', 'year_end', '390', '政策', '{}', '', '[2026-01-01,)', 'draft',
                'wang', now());
            INSERT INTO settlement_batch (area, batch_id, kind, fund, month, policy_id, known_on, status, heads, entitlement_fen,
                prepayment_fen, retention_fen, digest_sha256, digest_sm3, computed_by, computed_at)
            VALUES ('439901', '00000000-0000-0000-0000-000000000002', 'capitation_month', '390', '2026-12-01',
                '00000000-0000-0000-0000-000000000001', '2027-01-01', 'computed', 1, 0, 0, 0, '', '', 'wang', now());
            INSERT INTO yearend_year_end (area, year_end_id, scheme, year, through_month, known_on, policy_id, visits_policy_id,
                batch_id, status, digest_sha256, digest_sm3, computed_by, computed_at, first_month)
            VALUES ('439901', '00000000-0000-0000-0000-000000000003', '390', 2026, '2026-12-01', '2027-01-01',
                '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001',
                '00000000-0000-0000-0000-000000000002', 'draft', '', '', 'wang', now(), '2026-01-01');
            INSERT INTO yearend_line (area, year_end_id, payee, institution_code, person_months, own_person_months, score, served, entitlement_fen,
                prepaid_fen, deducted_fen, adjusted_fen, own_fen, elsewhere_fen, side, difference_fen, institution_fen, fund_fen, margin_fen,
                released_fen, forfeited_fen, final_due_fen, balance_fen, carried_in_fen, carried_out_fen)
            VALUES ('439901', '00000000-0000-0000-0000-000000000003', 'H43990100001', 'H43990100001', 27096, 27096, '86', true, 69065123,
                62158610, 0, 0, 58618265, 3131865, 'surplus', 7314993, 6185506, 1129487, 6906513, 5939601, 966912, 63836859, 1678249,
                0, 0);
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            taken                        | UPDATE yearend_line SET score = '85.5'
            yearend_line_score           | UPDATE yearend_line SET score = '101'
            yearend_line_control         | UPDATE yearend_line SET fund_fen = fund_fen + 1
            yearend_line_control         | UPDATE yearend_line SET entitlement_fen = entitlement_fen + 1
            yearend_line_difference      | UPDATE yearend_line SET own_fen = own_fen + 1
            yearend_line_retention       | UPDATE yearend_line SET released_fen = released_fen + 1
            yearend_line_final_due       | UPDATE yearend_line SET institution_fen = institution_fen + 1
            yearend_line_balance         | UPDATE yearend_line SET prepaid_fen = prepaid_fen + 1
            yearend_line_balance         | UPDATE yearend_line SET adjusted_fen = adjusted_fen + 1
            yearend_line_carried         | UPDATE yearend_line SET carried_out_fen = -6185507
            yearend_line_control         | UPDATE yearend_line SET side = 'neither'
            yearend_year_end_two_persons | UPDATE yearend_year_end SET status = 'approved', approved_by = 'wang', approved_at = now()
            yearend_year_end_approved    | UPDATE yearend_year_end SET status = 'approved'
            yearend_recovery_amount      | INSERT INTO yearend_recovery VALUES ('439901', gen_random_uuid(), '390', 'H43990100001', 0, '2027-01-01', 'ZH1', 'wang', now())
            yearend_recovery_reference   | INSERT INTO yearend_recovery SELECT '439901', gen_random_uuid(), '390', 'H43990100001', n, '2027-01-01', 'ZH1', 'wang', now() FROM generate_series(1, 2) n
            taken                        | INSERT INTO yearend_recovery VALUES ('439901', '00000000-0000-0000-0000-000000000005', '390', 'H43990100001', 1, '2027-01-01', 'ZH1', 'wang', now(), true); INSERT INTO yearend_recovery_reversal VALUES ('439901', '00000000-0000-0000-0000-000000000005', true, 'wang', '录错', gen_random_uuid(), 'li', now()); INSERT INTO yearend_recovery VALUES ('439901', gen_random_uuid(), '390', 'H43990100001', 1, '2027-01-01', 'ZH1', 'wang', now())
            yearend_recovery_reversal_two_persons | INSERT INTO yearend_recovery VALUES ('439901', '00000000-0000-0000-0000-000000000005', '390', 'H43990100001', 1, '2027-01-01', 'ZH1', 'wang', now(), true); INSERT INTO yearend_recovery_reversal VALUES ('439901', '00000000-0000-0000-0000-000000000005', true, 'wang', '录错', gen_random_uuid(), 'wang', now())
            yearend_recovery_reversal_recovery | INSERT INTO yearend_recovery VALUES ('439901', '00000000-0000-0000-0000-000000000005', '390', 'H43990100001', 1, '2027-01-01', 'ZH1', 'wang', now(), true); INSERT INTO yearend_recovery_reversal VALUES ('439901', '00000000-0000-0000-0000-000000000005', true, 'li', '录错', gen_random_uuid(), 'wang', now())
            yearend_recovery_reversal_recovery | INSERT INTO yearend_recovery VALUES ('439901', '00000000-0000-0000-0000-000000000005', '390', 'H43990100001', 1, '2027-01-01', 'ZH1', 'wang', now(), false); INSERT INTO yearend_recovery_reversal VALUES ('439901', '00000000-0000-0000-0000-000000000005', true, 'wang', '录错', gen_random_uuid(), 'li', now())
            yearend_recovery_reversal_note | INSERT INTO yearend_recovery VALUES ('439901', '00000000-0000-0000-0000-000000000005', '390', 'H43990100001', 1, '2027-01-01', 'ZH1', 'wang', now(), true); INSERT INTO yearend_recovery_reversal VALUES ('439901', '00000000-0000-0000-0000-000000000005', true, 'wang', '', gen_random_uuid(), 'li', now())
            yearend_recovery_reversal_pk | INSERT INTO yearend_recovery VALUES ('439901', '00000000-0000-0000-0000-000000000005', '390', 'H43990100001', 1, '2027-01-01', 'ZH1', 'wang', now(), true); INSERT INTO yearend_recovery_reversal VALUES ('439901', '00000000-0000-0000-0000-000000000005', true, 'wang', '录错', gen_random_uuid(), 'li', now()); INSERT INTO yearend_recovery_reversal VALUES ('439901', '00000000-0000-0000-0000-000000000005', true, 'wang', '录错', gen_random_uuid(), 'li', now())
            yearend_write_off_two_persons | INSERT INTO yearend_write_off VALUES ('439901', gen_random_uuid(), '390', 'H43990100001', 1, '撤销', 'wang', now(), true, 'wang', now())
            yearend_write_off_decided    | INSERT INTO yearend_write_off VALUES ('439901', gen_random_uuid(), '390', 'H43990100001', 1, '撤销', 'wang', now(), true, NULL, NULL)
            yearend_write_off_amount     | INSERT INTO yearend_write_off VALUES ('439901', gen_random_uuid(), '390', 'H43990100001', -1, '撤销', 'wang', now(), NULL, NULL, NULL)
            taken                        | INSERT INTO yearend_write_off VALUES ('439901', gen_random_uuid(), '390', 'H43990100001', 1, '撤销', 'wang', now(), false, 'wang', now())
            yearend_year_end_month       | UPDATE yearend_year_end SET year = 2025
            yearend_year_end_month       | UPDATE yearend_year_end SET first_month = '2025-12-01'
            yearend_year_end_month       | UPDATE yearend_year_end SET through_month = '2026-06-01', first_month = '2026-07-01'
            yearend_year_end_once        | INSERT INTO yearend_year_end SELECT area, gen_random_uuid(), scheme, year, through_month, known_on, policy_id, visits_policy_id, batch_id, status, digest_sha256, digest_sm3, computed_by, computed_at, approved_by, approved_at, first_month FROM yearend_year_end
            yearend_visits_charged       | INSERT INTO yearend_visits SELECT area, year_end_id, payee, 'referred', 1, 101, '0.5', 50 FROM yearend_line
            taken                        | INSERT INTO yearend_visits SELECT area, year_end_id, payee, 'referred', 1, 101, '0.5', 51 FROM yearend_line
            yearend_visits_class         | INSERT INTO yearend_visits SELECT area, year_end_id, payee, 'nearby', 1, 0, '0', 0 FROM yearend_line
            yearend_share_role           | INSERT INTO yearend_share SELECT area, year_end_id, payee, institution_code, 'king', 1 FROM yearend_line
            visit_referral_days          | INSERT INTO visit_referral VALUES ('439901', 'Z1', '00000000-0000-0000-0000-000000000009', 'H43990100001', NULL, '2026-02-01', '2026-01-31', NULL, '', 'test', now())
            visit_referral_number        | INSERT INTO visit_referral VALUES ('439901', 'Z_1', '00000000-0000-0000-0000-000000000009', 'H43990100001', NULL, '2026-02-01', NULL, NULL, '', 'test', now())
            visit_visit_stamp            | INSERT INTO visit_visit (area, serial, resident_id, institution_code, visited_on, pooled_fund_fen, account_fen, cash_fen, emergency, import_id, row_digest, recorded_at, contract_id) VALUES ('439901', 'V1', '00000000-0000-0000-0000-000000000009', 'H43990100001', '2026-02-01', 0, 0, 0, false, gen_random_uuid(), '', now(), gen_random_uuid())
            visit_visit_pk               | INSERT INTO visit_visit (area, serial, revision, resident_id, institution_code, visited_on, pooled_fund_fen, account_fen, cash_fen, emergency, import_id, row_digest, recorded_at) SELECT area, serial, 0, resident_id, institution_code, visited_on, pooled_fund_fen, account_fen, cash_fen, emergency, import_id, row_digest, recorded_at FROM visit_visit
            visit_visit_revision         | INSERT INTO visit_visit (area, serial, revision, resident_id, institution_code, visited_on, pooled_fund_fen, account_fen, cash_fen, emergency, import_id, row_digest, recorded_at) SELECT area, serial, -1, resident_id, institution_code, visited_on, pooled_fund_fen, account_fen, cash_fen, emergency, import_id, row_digest, recorded_at FROM visit_visit
            visit_visit_replaces         | INSERT INTO visit_visit (area, serial, revision, resident_id, institution_code, visited_on, pooled_fund_fen, account_fen, cash_fen, emergency, import_id, row_digest, recorded_at) SELECT area, serial, 1, resident_id, institution_code, visited_on, pooled_fund_fen, account_fen, cash_fen, emergency, import_id, row_digest, recorded_at FROM visit_visit
            taken                        | INSERT INTO visit_cancellation VALUES ('439901', 'V0', 0, 'wrong_person', NULL, NULL, 'wang', now()); INSERT INTO visit_visit (area, serial, revision, resident_id, institution_code, visited_on, pooled_fund_fen, account_fen, cash_fen, emergency, import_id, row_digest, recorded_at) SELECT area, serial, 1, resident_id, institution_code, visited_on, pooled_fund_fen, account_fen, cash_fen, emergency, import_id, row_digest, recorded_at FROM visit_visit
            visit_cancellation_visit     | INSERT INTO visit_cancellation VALUES ('439901', 'V0', 1, 'wrong_person', NULL, NULL, 'wang', now())
            visit_cancellation_pk        | INSERT INTO visit_cancellation VALUES ('439901', 'V0', 0, 'wrong_person', NULL, NULL, 'wang', now()), ('439901', 'V0', 0, 'entered_twice', NULL, NULL, 'wang', now())
            visit_cancellation_reason    | INSERT INTO visit_cancellation VALUES ('439901', 'V0', 0, 'whim', NULL, NULL, 'wang', now())
            visit_cancellation_note      | INSERT INTO visit_cancellation VALUES ('439901', 'V0', 0, 'wrong_person', '', NULL, 'wang', now())
            visit_cancellation_says_why  | INSERT INTO visit_cancellation VALUES ('439901', 'V0', 0, 'other', NULL, NULL, 'wang', now())
            """)
    void violated_on_purpose(String constraint, String attack) throws SQLException {
        try (var connection = DATABASE.open();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(SOUND);
            assertThat(attempt(statement, attack)).as(attack).isEqualTo(constraint);
            connection.rollback();
        }
    }

    private static String attempt(Statement statement, String attack) throws SQLException {
        try {
            statement.execute(attack);
            return "taken";
        } catch (PSQLException refused) {
            var details = refused.getServerErrorMessage();
            return String.valueOf(details == null ? refused.getSQLState() : details.getConstraint());
        }
    }
}
