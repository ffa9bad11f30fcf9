package org.jiayi.app.visit;

import java.time.Clock;
import java.time.Instant;
import org.jiayi.app.database.NamedLocks;
import org.jiayi.app.database.ShieldedTransactions;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Stamps visits anew whose resident's contract, insurance or registration was heard of late, in proportion to what changed.
 * The new stamp is known from the moment at which the resident's last change was known; the earlier one stays what it was. A visit
 * that was cancelled meanwhile is stamped like the others, for who asks what was known before.
 */
@Component
public class Restamping {

    /** Visits of so many people are found one by one faster than by reading all visits. */
    private static final int FEW = 5_000;

    /**
     * Of whom something was heard since the last look, under all their registrations. The look goes ten minutes behind that one, for
     * what was recorded then and committed after it.
     */
    private static final String GATHER = """
            CREATE TEMPORARY TABLE changed_registration ON COMMIT DROP AS
            WITH since AS MATERIALIZED (
                SELECT coalesce((SELECT through FROM visit_restamping WHERE area = $1),
                    (SELECT min(recorded_at) FROM visit_visit WHERE area = $1)) - interval '10 minutes' AS at
            ), heard AS (
                SELECT resident_id, known FROM contract_version
                WHERE area = $1 AND (recorded_at > (SELECT at FROM since)
                    OR (NOT upper_inf(known) AND coalesce(closed_at, upper(known)) > (SELECT at FROM since)))
                UNION ALL
                SELECT resident_id, known FROM resident_circumstance
                WHERE area = $1 AND (recorded_at > (SELECT at FROM since)
                    OR (NOT upper_inf(known) AND upper(known) > (SELECT at FROM since)))
                UNION ALL
                SELECT unnest(ARRAY[survivor_id, merged_id]), known FROM resident_merge
                WHERE area = $1 AND (lower(known) > (SELECT at FROM since)
                    OR (NOT upper_inf(known) AND upper(known) > (SELECT at FROM since)))
            ), changed AS MATERIALIZED (
                SELECT coalesce(m.survivor_id, h.resident_id) AS resident_id,
                    max(greatest(lower(h.known), CASE WHEN NOT upper_inf(h.known) THEN upper(h.known) END)) AS at
                FROM heard h
                LEFT JOIN resident_merge m ON m.area = $1 AND m.merged_id = h.resident_id AND upper_inf(m.known)
                GROUP BY 1
            )
            SELECT resident_id, resident_id AS registered_as, at FROM changed
            UNION ALL
            SELECT c.resident_id, m.merged_id, c.at FROM changed c
            JOIN resident_merge m ON m.area = $1 AND m.survivor_id = c.resident_id AND upper_inf(m.known)
            """;

