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
     * A condition: one of those residents, by whichever registration, is dead, or is a minor or without full capacity on day
     * $3, on which who is of age was born on $4 at the latest.
     */
    static String cannotAct(String area, String residents) {
        return """
                EXISTS (SELECT FROM (%2$s) AS acting (resident_id) CROSS JOIN LATERAL (%3$s) AS person
                    JOIN resident_resident a ON a.area = %1$s AND a.resident_id = person.resident_id
                    WHERE a.birth_date > $4::date
                        OR EXISTS (SELECT FROM resident_death d WHERE d.area = a.area AND d.resident_id = a.resident_id
                            AND upper_inf(d.known))
                        OR EXISTS (SELECT FROM resident_incapacity i WHERE i.area = a.area
                            AND i.resident_id = a.resident_id
                            AND upper_inf(i.known) AND (i.effective @> $3::date) IS TRUE))
                """.formatted(area, residents, Registrations.ofPerson(area, "acting.resident_id"));
    }

    /** A query of the resident who has the number of that index. */
    static String numbered(String area, String index) {
        return "SELECT resident_id FROM resident_document WHERE area = " + area + " AND document_index = " + index
                + " AND upper_inf(known)";
    }

    /**
     * The minors and residents without capacity, by all their registrations, for whom that resident acts: by recorded
     * evidence, or because a county's file named them with the resident's number. Who cannot act for themselves acts for
     * nobody.
     */
    Mono<Set<UUID>> wardsOf(String area, UUID guardianId, LocalDate on) {
        return database.sql("""
                        WITH me AS MATERIALIZED (
                            %1$s
                        ), numbers AS MATERIALIZED (
                            SELECT document_index FROM resident_document
                            WHERE area = $1 AND resident_id = ANY (ARRAY(SELECT resident_id FROM me)) AND upper_inf(known)
                        ), named AS MATERIALIZED (
                            SELECT ward_id FROM resident_guardian
                            WHERE area = $1 AND upper_inf(known) AND (effective @> $3::date) IS TRUE
                                AND guardian_resident_id = ANY (ARRAY(SELECT resident_id FROM me))
                            UNION
                            SELECT ward_id FROM resident_guardian
                            WHERE area = $1 AND upper_inf(known) AND (effective @> $3::date) IS TRUE
                                AND guardian_index = ANY (ARRAY(SELECT document_index FROM numbers))
                            UNION
                            SELECT resident_id FROM resident_resident
                            WHERE area = $1 AND file_guardian_index = ANY (ARRAY(SELECT document_index FROM numbers))
                        ), wards AS MATERIALIZED (
                            SELECT person.resident_id FROM named CROSS JOIN LATERAL (%2$s) AS person
                        )
                        SELECT r.resident_id FROM resident_resident r
                        WHERE r.area = $1 AND r.resident_id = ANY (ARRAY(SELECT resident_id FROM wards))
                            AND r.resident_id <> ALL (ARRAY(SELECT resident_id FROM me))
                            AND (r.birth_date > $4::date OR EXISTS (
                                SELECT FROM (%4$s) AS person
                                JOIN resident_incapacity i ON i.area = r.area AND i.resident_id = person.resident_id
                                    AND upper_inf(i.known) AND (i.effective @> $3::date) IS TRUE))
                            AND NOT %3$s
                        """.formatted(
                                Registrations.OF_PERSON,
                                Registrations.ofPerson("$1", "named.ward_id"),
                                cannotAct("$1", "SELECT resident_id FROM me"),
                                Registrations.ofPerson("r.area", "r.resident_id")))
                .bind(0, area)
                .bind(1, guardianId)
                .bind(2, on)
                .bind(3, on.minusYears(Residents.FULL_AGE_YEARS))
                .mapValue(UUID.class)
                .all()
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * All who live in the resident's household; the resident alone where there is none. Who was merged lives where either of the
     * registrations does, and is the survivor.
     */
    Mono<Set<UUID>> householdOf(String area, UUID residentId, LocalDate on) {
        return database.sql("""
                        WITH me AS MATERIALIZED (
                            %s
                        ), home AS MATERIALIZED (
                            SELECT resident_id, household FROM resident_household_member
                            WHERE area = $1 AND resident_id = ANY (ARRAY(SELECT resident_id FROM me))
                                AND upper_inf(known) AND (effective @> $3::date) IS TRUE
                            UNION ALL
                            SELECT resident_id, household FROM resident_resident r
                            WHERE area = $1 AND resident_id = ANY (ARRAY(SELECT resident_id FROM me)) AND NOT EXISTS (
                                SELECT FROM resident_household_member m
                                WHERE m.area = $1 AND m.resident_id = r.resident_id AND upper_inf(m.known))
                        ), own AS MATERIALIZED (
                            SELECT household FROM home WHERE household <> '' ORDER BY resident_id <> $2 LIMIT 1
                        ), member AS (
                            SELECT resident_id FROM resident_household_member
                            WHERE area = $1 AND household = (SELECT household FROM own)
                                AND upper_inf(known) AND (effective @> $3::date) IS TRUE
                            UNION
                            SELECT resident_id FROM resident_resident r
                            WHERE area = $1 AND household = (SELECT household FROM own) AND NOT EXISTS (
                                SELECT FROM resident_household_member m
                                WHERE m.area = $1 AND m.resident_id = r.resident_id AND upper_inf(m.known))
                        )
                        SELECT coalesce(m.survivor_id, member.resident_id) FROM member
                        LEFT JOIN resident_merge m ON m.area = $1 AND m.merged_id = member.resident_id AND upper_inf(m.known)
                        UNION
                        SELECT $2::uuid
                        """.formatted(Registrations.OF_PERSON))
                .bind(0, area)
                .bind(1, residentId)
                .bind(2, on)
                .mapValue(UUID.class)
                .all()
                .collect(Collectors.toUnmodifiableSet());
    }
}
