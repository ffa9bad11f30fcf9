package org.jiayi.app.organisation;

import java.time.Clock;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The pooling areas (统筹区), to which every fund, policy and settlement belongs. */
@Component
public class PoolingAreas {

    private final DatabaseClient database;
    private final Clock clock;

    PoolingAreas(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A pooling area and its name. */
    public record PoolingArea(String area, String name) {}

    /** Opens an area; opening it again under the same name changes nothing, under another one is refused. */
    public Mono<PoolingArea> open(String area, String name, Caller caller) {
        return database.sql("""
                        INSERT INTO organisation_pooling_area (area, name, opened_by, opened_at) VALUES ($1, $2, $3, $4)
                        ON CONFLICT ON CONSTRAINT organisation_pooling_area_pk DO NOTHING
                        """)
                .bind(0, area)
                .bind(1, name)
                .bind(2, caller.subject())
                .bind(3, clock.instant())
                .then()
                .then(get(area))
                .flatMap(opened -> opened.name().equals(name)
                        ? Mono.just(opened)
                        : Mono.error(new Refused(RefusalCode.AREA_OPEN_UNDER_OTHER_NAME)));
    }

    /** The open area of that code; refused where there is none. */
    public Mono<PoolingArea> get(String area) {
        return database.sql("SELECT area, name FROM organisation_pooling_area WHERE area = $1")
                .bind(0, area)
                .mapProperties(PoolingArea.class)
                .one()
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }
}
