package org.jiayi.app.resident;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final IdentityVault vault;
    private final Clock clock;

    Deaths(DatabaseClient database, IdentityVault vault, Clock clock) {
        this.database = database;
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * Records deaths, each on every registration of the person. A day that is known already stays as it is; another day takes
     * its place from {@code knownFrom} on, unless what is known was learned then or later.
     *
     * @param unlessRevoked whether who was found alive then or later is left alive
     */
    Mono<Void> record(String area, Map<UUID, LocalDate> diedOn, Instant knownFrom, String by, boolean unlessRevoked) {
        if (diedOn.isEmpty()) {
            return Mono.empty();
        }
        List<Map.Entry<UUID, LocalDate>> deaths = List.copyOf(diedOn.entrySet());
        UUID[] residents = Columns.array(deaths, UUID[]::new, Map.Entry::getKey);
        LocalDate[] days = Columns.array(deaths, LocalDate[]::new, Map.Entry::getValue);
        return close(area, residents, days, knownFrom).then(add(area, residents, days, knownFrom, by, unlessRevoked));
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

    /**
     * Ends what is known of the death of those registrations: the days stay what was known until {@code now}.
     *
     * @return of how many of them a death was known
     */
    Mono<Long> revoke(String area, List<UUID> registrations, DeathRevocation revocation, Instant now, String by) {
        return database.sql("""
                        UPDATE resident_death d
                        SET known = tstzrange(lower(d.known), greatest($4::timestamptz, lower(d.known) + interval '1 microsecond')),
                            revoked_by = $5, revocation_reason = $6, revocation_evidence = $7,
                            sealed_revocation = decode(living.sealed, 'hex')
                        FROM unnest($2::uuid[], $3::text[]) AS living (resident_id, sealed)
                        WHERE d.area = $1 AND d.resident_id = living.resident_id AND upper_inf(d.known)
                        """)
                .bind(0, area)
                .bind(1, registrations.toArray(UUID[]::new))
                .bind(
                        2,
                        Columns.array(
                                registrations,
                                String[]::new,
                                id -> HexFormat.of()
                                        .formatHex(vault.sealText(area, id, revocation.evidenceReference()))))
                .bind(3, now)
                .bind(4, by)
                .bind(5, revocation.reason().code())
                .bind(6, revocation.evidence().code())
                .fetch()
                .rowsUpdated();
    }

    /** Whose death was revoked, by whichever registration of theirs; the last time counts. */
    Mono<Map<UUID, RevokedDeath>> revoked(String area, Collection<UUID> residentIds) {
        return database.sql("WITH person AS (" + Registrations.OF_PEOPLE + """
                        UNION SELECT named, named FROM unnest($2::uuid[]) AS row (named))
                        SELECT person.asked, max(upper(revoked.known)) AS revoked_at, array_agg(DISTINCT earlier.died_on) AS days
                        FROM person
                        JOIN resident_death revoked ON revoked.area = $1 AND revoked.resident_id = person.held_by
                            AND revoked.revoked_by IS NOT NULL
                        JOIN resident_death earlier ON earlier.area = $1 AND earlier.resident_id = person.held_by
                            AND upper(earlier.known) <= upper(revoked.known)
                        GROUP BY person.asked
                        """)
                .bind(0, area)
                .bind(1, residentIds.toArray(UUID[]::new))
                .map(row -> Map.entry(
                        Columns.get(row, "asked", UUID.class),
                        new RevokedDeath(
                                Set.of(Columns.get(row, "days", LocalDate[].class)),
                                Columns.get(row, "revoked_at", Instant.class))))
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

    private Mono<Void> add(
            String area, UUID[] residents, LocalDate[] days, Instant knownFrom, String by, boolean unlessRevoked) {
        return database.sql(REPORTED + """
                        INSERT INTO resident_death (area, resident_id, died_on, known, recorded_by, recorded_at)
                        SELECT $1, reported.resident_id, reported.died_on, tstzrange(greatest($4::timestamptz,
                            (SELECT max(upper(d.known)) FROM resident_death d
                                WHERE d.area = $1 AND d.resident_id = reported.resident_id)), NULL), $5, $6
                        FROM reported
                        WHERE NOT EXISTS (SELECT FROM resident_death d
                            WHERE d.area = $1 AND d.resident_id = reported.resident_id AND (upper_inf(d.known)
                                OR $7::boolean AND d.revoked_by IS NOT NULL AND upper(d.known) >= $4::timestamptz))
                        """)
                .bind(0, area)
                .bind(1, residents)
                .bind(2, days)
                .bind(3, knownFrom)
                .bind(4, by)
                .bind(5, clock.instant())
                .bind(6, unlessRevoked)
                .then();
    }
}
