package org.jiayi.app.yearend;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.period.Month;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The drafts of year ends that were given up (作废): who did it, when and why. Their figures can be computed again. */
@Component
public class DiscardedYearEnds {

    private final DatabaseClient database;

    DiscardedYearEnds(DatabaseClient database) {
        this.database = database;
    }

    /** A draft as it was given up. */
    public record Discarded(
            UUID yearEndId, String scheme, Month through, String digestSm3, String reason, String by, Instant at) {}

    Mono<Void> keep(Reconciliation draft, String reason, Caller caller, Instant at) {
        return database.sql("""
                        INSERT INTO yearend_discarding (area, year_end_id, scheme, year, through_month, digest_sm3, reason,
                            discarded_by, discarded_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                        """)
                .bind(0, draft.area())
                .bind(1, draft.yearEndId().orElseThrow())
                .bind(2, draft.scheme().code())
                .bind(3, draft.through().year())
                .bind(4, draft.through().firstDay())
                .bind(5, draft.digest().sm3())
                .bind(6, reason)
                .bind(7, caller.subject())
                .bind(8, at)
                .then();
    }

    /** Those of an area, what was given up last first. */
    public Flux<Discarded> list(String area) {
        return database.sql("""
                        SELECT year_end_id, scheme, through_month, digest_sm3, reason, discarded_by, discarded_at
                        FROM yearend_discarding WHERE area = $1 ORDER BY discarded_at DESC, year_end_id
                        """).bind(0, area).map(DiscardedYearEnds::discarded).all();
    }

    private static Discarded discarded(Readable row) {
        return new Discarded(
                Columns.get(row, "year_end_id", UUID.class),
                Columns.text(row, "scheme"),
                Month.containing(Columns.get(row, "through_month", LocalDate.class)),
                Columns.text(row, "digest_sm3"),
                Columns.text(row, "reason"),
                Columns.text(row, "discarded_by"),
                Columns.get(row, "discarded_at", Instant.class));
    }
}
