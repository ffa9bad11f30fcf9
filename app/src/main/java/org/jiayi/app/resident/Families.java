package org.jiayi.app.resident;

import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Who acts for whom, and who lives with whom, on a day and by all that is known now. */
@Component
class Families {

    private final DatabaseClient database;

    Families(DatabaseClient database) {
        this.database = database;
    }

    /**
     * A condition: one of those residents is dead, or is a minor or without full capacity on day $3, on which who is of age was
     * born on $4 at the latest.
     */
    static String cannotAct(String area, String residents) {
        return """
                EXISTS (SELECT FROM (%2$s) AS acting (resident_id)
                    JOIN resident_resident a ON a.area = %1$s AND a.resident_id = acting.resident_id
                    WHERE a.birth_date > $4::date
                        OR EXISTS (SELECT FROM resident_death d WHERE d.area = a.area AND d.resident_id = a.resident_id
                            AND upper_inf(d.known))
                        OR EXISTS (SELECT FROM resident_incapacity i WHERE i.area = a.area
                            AND i.resident_id = a.resident_id
                            AND upper_inf(i.known) AND (i.effective @> $3::date) IS TRUE))""".formatted(area, residents);
    }

    /**
     * The minors and residents without capacity for whom that resident acts: by recorded evidence, or because a county's
     * file named them with the resident's number. Who cannot act for themselves acts for nobody.
     */
    Mono<Set<UUID>> wardsOf(String area, UUID guardianId, LocalDate on) {
        return database.sql("""
                        WITH me AS MATERIALIZED (
                            SELECT $2::uuid AS id
                            UNION ALL
                            SELECT merged_id FROM resident_merge WHERE area = $1 AND survivor_id = $2 AND upper_inf(known)
                        ), numbers AS MATERIALIZED (
                            SELECT document_index FROM resident_document
                            WHERE area = $1 AND resident_id = ANY (ARRAY(SELECT id FROM me)) AND upper_inf(known)
                        ), named AS (
                            SELECT ward_id AS id FROM resident_guardian
                            WHERE area = $1 AND upper_inf(known) AND (effective @> $3::date) IS TRUE
                                AND guardian_resident_id = ANY (ARRAY(SELECT id FROM me))
                            UNION
                            SELECT ward_id FROM resident_guardian
                            WHERE area = $1 AND upper_inf(known) AND (effective @> $3::date) IS TRUE
                                AND guardian_index = ANY (ARRAY(SELECT document_index FROM numbers))
                            UNION
                            SELECT resident_id FROM resident_resident
                            WHERE area = $1 AND file_guardian_index = ANY (ARRAY(SELECT document_index FROM numbers))
                        )
                        SELECT r.resident_id FROM resident_resident r
                        WHERE r.area = $1 AND r.resident_id = ANY (ARRAY(SELECT id FROM named)) AND r.resident_id <> $2
                            AND (r.birth_date > $4::date OR EXISTS (
                                SELECT FROM resident_incapacity i WHERE i.area = r.area AND i.resident_id = r.resident_id
                                    AND upper_inf(i.known) AND (i.effective @> $3::date) IS TRUE))
                            AND NOT %s
                        """.formatted(cannotAct("$1", "SELECT id FROM me")))
                .bind(0, area)
                .bind(1, guardianId)
                .bind(2, on)
                .bind(3, on.minusYears(Residents.FULL_AGE_YEARS))
                .mapValue(UUID.class)
                .all()
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All who live in the resident's household; the resident alone where there is none. */
    Mono<Set<UUID>> householdOf(String area, UUID residentId, LocalDate on) {
        return database.sql("""
                        WITH home AS MATERIALIZED (
                            SELECT household FROM resident_household_member
                            WHERE area = $1 AND resident_id = $2 AND upper_inf(known) AND (effective @> $3::date) IS TRUE
                            UNION ALL
                            SELECT household FROM resident_resident r
                            WHERE area = $1 AND resident_id = $2 AND NOT EXISTS (
                                SELECT FROM resident_household_member m
                                WHERE m.area = $1 AND m.resident_id = $2 AND upper_inf(m.known))
                        )
                        SELECT resident_id FROM resident_household_member
                        WHERE area = $1 AND household = (SELECT household FROM home) AND household <> ''
                            AND upper_inf(known) AND (effective @> $3::date) IS TRUE
                        UNION
                        SELECT resident_id FROM resident_resident r
                        WHERE area = $1 AND household = (SELECT household FROM home) AND household <> '' AND NOT EXISTS (
                            SELECT FROM resident_household_member m
                            WHERE m.area = $1 AND m.resident_id = r.resident_id AND upper_inf(m.known))
                        UNION
                        SELECT $2::uuid
                        EXCEPT
                        SELECT merged_id FROM resident_merge
                        WHERE area = $1 AND upper_inf(known) AND merged_id <> $2
                        """)
                .bind(0, area)
                .bind(1, residentId)
                .bind(2, on)
                .mapValue(UUID.class)
                .all()
                .collect(Collectors.toUnmodifiableSet());
    }
}
