package org.jiayi.app.database;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jiayi.app.TestDatabase;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The entries that a storm leaves behind: two lines each, +100 and −100 fen, written by two statements of one
 * transaction.
 */
record StormEntries(TestDatabase database) {

    static final String INSERT = "INSERT INTO storm_line (entry, line, amount_fen) VALUES ($1, $2, $3)";

    private static final Duration LEAK_WAIT = Duration.ofSeconds(5);
    private static final String HALF = "SELECT entry FROM storm_line GROUP BY entry"
            + " HAVING count(*) <> 2 OR sum(amount_fen) <> 0 ORDER BY entry";
    private static final String IDLE_IN_TRANSACTION = "SELECT pid FROM pg_stat_activity"
            + " WHERE datname = current_database() AND state LIKE 'idle in transaction%'";

    /**
     * What a storm must not do, and did.
     *
     * @param halfEntries entries of which one line is there
     * @param lost entries that a caller was told are in, and are not
     * @param idleInTransaction server processes left in a transaction that nobody will end
     * @param leaked connections that the pool never gets back
     */
    record Harm(List<Long> halfEntries, Set<Long> lost, List<Long> idleInTransaction, long leaked) {

        static final Harm NONE = new Harm(List.of(), Set.of(), List.of(), 0);
    }

    void createTable() throws SQLException {
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE storm_line (entry bigint, line int, amount_fen bigint NOT NULL,"
                    + " PRIMARY KEY (entry, line))");
            statement.execute("GRANT SELECT, INSERT ON storm_line TO " + TestDatabase.APPLICATION_ROLE);
        }
    }

    /** Takes every connection of the pool, which waits for whoever still works, and looks at what is left. */
    Harm harm(ConnectionPool pool, int poolSize, Set<Long> acknowledged) throws SQLException {
        List<Optional<Connection>> taken = Flux.range(0, poolSize)
                .flatMap(i -> take(pool), poolSize)
                .collectList()
                .blockOptional(LEAK_WAIT.multipliedBy(2))
                .orElseThrow();
        try {
            Set<Long> lost = new HashSet<>(acknowledged);
            lost.removeAll(numbers("SELECT DISTINCT entry FROM storm_line"));
            long leaked = taken.stream().filter(Optional::isEmpty).count();
            return new Harm(numbers(HALF), lost, numbers(IDLE_IN_TRANSACTION), leaked);
        } finally {
            Flux.fromIterable(taken)
                    .flatMap(connection -> Mono.justOrEmpty(connection).flatMap(open -> Mono.from(open.close())))
                    .then()
                    .block(LEAK_WAIT);
        }
    }

    private static Mono<Optional<Connection>> take(ConnectionPool pool) {
        return pool.create().timeout(LEAK_WAIT).map(Optional::of).onErrorReturn(Optional.empty());
    }

    private List<Long> numbers(String query) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (var connection = database.open();
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }
}
