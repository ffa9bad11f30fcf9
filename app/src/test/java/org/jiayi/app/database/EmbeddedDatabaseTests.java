package org.jiayi.app.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.jiayi.app.ChildApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The database that comes along: what was acknowledged outlives the process, however it ends. */
@Timeout(120)
class EmbeddedDatabaseTests {

    private static final String ISSUER = "--spring.security.oauth2.resourceserver.jwt.issuer-uri=https://issuer.test";
    private static final int LINE_OF_THE_PORT = 3;

    @TempDir
    private static Path home;

    @Test
    void data_is_kept_between_starts() throws Exception {
        try (var first = start().awaitStart()) {
            openArea("110001");
        }
        assertThat(Files.exists(postmasterPid())).as("a server left behind").isFalse();
        try (var second = start().awaitStart()) {
            assertThat(areaIsOpen("110001")).isTrue();
        }
    }

    @Test
    void the_server_that_a_killed_application_left_behind_is_taken_over_with_all_its_data() throws Exception {
        long orphan;
        try (var first = start().awaitStart()) {
            openArea("110002");
            orphan = Long.parseLong(postmaster(0));
            first.kill();
        }
        assertThat(ProcessHandle.of(orphan))
                .as("the server outlives its application")
                .isPresent();
        try (var second = start().awaitStart()) {
            assertThat(areaIsOpen("110002")).isTrue();
            assertThat(Long.parseLong(postmaster(0))).isNotEqualTo(orphan);
            assertThat(ProcessHandle.of(orphan)).isEmpty();
        }
    }

    @Test
    void a_second_application_on_the_same_directory_is_refused_and_the_first_is_not_disturbed() throws Exception {
        try (var first = start().awaitStart();
                var second = start()) {
            openArea("110003");
            assertThat(second.awaitExit()).as(second.output()).isNotZero();
            assertThat(second.output()).contains("another Jiayi is running on", "JIAYI_DATA");
            assertThat(first.isAlive()).isTrue();
            assertThat(areaIsOpen("110003")).isTrue();
        }
    }

    private static ChildApplication start() throws IOException {
        return ChildApplication.start("--jiayi.data=" + home, ISSUER);
    }

    private static void openArea(String area) throws SQLException, IOException {
        try (var connection = open();
                var insert = connection.prepareStatement(
                        "INSERT INTO organisation_pooling_area VALUES (?, '样例市', 'test', '2026-01-01')")) {
            insert.setString(1, area);
            insert.executeUpdate();
        }
    }

    private static boolean areaIsOpen(String area) throws SQLException, IOException {
        try (var connection = open();
                var query = connection.prepareStatement("SELECT FROM organisation_pooling_area WHERE area = ?")) {
            query.setString(1, area);
            return query.executeQuery().next();
        }
    }

    private static Connection open() throws SQLException, IOException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postmaster(LINE_OF_THE_PORT) + "/postgres", "postgres", "postgres");
    }

    private static String postmaster(int line) throws IOException {
        List<String> lines = Files.readAllLines(postmasterPid());
        return lines.get(line).strip();
    }

    private static Path postmasterPid() {
        return home.resolve("postgres").resolve("postmaster.pid");
    }
}