    /** Of two contracts on one day it is the one that began earlier, as at import. */
    private static final String RESTAMP = """
            WITH looked AS (
                INSERT INTO visit_restamping (area, through) VALUES ($1, $2::timestamptz)
                ON CONFLICT ON CONSTRAINT visit_restamping_pk DO UPDATE SET through = excluded.through
            ), contract AS MATERIALIZED (
                SELECT g.resident_id, g.registered_as, c.contract_id, c.team_number, c.institution_code, c.term, c.suspended
                FROM changed_registration g JOIN contract_version c ON c.area = $1 AND c.resident_id = g.registered_as
                WHERE c.known @> $2::timestamptz
            ), circumstance AS MATERIALIZED (
                SELECT g.registered_as, s.scheme, s.effective
                FROM changed_registration g JOIN resident_circumstance s ON s.area = $1 AND s.resident_id = g.registered_as
                WHERE s.known @> $2::timestamptz
            ), visit AS MATERIALIZED (
                SELECT g.resident_id, g.at, v.serial, v.revision, v.visited_on, v.recorded_at, lower(r.known) AS stamped_from,
                    CASE WHEN r.serial IS NULL THEN v.scheme ELSE r.scheme END AS scheme,
                    CASE WHEN r.serial IS NULL THEN v.contract_id ELSE r.contract_id END AS contract_id,
                    CASE WHEN r.serial IS NULL THEN v.payee_team ELSE r.payee_team END AS payee_team,
                    CASE WHEN r.serial IS NULL THEN v.payee_institution ELSE r.payee_institution END AS payee_institution
                FROM changed_registration g JOIN visit_visit v ON v.area = $1 AND v.resident_id = g.registered_as
                LEFT JOIN visit_restamp r ON r.area = v.area AND r.serial = v.serial AND r.revision = v.revision
                    AND upper_inf(r.known)
            ), fresh AS MATERIALIZED (
                SELECT * FROM (
                    SELECT DISTINCT ON (v.serial, v.revision) v.serial, v.revision,
                        greatest(v.recorded_at, v.at, v.stamped_from + interval '1 microsecond') AS known_from,
                        s.scheme, c.contract_id, c.team_number, c.institution_code,
                        (s.scheme, c.contract_id, c.team_number, c.institution_code)
                            IS DISTINCT FROM (v.scheme, v.contract_id, v.payee_team, v.payee_institution) AS differs
                    FROM visit v
                    LEFT JOIN contract c ON c.resident_id = v.resident_id AND c.term @> v.visited_on
                        AND NOT c.suspended @> v.visited_on
                    LEFT JOIN circumstance s ON s.registered_as = coalesce(c.registered_as, v.resident_id)
                        AND s.effective @> v.visited_on
                    ORDER BY v.serial, v.revision, lower(c.term), c.contract_id) stamp
                WHERE differs
            ), closed AS (
                UPDATE visit_restamp r SET known = tstzrange(lower(r.known), f.known_from) FROM fresh f
                WHERE r.area = $1 AND r.serial = f.serial AND r.revision = f.revision AND upper_inf(r.known)
                RETURNING r.serial
            )
            INSERT INTO visit_restamp (area, serial, revision, scheme, contract_id, payee_team, payee_institution, known,
                recorded_at)
            SELECT $1, serial, revision, scheme, contract_id, team_number, institution_code, tstzrange(known_from, NULL),
                $2::timestamptz
            FROM fresh WHERE (SELECT count(*) FROM closed) >= 0
            """;

    private final DatabaseClient database;
    private final NamedLocks locks;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    Restamping(DatabaseClient database, NamedLocks locks, ShieldedTransactions transactions, Clock clock) {
        this.database = database;
        this.locks = locks;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Brings the stamps of an area to what is known now; tells how many visits turned out otherwise. Ask for it before visits are
     * summed up for money; done twice it changes nothing.
     */
    public Mono<Long> bringUpToDate(String area) {
        return transactions.run(() ->
                locks.take("visit-restamping:" + area).then(Mono.defer(() -> restamp(area, clock.instant()))));
    }

    private Mono<Long> restamp(String area, Instant now) {
        return forBatches(false)
                .then(database.sql(GATHER).bind(0, area).then())
                .then(database.sql("ANALYZE changed_registration").then())
                .then(database.sql("SELECT count(*) FROM changed_registration")
                        .mapValue(Long.class)
                        .one())
                .filter(people -> people > 0)
                .delayUntil(people -> forBatches(people <= FEW))
                .flatMap(people ->
                        database.sql(RESTAMP).bind(0, area).bind(1, now).fetch().rowsUpdated())
                .defaultIfEmpty(0L);
    }

    /**
     * A file of a whole area concerns all its visits. Were its round cancelled, the next one would have to do more: it has the time that it
     * takes, and loops over few people only.
     */
    private Mono<Void> forBatches(boolean loops) {
        return database.sql("""
                        SELECT set_config('enable_nestloop', $1, true), set_config('statement_timeout', '30min', true),
                            set_config('work_mem', '256MB', true)
                        """).bind(0, loops ? "on" : "off").then();
    }
}
