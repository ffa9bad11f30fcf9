package org.jiayi.app.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.jiayi.app.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;

/** What the schema of the registries guarantees, whatever the code does: each constraint violated on purpose. */
class RegistrySchemaTests {

    private static final TestDatabase DATABASE = TestDatabase.create();

    /** A second institution, a doctor who leads the team, and a second resident, beside the soundest small content. */
    private static final String SOUND = SchemaSamples.SOUND + """
            INSERT INTO organisation_institution VALUES ('439901', 'H43990100002', gen_random_uuid(), '', '2026-01-01');
            INSERT INTO organisation_institution_particulars VALUES ('439901', 'H43990100002', '12439901JG7LCMK11D', '样例医院', '县级医院',
                '439901', NULL, '(,)', '(,)', 'import', '2026-01-01');
            INSERT INTO organisation_institution VALUES ('439901', 'H43990100003', gen_random_uuid(), '', '2026-01-01');
            INSERT INTO organisation_division VALUES ('439901', '439901', '区', '[2000-01-01,)', gen_random_uuid(), '', now());
            INSERT INTO organisation_alliance VALUES ('439901', '医共体', 'test', now());
            INSERT INTO organisation_alliance_member VALUES ('439901', '医共体', 'H43990100001', true, '[2026-01-01,)',
                '[2026-01-01,)', 'test', now());
            INSERT INTO organisation_institution_standing VALUES ('439901', 'H43990100001', 'open', '[2026-01-01,)',
                '[2026-01-01,)', 'test', now());
            INSERT INTO organisation_practitioner VALUES ('439901', '00000000-0000-0000-0000-00000000000a', 'D439901000001',
                '王', 'test', now());
            INSERT INTO organisation_practitioner VALUES ('439901', '00000000-0000-0000-0000-00000000000b', NULL, '李',
                'test', now());
            INSERT INTO organisation_employment VALUES ('439901', '00000000-0000-0000-0000-00000000000a', 'H43990100001',
                'general_practitioner', '[2026-01-01,)', '[2026-01-01,)', 'test', now());
            INSERT INTO organisation_team_member VALUES ('439901', gen_random_uuid(), 1, 'T1',
                '00000000-0000-0000-0000-00000000000a', 'leader', '[2026-01-01,)', '[2026-01-01,)', 'test', now());
            INSERT INTO organisation_team_capacity VALUES ('439901', 'T1', 1, 'fixed', 10, 'test', now());
            INSERT INTO organisation_team_dissolution VALUES ('439901', 'T1', '2027-01-01', 'test', now());
            INSERT INTO resident_resident VALUES ('439901', '00000000-0000-0000-0000-000000000002', NULL, NULL,
                decode('00', 'hex'), '2026-01-01', 1, '', gen_random_uuid(), '', '2026-01-01');
            INSERT INTO resident_document VALUES ('439901', '00000000-0000-0000-0000-000000000001', 1, 'resident_id',
                decode(repeat('00', 32), 'hex'), '(,)', 'test', now());
            INSERT INTO resident_circumstance VALUES ('439901', '00000000-0000-0000-0000-000000000001', '390', 0, 'ordinary',
                '(,)', '(,)');
            INSERT INTO resident_enrolment_day VALUES ('439901', '00000000-0000-0000-0000-00000000000c',
                '00000000-0000-0000-0000-000000000001', '2026-01-01');
            INSERT INTO resident_group VALUES ('439901', '00000000-0000-0000-0000-000000000001', 'copd', 'diagnosis',
                '[2026-01-01,)', '[2026-01-01,)', 'test', now());
            INSERT INTO resident_household_member VALUES ('439901', '00000000-0000-0000-0000-000000000001', 'H1', '02',
                '[2026-01-01,)', '[2026-01-01,)', 'test', now());
            INSERT INTO resident_incapacity VALUES ('439901', '00000000-0000-0000-0000-000000000001', 'court_ruling', '\\x00',
                '[2026-01-01,)', '[2026-01-01,)', 'test', now());
            INSERT INTO resident_death VALUES ('439901', '00000000-0000-0000-0000-000000000001', '2026-01-01',
                '[2026-01-01,)', 'test', now());
            INSERT INTO resident_merge VALUES ('439901', gen_random_uuid(), '00000000-0000-0000-0000-000000000002',
                '00000000-0000-0000-0000-000000000001', 'registered_twice', '[2026-01-01,)', 'test', NULL);
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            organisation_division_one_at_a_time           | INSERT INTO organisation_division VALUES ('439901', '439901', '市', '[2020-01-01,)', gen_random_uuid(), '', now())
            organisation_division_code                    | INSERT INTO organisation_division VALUES ('439901', '4399', '市', '[2020-01-01,)', gen_random_uuid(), '', now())
            organisation_alliance_member_one_alliance     | INSERT INTO organisation_alliance_member VALUES ('439901', '医共体', 'H43990100001', false, '[2030-01-01,)', '[2026-02-01,)', 'test', now())
            organisation_alliance_member_one_lead         | INSERT INTO organisation_alliance_member VALUES ('439901', '医共体', 'H43990100002', true, '[2030-01-01,)', '[2026-02-01,)', 'test', now())
            organisation_institution_standing_one_at_a_time | INSERT INTO organisation_institution_standing VALUES ('439901', 'H43990100001', 'closed', '[2030-01-01,)', '[2026-02-01,)', 'test', now())
            organisation_institution_standing_kind        | INSERT INTO organisation_institution_standing VALUES ('439901', 'H43990100002', 'gone', '[2030-01-01,)', '[2026-02-01,)', 'test', now())
            organisation_institution_particulars_one_at_a_time | INSERT INTO organisation_institution_particulars VALUES ('439901', 'H43990100001', '52439901BNRUBDX0C0', '另', '乡镇卫生院', '439901', NULL, '[2030-01-01,)', '[2026-02-01,)', 'test', now())
            organisation_institution_particulars_uscc | INSERT INTO organisation_institution_particulars VALUES ('439901', 'H43990100003', '12439901JG7LCMK11D', '另', '乡镇卫生院', '439901', NULL, '[2030-01-01,)', '[2026-02-01,)', 'test', now())
            organisation_institution_particulars_not_own_parent | INSERT INTO organisation_institution_particulars VALUES ('439901', 'H43990100003', 'X', '另', '乡镇卫生院', '439901', 'H43990100003', '[2030-01-01,)', '[2026-02-01,)', 'test', now())
            organisation_institution_particulars_name | INSERT INTO organisation_institution_particulars VALUES ('439901', 'H43990100003', 'X', '', '乡镇卫生院', '439901', NULL, '[2030-01-01,)', '[2026-02-01,)', 'test', now())
            organisation_institution_particulars_parent | INSERT INTO organisation_institution_particulars VALUES ('439901', 'H43990100003', 'X', '另', '乡镇卫生院', '439901', 'H43990100099', '[2030-01-01,)', '[2026-02-01,)', 'test', now())
            organisation_practitioner_doctor              | INSERT INTO organisation_practitioner VALUES ('439901', gen_random_uuid(), 'D439901000001', '同', 'test', now())
            organisation_practitioner_doctor_code         | INSERT INTO organisation_practitioner VALUES ('439901', gen_random_uuid(), 'D43990100000', '短', 'test', now())
            organisation_employment_one_at_a_time         | INSERT INTO organisation_employment VALUES ('439901', '00000000-0000-0000-0000-00000000000a', 'H43990100002', 'nurse', '[2030-01-01,)', '[2026-02-01,)', 'test', now())
            organisation_employment_kind                  | INSERT INTO organisation_employment VALUES ('439901', '00000000-0000-0000-0000-00000000000b', 'H43990100002', 'driver', '[2030-01-01,)', '[2026-02-01,)', 'test', now())
            organisation_team_name_length                 | INSERT INTO organisation_team_name VALUES ('439901', 'T1', '', '[2030-01-01,)', '[2026-02-01,)', 'test', now())
            organisation_team_name_team                   | INSERT INTO organisation_team_name VALUES ('439901', 'T9', '九队', '[2030-01-01,)', '[2026-02-01,)', 'test', now())
            organisation_team_member_once                 | INSERT INTO organisation_team_member VALUES ('439901', gen_random_uuid(), 1, 'T1', '00000000-0000-0000-0000-00000000000a', 'nurse', '[2030-01-01,)', '[2026-02-01,)', 'test', now())
            organisation_team_member_one_leader           | INSERT INTO organisation_team_member VALUES ('439901', gen_random_uuid(), 1, 'T1', '00000000-0000-0000-0000-00000000000b', 'leader', '[2030-01-01,)', '[2026-02-01,)', 'test', now())
            organisation_team_member_some_time            | INSERT INTO organisation_team_member VALUES ('439901', gen_random_uuid(), 1, 'T1', '00000000-0000-0000-0000-00000000000b', 'nurse', 'empty', '[2026-02-01,)', 'test', now())
            organisation_team_capacity_pk                 | INSERT INTO organisation_team_capacity VALUES ('439901', 'T1', 1, 'fixed', 20, 'test', now())
            organisation_team_capacity_cap                | INSERT INTO organisation_team_capacity VALUES ('439901', 'T1', 2, 'fixed', 0, 'test', now())
            organisation_team_capacity_basis              | INSERT INTO organisation_team_capacity VALUES ('439901', 'T1', 2, 'by_feel', 10, 'test', now())
            organisation_team_dissolution_pk              | INSERT INTO organisation_team_dissolution VALUES ('439901', 'T1', '2028-01-01', 'test', now())
            resident_resident_document_whole              | INSERT INTO resident_resident VALUES ('439901', gen_random_uuid(), 'passport', NULL, '\\x00', '2026-01-01', 1, '', gen_random_uuid(), '', now())
            resident_resident_brought                     | INSERT INTO resident_resident VALUES ('439901', gen_random_uuid(), NULL, NULL, '\\x00', '2026-01-01', 1, '', NULL, '', now())
            resident_document_holder                      | INSERT INTO resident_document VALUES ('439901', '00000000-0000-0000-0000-000000000002', 1, 'passport', decode(repeat('00', 32), 'hex'), '[2026-02-01,)', 'test', now())
            resident_document_index                       | INSERT INTO resident_document VALUES ('439901', '00000000-0000-0000-0000-000000000002', 1, 'passport', '\\x00', '[2026-02-01,)', 'test', now())
            resident_document_withdrawn                   | INSERT INTO resident_document VALUES ('439901', '00000000-0000-0000-0000-000000000002', 1, 'passport', decode(repeat('01', 32), 'hex'), '[2026-02-01,2026-03-01)', 'test', now())
            resident_document_withdrawn                   | INSERT INTO resident_document VALUES ('439901', '00000000-0000-0000-0000-000000000002', 1, 'passport', decode(repeat('01', 32), 'hex'), '[2026-02-01,)', 'test', now(), 'test', 'mistyped')
            resident_document_withdrawn                   | INSERT INTO resident_document VALUES ('439901', '00000000-0000-0000-0000-000000000002', 1, 'passport', decode(repeat('01', 32), 'hex'), '[2026-02-01,2026-03-01)', 'test', now(), 'test', NULL)
            resident_document_reason                      | INSERT INTO resident_document VALUES ('439901', '00000000-0000-0000-0000-000000000002', 1, 'passport', decode(repeat('01', 32), 'hex'), '[2026-02-01,2026-03-01)', 'test', now(), 'test', 'whim')
            resident_enrolment_day_pk                     | INSERT INTO resident_enrolment_day VALUES ('439901', '00000000-0000-0000-0000-00000000000c', '00000000-0000-0000-0000-000000000001', '2026-01-01')
            resident_enrolment_day_resident               | INSERT INTO resident_enrolment_day VALUES ('439901', gen_random_uuid(), '00000000-0000-0000-0000-00000000000c', '2026-01-01')
            resident_circumstance_one_at_a_time           | INSERT INTO resident_circumstance VALUES ('439901', '00000000-0000-0000-0000-000000000001', '310', 0, 'ordinary', '[2026-01-01,)', '[2026-01-01,)')
            resident_group_one_source                     | INSERT INTO resident_group VALUES ('439901', '00000000-0000-0000-0000-000000000001', 'copd', 'registry', '[2030-01-01,)', '[2026-02-01,)', 'test', now())
            resident_group_not_by_age                     | INSERT INTO resident_group VALUES ('439901', '00000000-0000-0000-0000-000000000001', 'child', 'registry', '[2030-01-01,)', '[2026-02-01,)', 'test', now())
            resident_group_source                         | INSERT INTO resident_group VALUES ('439901', '00000000-0000-0000-0000-000000000001', 'disabled', 'hearsay', '[2030-01-01,)', '[2026-02-01,)', 'test', now())
            resident_household_member_one_household       | INSERT INTO resident_household_member VALUES ('439901', '00000000-0000-0000-0000-000000000001', 'H2', '02', '[2030-01-01,)', '[2026-02-01,)', 'test', now())
            resident_incapacity_one_at_a_time             | INSERT INTO resident_incapacity VALUES ('439901', '00000000-0000-0000-0000-000000000001', 'court_ruling', '\\x00', '[2030-01-01,)', '[2026-02-01,)', 'test', now())
            resident_death_once                           | INSERT INTO resident_death VALUES ('439901', '00000000-0000-0000-0000-000000000001', '2026-01-02', '[2026-02-01,)', 'test', now())
            resident_death_revoked                        | INSERT INTO resident_death VALUES ('439901', '00000000-0000-0000-0000-000000000002', '2026-01-02', '[2026-02-01,)', 'test', now(), 'wu', 'wrong_person', 'seen_alive', '\\x00')
            resident_death_revoked                        | INSERT INTO resident_death VALUES ('439901', '00000000-0000-0000-0000-000000000002', '2026-01-02', '[2026-02-01,2026-02-02)', 'test', now(), 'wu', 'wrong_person', 'seen_alive', NULL)
            resident_death_revocation_reason              | INSERT INTO resident_death VALUES ('439901', '00000000-0000-0000-0000-000000000002', '2026-01-02', '[2026-02-01,2026-02-02)', 'test', now(), 'wu', 'hearsay', 'seen_alive', '\\x00')
            resident_death_revocation_evidence            | INSERT INTO resident_death VALUES ('439901', '00000000-0000-0000-0000-000000000002', '2026-01-02', '[2026-02-01,2026-02-02)', 'test', now(), 'wu', 'wrong_person', 'word', '\\x00')
            resident_guardian_of_another                  | INSERT INTO resident_guardian VALUES ('439901', gen_random_uuid(), 1, '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001', NULL, '\\x00', '10', 'court_ruling', '[2026-01-01,)', '[2026-01-01,)', 'test', now())
            resident_guardian_evidence                    | INSERT INTO resident_guardian VALUES ('439901', gen_random_uuid(), 1, '00000000-0000-0000-0000-000000000001', NULL, NULL, '\\x00', '10', 'word', '[2026-01-01,)', '[2026-01-01,)', 'test', now())
            resident_merge_once                           | INSERT INTO resident_merge VALUES ('439901', gen_random_uuid(), '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', 'again', '[2026-02-01,)', 'test', NULL)
            resident_merge_two                            | INSERT INTO resident_merge VALUES ('439901', gen_random_uuid(), '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001', 'same', '[2026-02-01,)', 'test', NULL)
            resident_merge_undone                         | INSERT INTO resident_merge VALUES ('439901', gen_random_uuid(), '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002', 'open', '[2026-02-01,)', 'test', 'somebody')
            resident_lookup_purpose                       | INSERT INTO resident_lookup VALUES ('439901', gen_random_uuid(), 'curiosity', NULL, 'test', now())
            """)
    void violated_on_purpose(String constraint, String row) throws SQLException {
        assertThat(attempt(SOUND, "")).isEqualTo("taken");
        assertThat(attempt(SOUND, row)).as(row).isEqualTo(constraint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UPDATE resident_document SET document_index = NULL
            UPDATE resident_enrolment_day SET first_day = NULL
            UPDATE resident_death SET died_on = NULL
            DELETE FROM resident_death
            UPDATE resident_guardian SET evidence_kind = ''
            UPDATE resident_merge SET survivor_id = NULL
            UPDATE resident_lookup SET purpose = ''
            UPDATE resident_former_identity SET sealed_identity = NULL
            UPDATE resident_resident SET birth_date = NULL
            UPDATE organisation_team_member SET effective = NULL
            UPDATE organisation_team_capacity SET cap = 1
            UPDATE organisation_team_dissolution SET last_day = NULL
            UPDATE organisation_practitioner SET name = ''
            DELETE FROM resident_document
            DELETE FROM resident_lookup
            DELETE FROM resident_merge
            DELETE FROM resident_former_identity
            DELETE FROM organisation_team_member
            """)
    void nothing_of_a_register_is_overwritten(String attack) throws SQLException {
        assertThat(attempt("SET ROLE " + TestDatabase.APPLICATION_ROLE, attack)).isEqualTo("42501");
    }

    /** The constraint that stopped it, or the SQLSTATE where it was none; nothing of it remains. */
    private static String attempt(String before, String row) throws SQLException {
        try (var connection = DATABASE.open();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(before);
            try {
                statement.execute(row);
                return "taken";
            } catch (PSQLException refused) {
                var details = refused.getServerErrorMessage();
                var constraint = details == null ? null : details.getConstraint();
                return constraint == null ? String.valueOf(refused.getSQLState()) : constraint;
            } finally {
                connection.rollback();
            }
        }
    }
}
