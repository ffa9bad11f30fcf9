package org.jiayi.app.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jiayi.app.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;

/** What the planner is told of a table, as the application's role has it told. */
class TableStatisticsTests {

    private static final Duration ANSWER_WAIT = Duration.ofSeconds(20);

    private final TestDatabase database = TestDatabase.create();

    @Test
    void a_table_that_has_grown_is_looked_at_again_and_one_that_has_hardly_grown_is_not() throws Exception {
        execute("CREATE TABLE grown (area text, id integer)");
        load(20_000);
        assertThat(rowsKnown()).isNegative();

        refresh();
        assertThat(rowsKnown()).isEqualTo(20_000);

        load(2_000);
        refresh();
        assertThat(rowsKnown()).isEqualTo(20_000);

        load(20_000);
        refresh();
        assertThat(rowsKnown()).isEqualTo(42_000);
    }

    /** Its pages are there at the first look, its rows are not. */
    @Test
    void what_was_not_committed_at_the_last_look_is_looked_at_again() throws Exception {
        execute("CREATE TABLE grown (area text, id integer)");
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO grown SELECT '110101', generate_series(1, 20000)");
            refresh();
            assertThat(rowsKnown()).isZero();
            connection.commit();
            statement.execute("SELECT pg_stat_force_next_flush()");
            connection.commit();
        }
        refresh();
        assertThat(rowsKnown()).isEqualTo(20_000);
    }

    private void load(int rows) throws Exception {
        execute("INSERT INTO grown SELECT '110101', generate_series(1, " + rows + ")");
    }

    private void refresh() {
        new TableStatistics(DatabaseClient.create(database.connections()))
                .round()
                .block(ANSWER_WAIT);
    }

    private void execute(String sql) throws Exception {
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private double rowsKnown() throws Exception {
        try (var connection = database.open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT reltuples FROM pg_class WHERE relname = 'grown'")) {
            rows.next();
            return rows.getDouble(1);
        }
    }
}
