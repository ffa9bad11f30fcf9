package org.jiayi.app.settlement;

import java.time.Duration;
import org.jiayi.app.worker.BackgroundWork;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Looks for months that are due and not computed, in every area from time to time. */
@Component
class MissedRunsWork extends BackgroundWork {

    private static final Duration POLL = Duration.ofMinutes(10);

    private final DatabaseClient database;
    private final MissedRuns missedRuns;

    MissedRunsWork(DatabaseClient database, MissedRuns missedRuns) {
        super(POLL);
        this.database = database;
        this.missedRuns = missedRuns;
    }

    @Override
    protected Mono<Void> round() {
        return database.sql("SELECT area FROM organisation_pooling_area")
                .mapValue(String.class)
                .all()
                .collectList()
                .flatMapIterable(areas -> areas)
                .concatMapDelayError(missedRuns::tell)
                .then();
    }
}
