package org.jiayi.app.resident;

import java.util.UUID;
import java.util.stream.Stream;
import org.jiayi.app.database.NamedLocks;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The locks behind which everything about a person is decided: facts, merges and contracts alike. All are held until the
 * transaction ends, and must be taken inside one. One on a registration comes always before the area's, so nobody waits in a circle.
 */
@Component
public class PersonLocks {

    private final NamedLocks locks;
    private final DatabaseClient database;

    PersonLocks(NamedLocks locks, DatabaseClient database) {
        this.locks = locks;
        this.database = database;
    }

    /**
     * Waits for whoever acts upon the person under this registration, and under any other they have: people who are registered
     * twice are few, so one lock is for all of them in the area.
     */
    public Mono<Void> take(String area, UUID residentId) {
        return locks.take(of(area, residentId))
                .then(Mono.defer(() -> registrations(area, residentId)))
                .filter(registrations -> registrations > 1)
                .flatMap(registrations -> locks.take(ofRegisteredTwice(area)));
    }

    /** Waits for whoever acts upon either, and for those who {@linkplain #keepRegistrations keep} who is one with whom. */
    Mono<Void> takeToMerge(String area, UUID one, UUID other) {
        return Flux.fromStream(
                        Stream.of(one, other).distinct().map(id -> of(area, id)).sorted())
                .concatMap(locks::take)
                .then(Mono.defer(() -> locks.take(ofRegisteredTwice(area))));
    }

    /**
     * Lets nobody be merged, and nobody who was act under one of their registrations: for a file, which takes no person's lock. Files
     * do not wait for each other.
     */
    public Mono<Void> keepRegistrations(String area) {
        return locks.takeShared(ofRegisteredTwice(area));
    }

    private static String of(String area, UUID residentId) {
        return "resident:" + area + ":" + residentId;
    }

    private static String ofRegisteredTwice(String area) {
        return "registered-twice:" + area;
    }

    private Mono<Long> registrations(String area, UUID residentId) {
        return database.sql("SELECT count(*) FROM (" + Registrations.OF_PERSON + ") registration")
                .bind(0, area)
                .bind(1, residentId)
                .mapValue(Long.class)
                .one();
    }
}
