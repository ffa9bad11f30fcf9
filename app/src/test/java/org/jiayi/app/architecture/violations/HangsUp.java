package org.jiayi.app.architecture.violations;

import java.time.Duration;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Breaks the rule that nobody hangs up on a transaction. */
class HangsUp {

    Mono<Boolean> asSoonAsThereIsOne(Flux<String> rows) {
        return rows.hasElements();
    }

    Mono<Long> afterTheFirst(DatabaseClient database) {
        return database.sql("SELECT 1").mapValue(Long.class).first();
    }

    Mono<String> impatiently(Mono<String> answer) {
        return answer.timeout(Duration.ofSeconds(1));
    }
}
