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
                statement.execute(SchemaSamples.SOUND + """
                        UPDATE organisation_institution SET alliance = '县医共体';
                        UPDATE organisation_team SET leader_doctor_code = 'D439901000001';
                        INSERT INTO organisation_team VALUES ('439901', 'T2', '二队', 'H43990100001', '王', 'D439901000001', '',
                            100, gen_random_uuid(), '', '2026-01-01');
                        """);
            }
            flyway(database, "latest").migrate();
            assertThat(rows(connection, "SELECT document_type, resident_id FROM resident_document"))
                    .containsExactly("resident_id 00000000-0000-0000-0000-000000000001");
            assertThat(rows(connection, "SELECT file_guardian IS NULL, resident_id FROM resident_resident"))
                    .containsExactly("t 00000000-0000-0000-0000-000000000001");
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
