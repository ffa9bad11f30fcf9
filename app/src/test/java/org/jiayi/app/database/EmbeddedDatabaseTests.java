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
@Timeout(240)
class EmbeddedDatabaseTests {

    private static final String ISSUER = "--spring.security.oauth2.resourceserver.jwt.issuer-uri=https://issuer.test";
    private static final int LINE_OF_THE_PORT = 3;

    @TempDir
    private static Path home;

    /** One story, since each start costs a database: a second application meanwhile, an orderly end, a kill. */
    @Test
    void what_was_acknowledged_is_there_after_a_second_application_a_stop_and_a_kill() throws Exception {
        try (var first = start().awaitStart()) {
            openArea("110001");
            isRefusedBeside(first);
        }
        assertThat(Files.exists(postmasterPid())).as("a server left behind").isFalse();

        long orphan;
        try (var second = start().awaitStart()) {
            assertThat(areaIsOpen("110001")).isTrue();
            openArea("110002");
            orphan = Long.parseLong(postmaster(0));
            second.kill();
        }
        assertThat(ProcessHandle.of(orphan))
                .as("the server outlives its application")
                .isPresent();

        try (var third = start().awaitStart()) {
            assertThat(areaIsOpen("110001")).isTrue();
            assertThat(areaIsOpen("110002")).isTrue();
            assertThat(Long.parseLong(postmaster(0))).isNotEqualTo(orphan);
            assertThat(ProcessHandle.of(orphan)).isEmpty();
        }
    }

    private static void isRefusedBeside(ChildApplication first) throws Exception {
        try (var other = start()) {
            assertThat(other.awaitExit()).as(other.output()).isNotZero();
            assertThat(other.output()).contains("another Jiayi is running on", "JIAYI_DATA");
        }
        assertThat(first.isAlive()).isTrue();
        assertThat(areaIsOpen("110001")).isTrue();
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
