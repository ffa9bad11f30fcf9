package org.jiayi.app.database;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Locks on names, for what has no row yet that could be locked; they are PostgreSQL's, so all instances share them. */
@Component
public class NamedLocks {

    private final DatabaseClient database;

    NamedLocks(DatabaseClient database) {
        this.database = database;
    }

    /** Waits for the lock of that name and holds it until the transaction ends; must be called inside one. */
    public Mono<Void> take(String name) {
        return take("pg_advisory_xact_lock", name);
    }

    /** The same with others who take it so: only who takes the whole lock waits, and is waited for. */
    public Mono<Void> takeShared(String name) {
        return take("pg_advisory_xact_lock_shared", name);
    }

    private Mono<Void> take(String lock, String name) {
        return database.sql("SELECT " + lock + "(hashtextextended($1, 0))")
                .bind(0, name)
                .then();
    }
}
