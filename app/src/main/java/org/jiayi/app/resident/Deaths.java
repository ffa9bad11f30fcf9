package org.jiayi.app.resident;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Keeps on which day residents died, and since when that is known. */
@Component
class Deaths {

    /** Who dies dies with all their registrations. */
    private static final String REPORTED = """
            WITH reported AS (
                SELECT DISTINCT coalesce(other.resident_id, named.resident_id) AS resident_id, named.died_on
                FROM unnest($2::uuid[], $3::date[]) AS named (resident_id, died_on)
                LEFT JOIN resident_person this ON this.area = $1 AND this.resident_id = named.resident_id
                    AND upper_inf(this.known)
                LEFT JOIN resident_person other ON other.area = $1 AND other.person_id = this.person_id
                    AND upper_inf(other.known)
            )
            """;

    private final DatabaseClient database;
    private final Clock clock;

    Deaths(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Records deaths, each on every registration of the person. A day that is known already stays as it is; another day takes
     * its place from {@code knownFrom} on, unless what is known was learned then or later.
     */
    Mono<Void> record(String area, Map<UUID, LocalDate> diedOn, Instant knownFrom, String by) {
        if (diedOn.isEmpty()) {
            return Mono.empty();
        }
        List<Map.Entry<UUID, LocalDate>> deaths = List.copyOf(diedOn.entrySet());
        UUID[] residents = Columns.array(deaths, UUID[]::new, Map.Entry::getKey);
        LocalDate[] days = Columns.array(deaths, LocalDate[]::new, Map.Entry::getValue);
        return close(area, residents, days, knownFrom).then(add(area, residents, days, knownFrom, by));
    }

    /** The days on which those residents died by all that is known now; the living are absent. */
    Mono<Map<UUID, LocalDate>> of(String area, Collection<UUID> residentIds) {
        return database.sql("""
                        SELECT resident_id, died_on FROM resident_death
                        WHERE area = $1 AND resident_id = ANY ($2) AND upper_inf(known)
                        """)
                .bind(0, area)
                .bind(1, residentIds.toArray(UUID[]::new))
                .map(row -> Map.entry(
                        Columns.get(row, "resident_id", UUID.class), Columns.get(row, "died_on", LocalDate.class)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Mono<Void> close(String area, UUID[] residents, LocalDate[] days, Instant knownFrom) {
        return database.sql(REPORTED + """
                        UPDATE resident_death d SET known = tstzrange(lower(d.known), $4::timestamptz)
                        FROM reported
                        WHERE d.area = $1 AND d.resident_id = reported.resident_id AND upper_inf(d.known)
                            AND d.died_on <> reported.died_on AND lower(d.known) < $4::timestamptz
                        """)
                .bind(0, area)
                .bind(1, residents)
                .bind(2, days)
                .bind(3, knownFrom)
                .then();
    }

    private Mono<Void> add(String area, UUID[] residents, LocalDate[] days, Instant knownFrom, String by) {
        return database.sql(REPORTED + """
                        INSERT INTO resident_death (area, resident_id, died_on, known, recorded_by, recorded_at)
                        SELECT $1, reported.resident_id, reported.died_on, tstzrange($4::timestamptz, NULL), $5, $6
                        FROM reported
                        WHERE NOT EXISTS (SELECT FROM resident_death d
                            WHERE d.area = $1 AND d.resident_id = reported.resident_id AND upper_inf(d.known))
                        """)
                .bind(0, area)
                .bind(1, residents)
                .bind(2, days)
                .bind(3, knownFrom)
                .bind(4, by)
                .bind(5, clock.instant())
                .then();
    }
}
