package org.jiayi.app.organisation;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The administrative divisions (行政区划, GB/T 2260) of an area, each with the days on which its code is in use. */
@Component
class Divisions {

    private final DatabaseClient database;

    Divisions(DatabaseClient database) {
        this.database = database;
    }

    /**
     * The codes in force on a day.
     *
     * @param codes empty where the area has loaded none at all: then any code will do
     */
    record InForce(Optional<Set<String>> codes) {

        boolean allows(String code) {
            return codes.map(known -> known.contains(code)).orElse(true);
        }
    }

    /** The codes in force on that day. */
    Mono<InForce> inForce(String area, LocalDate on) {
        Mono<Set<String>> codes = database.sql(
                        "SELECT code FROM organisation_division WHERE area = $1 AND effective @> $2::date")
                .bind(0, area)
                .bind(1, on)
                .mapValue(String.class)
                .all()
                .collect(Collectors.toSet());
        return database.sql("SELECT EXISTS (SELECT FROM organisation_division WHERE area = $1)")
                .bind(0, area)
                .mapValue(Boolean.class)
                .one()
                .flatMap(loaded -> loaded
                        ? codes.map(known -> new InForce(Optional.of(known)))
                        : Mono.just(new InForce(Optional.empty())));
    }
}
