package org.jiayi.app.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.TestCounty;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.jiayi.app.database.TableStatistics;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A file often follows at once on one that it refers to; the planner must not take what that one brought for nothing. */
@JiayiTest
class FreshStatisticsTests {

    /** So many changes make a table worth another look, however many pages it has. */
    private static final int RESIDENTS = 1_100;

    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final TableStatistics statistics;

    FreshStatisticsTests(WebTestClient http, TestIssuer issuer, TestDatabase database, TableStatistics statistics) {
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.statistics = statistics;
    }

    @Test
    void the_planner_knows_what_the_file_before_has_brought() throws SQLException {
        statistics.stop(); // whose next round may come after the next file
        keepPostgresFromLooking();
        var county = TestCounty.open(http, issuer).withTeams();
        lookBeforeTheCommit();
        county.take("residents", residents(0, RESIDENTS));
        assertThat(residentsKnown()).isZero();

        county.take("residents", residents(RESIDENTS, 1));
        assertThat(residentsKnown()).isEqualTo(RESIDENTS);
    }

    /** As it does once a minute. */
    private void keepPostgresFromLooking() throws SQLException {
        execute("ALTER TABLE resident_resident SET (autovacuum_enabled = off)");
    }

    /** What a look leaves that comes while rows are written: their pages are there, and they are not. */
    private void lookBeforeTheCommit() throws SQLException {
        execute("ANALYZE resident_resident");
        execute("UPDATE pg_class SET relpages = 1000 WHERE relname = 'resident_resident'");
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String residents(int first, int count) {
        return TestCounty.RESIDENT_COLUMNS
                + IntStream.range(first, first + count)
                        .mapToObj(n -> TestCounty.identityNumber(
                                LocalDate.of(1960, 1, 1).plusDays(n / 500), n % 500 + 1))
                        .map(number -> TestCounty.resident("李", number, "390", "", "一般"))
                        .collect(Collectors.joining("\n"));
    }

    private double residentsKnown() throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery("SELECT reltuples FROM pg_class WHERE relname = 'resident_resident'")) {
            rows.next();
            return rows.getDouble(1);
        }
    }
}
