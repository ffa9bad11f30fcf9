package org.jiayi.app.database;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Lets PostgreSQL plan the statements of a small transaction once for a connection and not each time. A list of one looks
 * cheaper to it than the list of ten that it plans for without looking, so of what asks for one it would make a new plan
 * for ever, which costs more than the answer. What works upon thousands of rows has to look, and must not ask for this.
 */
@Component
public class ReusedPlans {

    private final DatabaseClient database;

    ReusedPlans(DatabaseClient database) {
        this.database = database;
    }

    /** Holds until the transaction ends; must be called inside one, before its other statements. */
    public Mono<Void> inThisTransaction() {
        return database.sql("SELECT set_config('plan_cache_mode', 'force_generic_plan', true)")
                .then();
    }
}
