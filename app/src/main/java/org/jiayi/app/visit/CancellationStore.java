package org.jiayi.app.visit;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The cancellations of visits in the database. */
@Component
class CancellationStore {

    private final DatabaseClient database;

    CancellationStore(DatabaseClient database) {
        this.database = database;
    }

    /** A visit that is to be cancelled, and why. */
    record Row(VisitRevision visit, Cancellation why) {

        String serial() {
            return visit.serial();
        }

        int revision() {
            return visit.revision();
        }

        String reason() {
            return why.reason().code();
        }

        String note() {
            return why.note().orElse("");
        }
    }

    /** Writes them in one statement. */
    Mono<Void> insert(String area, List<Row> rows, Optional<UUID> importId, String by, Instant at) {
        return database.sql("""
                        INSERT INTO visit_cancellation (area, serial, revision, reason, note, import_id, cancelled_by,
                            recorded_at)
                        SELECT $1, serial, revision, reason, nullif(note, ''), $2, $3, $4
                        FROM unnest($5::text[], $6::int[], $7::text[], $8::text[]) AS row (serial, revision, reason, note)
                        """)
                .bind(0, area)
                .bind(1, Columns.orNull(importId, UUID.class))
                .bind(2, by)
                .bind(3, at)
                .bind(4, Columns.array(rows, String[]::new, Row::serial))
                .bind(5, Columns.array(rows, Integer[]::new, Row::revision))
                .bind(6, Columns.array(rows, String[]::new, Row::reason))
                .bind(7, Columns.array(rows, String[]::new, Row::note))
                .then();
    }

    /** All revisions of those serials; of each serial the latest first. */
    Flux<VisitRevision> revisions(String area, Collection<String> serials) {
        return database.sql("""
                        SELECT v.serial, v.revision, x.reason, x.note, x.import_id, x.cancelled_by, x.recorded_at
                        FROM visit_visit v
                        LEFT JOIN visit_cancellation x ON x.area = v.area AND x.serial = v.serial AND x.revision = v.revision
                        WHERE v.area = $1 AND v.serial = ANY ($2)
                        ORDER BY v.serial, v.revision DESC
                        """)
                .bind(0, area)
                .bind(1, serials.toArray(String[]::new))
                .map(CancellationStore::revision)
                .all();
    }

    private static VisitRevision revision(Readable row) {
        return new VisitRevision(
                Columns.text(row, "serial"),
                Columns.get(row, "revision", Integer.class),
                Columns.find(row, "reason", String.class)
                        .map(reason -> new VisitRevision.Cancelled(
                                new Cancellation(
                                        CancellationReason.of(reason), Columns.find(row, "note", String.class)),
                                Columns.find(row, "import_id", UUID.class),
                                Columns.text(row, "cancelled_by"),
                                Columns.get(row, "recorded_at", Instant.class))));
    }
}
