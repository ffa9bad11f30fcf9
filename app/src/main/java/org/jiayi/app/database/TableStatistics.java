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
class TableStatistics extends BackgroundWork {

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final DatabaseClient database;

    TableStatistics(DatabaseClient database) {
        super(PAUSE);
        this.database = database;
    }

    @Override
    protected Mono<Void> round() {
        return database.sql("SELECT refresh_statistics()").then();
    }
}
