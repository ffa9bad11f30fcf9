package org.jiayi.app.database;

import java.time.Duration;
import org.jiayi.app.worker.BackgroundWork;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Keeps the planner's picture of a table true within seconds of a bulk load. PostgreSQL's own rounds take a minute to come,
 * and do not come at all to what was loaded before a crash.
 */
@Component
public class TableStatistics extends BackgroundWork {

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final DatabaseClient database;

    TableStatistics(DatabaseClient database) {
        super(PAUSE);
        this.database = database;
    }

    /** Before a bulk load, which reads what the load before it has only just left behind; not in its transaction. */
    public Mono<Void> refresh() {
        return database.sql("SELECT refresh_statistics()").then();
    }

    /** In a bulk load's transaction: what it changes is counted as it commits, and not up to a second later. */
    public Mono<Void> countAtCommit() {
        return database.sql("SELECT pg_stat_force_next_flush()").then();
    }

    @Override
    protected Mono<Void> round() {
        return refresh();
    }
}
