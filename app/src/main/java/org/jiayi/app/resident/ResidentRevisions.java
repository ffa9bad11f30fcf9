package org.jiayi.app.resident;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells whether anything was recorded of a resident since somebody looked: two who change one resident do not undo each other unseen. */
@Component
class ResidentRevisions {

    private static final String REVISION = "SELECT sum(told)::bigint FROM ("
            + List.of(
                            "resident_document",
                            "resident_circumstance",
                            "resident_group",
                            "resident_household_member",
                            "resident_incapacity",
                            "resident_death")
                    .stream()
                    .map(table -> told(table, "resident_id"))
                    .collect(Collectors.joining(" UNION ALL "))
            + " UNION ALL " + told("resident_guardian", "ward_id") + " UNION ALL "
            + told("resident_merge", "merged_id") + ") AS facts";

    private final DatabaseClient database;

    ResidentRevisions(DatabaseClient database) {
        this.database = database;
    }

    /** How often something was told of a resident: rows are added and closed, and never go. */
    private static String told(String table, String resident) {
        return "SELECT count(*) + count(*) FILTER (WHERE NOT upper_inf(known)) AS told FROM " + table
                + " WHERE area = $1 AND " + resident + " = $2";
    }

    /** Grows with everything that is recorded of the resident. */
    Mono<Long> of(String area, UUID residentId) {
        return database.sql(REVISION)
                .bind(0, area)
                .bind(1, residentId)
                .mapValue(Long.class)
                .one();
    }

    /**
     * Refused where something was recorded since; must be called under the person's lock.
     *
     * @param ifMatch the ETag of what was looked at; empty where the caller does not mind
     */
    Mono<Void> requireUnchanged(String area, UUID residentId, Optional<String> ifMatch) {
        return Mono.justOrEmpty(ifMatch)
                .flatMap(seen -> of(area, residentId)
                        .filter(revision -> seen.equals(etag(revision)))
                        .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.PRECONDITION_FAILED))))
                .then();
    }

    static String etag(long revision) {
        return "\"" + revision + '"';
    }
}
