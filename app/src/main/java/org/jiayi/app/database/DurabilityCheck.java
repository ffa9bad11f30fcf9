package org.jiayi.app.database;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Refuses to start on a database that may forget what it has acknowledged. It looks when the migrations are done and
 * before the port opens or a worker starts, so that nothing is acknowledged on such a database.
 */
@Component
class DurabilityCheck implements SmartInitializingSingleton {

    private final DatabaseClient database;

    DurabilityCheck(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public void afterSingletonsInstantiated() {
        var unsafe = Flux.just("fsync", "full_page_writes", "synchronous_commit")
                .filterWhen(setting -> valueOf(setting).map("off"::equals))
                .collectList()
                .toFuture()
                .join();
        if (!unsafe.isEmpty()) {
            throw new IllegalStateException("PostgreSQL runs with " + String.join(", ", unsafe)
                    + " off: a power cut would lose acknowledged money. Turn them on and start again.");
        }
    }

    private Mono<String> valueOf(String setting) {
        return database.sql("SELECT current_setting($1)")
                .bind(0, setting)
                .map(row -> String.valueOf(row.get(0, String.class)))
                .one();
    }
}
