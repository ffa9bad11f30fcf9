package org.jiayi.app.visit;

import java.time.Duration;
import org.jiayi.app.worker.BackgroundWork;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Brings the stamps of every area up to date from time to time, so that little is left to do when money is computed. */
@Component
class RestampingWork extends BackgroundWork {

    private static final Duration POLL = Duration.ofMinutes(5);

    private final DatabaseClient database;
    private final Restamping restamping;

    RestampingWork(DatabaseClient database, Restamping restamping) {
        super(POLL);
        this.database = database;
        this.restamping = restamping;
    }

    @Override
    protected Mono<Void> round() {
        return database.sql("SELECT area FROM organisation_pooling_area")
                .mapValue(String.class)
                .all()
                .collectList()
                .flatMapIterable(areas -> areas)
                .concatMapDelayError(restamping::bringUpToDate)
                .then();
    }
}
