package org.jiayi.app.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jiayi.app.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A database with content from the first version is taken through all migrations after it. */
class UpgradeTests {

    private static final String SCHEMA = "upgraded";

    /** Rows as the first version's tables had them; later tables are not spoken of. */
    private static final String FIRST_VERSION = """
            INSERT INTO organisation_pooling_area VALUES ('439901', '样例市', 'test', '2026-01-01');
            INSERT INTO organisation_institution VALUES ('439901', 'H43990100001', '91350100M000100Y43', '样例卫生院', '乡镇卫生院',
                '439901', NULL, '县医共体', gen_random_uuid(), '', '2026-01-01');
            INSERT INTO organisation_team VALUES
                ('439901', 'T1', '一队', 'H43990100001', '王', 'D439901000001', '', 100, gen_random_uuid(), '', '2026-01-01'),
                ('439901', 'T2', '二队', 'H43990100001', '王', 'D439901000001', '', 100, gen_random_uuid(), '', '2026-01-01'),
                ('439901', 'T3', '三队', 'H43990100001', '李', 'D1', '', 100, gen_random_uuid(), '', '2026-01-01');
            INSERT INTO resident_resident VALUES ('439901', '00000000-0000-0000-0000-000000000001', 'resident_id',
                decode(repeat('00', 32), 'hex'), decode('00', 'hex'), '1984-04-06', 1, '', gen_random_uuid(), '', '2026-01-01'),
                ('439901', '00000000-0000-0000-0000-000000000002', 'resident_id',
                decode(repeat('01', 32), 'hex'), decode('00', 'hex'), '1950-04-06', 1, '', gen_random_uuid(), '', '2026-01-01');
            INSERT INTO contract_version VALUES ('439901', gen_random_uuid(), 1, '00000000-0000-0000-0000-000000000001', 'T1',
                'H43990100001', 'basic', '2026-01-01', '[2026-01-01,2027-01-01)', '[2026-01-01,)', '纸质', NULL, NULL, 'test',
                '2026-01-01'),
                ('439901', gen_random_uuid(), 2, '00000000-0000-0000-0000-000000000002', 'T1', 'H43990100001', 'basic',
                '2026-01-01', '[2026-01-01,2026-04-21)', '[2026-05-06,)', '纸质', 'death', NULL, 'test', '2026-05-07');
            """;

    private static Flyway flyway(DataSource database, String target) {
        return Flyway.configure()
                .dataSource(database)
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .target(target)
                .load();
    }

    @Test
    void what_the_first_version_kept_is_there_in_the_words_of_the_last() throws SQLException {
        try (Connection connection = TestDatabase.create().open()) {
            var database = new SingleConnectionDataSource(connection, true);
            flyway(database, "1").migrate();
            try (var statement = connection.createStatement()) {
                statement.execute("SET search_path = " + SCHEMA + ", public");
                statement.execute(FIRST_VERSION);
            }
            flyway(database, "latest").migrate();
            assertThat(rows(connection, "SELECT document_type, resident_id FROM resident_document ORDER BY 2"))
                    .containsExactly(
                            "resident_id 00000000-0000-0000-0000-000000000001",
                            "resident_id 00000000-0000-0000-0000-000000000002");
            assertThat(rows(connection, "SELECT DISTINCT file_guardian IS NULL, '' FROM resident_resident"))
                    .containsExactly("t ");
            assertThat(rows(connection, "SELECT died_on || ' ' || lower(known)::date, resident_id FROM resident_death"))
                    .as("who died by a file")
                    .containsExactly("2026-04-20 2026-05-06 00000000-0000-0000-0000-000000000002");
            assertThat(rows(connection, "SELECT alliance, institution_code FROM organisation_alliance_member"))
                    .containsExactly("县医共体 H43990100001");
            assertThat(rows(connection, "SELECT doctor_code, name FROM organisation_practitioner"))
                    .containsExactly("D439901000001 王");
            assertThat(rows(connection, "SELECT team_number, role FROM organisation_team_member ORDER BY 1"))
                    .containsExactly("T1 leader", "T2 leader");
        }
    }

    private static List<String> rows(Connection connection, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (var statement = connection.createStatement()) {
            statement.execute("SET search_path = " + SCHEMA + ", public");
            try (var result = statement.executeQuery(query)) {
                while (result.next()) {
                    rows.add(result.getString(1) + " " + result.getString(2));
                }
            }
        }
        return rows;
    }
}
