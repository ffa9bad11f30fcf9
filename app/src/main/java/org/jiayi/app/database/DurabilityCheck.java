package org.jiayi.app.database;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Refuses to start on a database that may forget what it has acknowledged. */
@Component
@Order(DurabilityCheck.FIRST)
class DurabilityCheck implements ApplicationRunner {

    static final int FIRST = -100;

    private final DatabaseClient database;

    DurabilityCheck(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public void run(ApplicationArguments arguments) {
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
