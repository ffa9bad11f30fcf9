package org.jiayi.app.database;

import java.time.Clock;
import java.util.function.Supplier;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Makes a command happen once per caller's key: the same key and content get the first answer again. */
@Component
public class CommandKeys {

    private final DatabaseClient database;
    private final NamedLocks locks;
    private final Clock clock;

    CommandKeys(DatabaseClient database, NamedLocks locks, Clock clock) {
        this.database = database;
        this.locks = locks;
        this.clock = clock;
    }

    /**
     * Runs {@code command} unless the key has been used; must be called inside a shielded transaction. Two callers with
     * the same key at the same moment go one after the other.
     *
     * @param contentDigest of what the command would do; another one under the same key is refused
     * @return the id of what was created, now or the first time
     */
    public Mono<Answer> once(
            String area, Caller caller, String key, String contentDigest, Supplier<Mono<String>> command) {
        return locks.take("key:" + area + ":" + caller.subject() + ":" + key)
                .then(find(area, caller, key))
                .flatMap(earlier -> earlier.contentDigest().equals(contentDigest)
                        ? Mono.just(new Answer(earlier.answerId(), true))
                        : Mono.<Answer>error(new Refused(RefusalCode.IDEMPOTENCY_KEY_REUSED)))
                .switchIfEmpty(Mono.defer(command)
                        .switchIfEmpty(Mono.error(() -> new IllegalStateException("a command without an answer")))
                        .flatMap(id -> keep(area, caller, key, contentDigest, id)));
    }

    /**
     * What a command answered.
     *
     * @param id of what was created
     * @param replayed whether it was created by an earlier request with the same key
     */
    public record Answer(String id, boolean replayed) {}

    private Mono<Earlier> find(String area, Caller caller, String key) {
        return database.sql(
                        "SELECT content_digest, answer_id FROM command_key WHERE area = $1 AND caller = $2 AND key = $3")
                .bind(0, area)
                .bind(1, caller.subject())
                .bind(2, key)
                .mapProperties(Earlier.class)
                .one();
    }

    private Mono<Answer> keep(String area, Caller caller, String key, String contentDigest, String answerId) {
        return database.sql("""
                        INSERT INTO command_key (area, caller, key, content_digest, answer_id, recorded_at)
                        VALUES ($1, $2, $3, $4, $5, $6)
                        """)
                .bind(0, area)
                .bind(1, caller.subject())
                .bind(2, key)
                .bind(3, contentDigest)
                .bind(4, answerId)
                .bind(5, clock.instant())
                .then()
                .thenReturn(new Answer(answerId, false));
    }

    private record Earlier(String contentDigest, String answerId) {}
}
