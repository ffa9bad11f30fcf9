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

    /** For bulk loads, which read what the load before them has only just left behind. Not in their transaction. */
    public Mono<Void> refresh() {
        return database.sql("SELECT refresh_statistics()").then();
    }

    @Override
    protected Mono<Void> round() {
        return refresh();
    }
}
