package org.jiayi.app.visit;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.imports.Chunk;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes visits with their stamps, a chunk in a statement. */
@Component
class NewVisitStore {

    /**
     * What the residents of the chunk were under contract for and insured by, as is known now; read once by the index on the
     * resident, then joined in memory. What belongs to a registration that was merged belongs to its survivor;
     * the insurance is that of the registration under contract, as for its head. Of two contracts on one day, the one that began
     * earlier.
     */
    private static final String STAMPED = """
            WITH visit AS MATERIALIZED (
                SELECT * FROM unnest($4::text[], $5::uuid[], $6::text[], $7::date[], $8::bigint[], $9::bigint[],
                    $10::bigint[], $11::text[], $12::boolean[], $13::boolean[], $14::boolean[], $15::text[], $16::int[])
                    AS row (serial, resident_id, institution_code, visited_on, pooled_fund_fen, account_fen, cash_fen,
                        referral_number, emergency, remote_registered, excluded, row_digest, revision)
            ), registration AS MATERIALIZED (
                SELECT DISTINCT resident_id, resident_id AS registered_as FROM visit
                UNION ALL
                SELECT survivor_id, merged_id FROM resident_merge
                WHERE area = $1 AND survivor_id = ANY ($5) AND upper_inf(known)
            ), contract AS MATERIALIZED (
                SELECT g.resident_id, g.registered_as, c.contract_id, c.team_number, c.institution_code, c.term, c.suspended
                FROM contract_version c JOIN registration g ON g.registered_as = c.resident_id
                WHERE c.area = $1 AND c.resident_id = ANY (ARRAY(SELECT registered_as FROM registration))
                    AND c.known @> $3::timestamptz
            ), circumstance AS MATERIALIZED (
                SELECT resident_id AS registered_as, scheme, effective FROM resident_circumstance
                WHERE area = $1 AND resident_id = ANY (ARRAY(SELECT registered_as FROM registration))
                    AND known @> $3::timestamptz
            )
            INSERT INTO visit_visit (area, serial, revision, resident_id, institution_code, visited_on, pooled_fund_fen,
                account_fen, cash_fen, referral_number, emergency, remote_registered, excluded, row_digest, import_id,
                recorded_at, scheme, contract_id, payee_team, payee_institution)
            SELECT DISTINCT ON (v.serial) $1, v.serial, v.revision, v.resident_id, v.institution_code, v.visited_on,
                v.pooled_fund_fen, v.account_fen, v.cash_fen, nullif(v.referral_number, ''), v.emergency,
                v.remote_registered, v.excluded, v.row_digest, $2::uuid, $3::timestamptz, s.scheme, c.contract_id,
                c.team_number, c.institution_code
            FROM visit v
            LEFT JOIN contract c ON c.resident_id = v.resident_id AND c.term @> v.visited_on
                AND NOT c.suspended @> v.visited_on
            LEFT JOIN circumstance s ON s.registered_as = coalesce(c.registered_as, v.resident_id)
                AND s.effective @> v.visited_on
            ORDER BY v.serial, lower(c.term), c.contract_id
            """;

    private final DatabaseClient database;

    NewVisitStore(DatabaseClient database) {
        this.database = database;
    }

    /** What is known of the chunk's serials. Whose registration was merged since is found by its survivor, as rows of the file are. */
    Mono<KnownVisits> known(Chunk chunk) {
        return database.sql("""
                        SELECT v.serial, v.revision, v.import_id, v.row_digest, x.serial IS NOT NULL AS cancelled,
                            coalesce(m.survivor_id, v.resident_id) AS resident_id
                        FROM visit_visit v
                        LEFT JOIN resident_merge m ON m.area = v.area AND m.merged_id = v.resident_id AND upper_inf(m.known)
                        LEFT JOIN visit_cancellation x ON x.area = v.area AND x.serial = v.serial AND x.revision = v.revision
                        WHERE v.area = $1 AND v.serial = ANY ($2)
                        """)
                .bind(0, chunk.area())
                .bind(1, chunk.lines().stream().map(line -> line.field(0)).toArray(String[]::new))
                .map(row -> new KnownVisits.Row(
                        Columns.text(row, "serial"),
                        Columns.get(row, "revision", Integer.class),
                        Columns.get(row, "import_id", UUID.class),
                        NewVisit.digestOf(Columns.get(row, "resident_id", UUID.class), Columns.text(row, "row_digest")),
                        Columns.get(row, "cancelled", Boolean.class)))
                .all()
                .collectList()
                .map(rows -> new KnownVisits(chunk.importId(), rows));
    }

    /** When those residents were born, and when those died who are known to be dead. */
    Mono<Map<UUID, NewVisit.Lifetime>> lifetimes(String area, Collection<UUID> residents) {
        return database.sql("""
                        SELECT r.resident_id, r.birth_date, d.died_on
                        FROM resident_resident r
                        LEFT JOIN resident_death d ON d.area = r.area AND d.resident_id = r.resident_id AND upper_inf(d.known)
                        WHERE r.area = $1 AND r.resident_id = ANY ($2)
                        """)
                .bind(0, area)
                .bind(1, residents.stream().distinct().toArray(UUID[]::new))
                .map(row -> Map.entry(
                        Columns.get(row, "resident_id", UUID.class),
                        new NewVisit.Lifetime(
                                Columns.get(row, "birth_date", LocalDate.class),
                                Columns.find(row, "died_on", LocalDate.class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Must be called inside the chunk's transaction. Ten thousand visits are hashed, never looped over. */
    Mono<Void> insert(Chunk chunk, List<NewVisit> fresh, KnownVisits known) {
        return fresh.isEmpty()
                ? Mono.empty()
                : nestedLoops("off").then(stamped(chunk, fresh, known)).then(nestedLoops("on"));
    }

    private Mono<Void> nestedLoops(String allowed) {
        return database.sql("SELECT set_config('enable_nestloop', $1, true)")
                .bind(0, allowed)
                .then();
    }

    private Mono<Void> stamped(Chunk chunk, List<NewVisit> fresh, KnownVisits known) {
        return database.sql(STAMPED)
                .bind(0, chunk.area())
                .bind(1, chunk.importId())
                .bind(2, chunk.recordedAt())
                .bind(3, Columns.array(fresh, String[]::new, NewVisit::serial))
                .bind(4, Columns.array(fresh, UUID[]::new, NewVisit::residentId))
                .bind(5, Columns.array(fresh, String[]::new, NewVisit::institutionCode))
                .bind(6, Columns.array(fresh, LocalDate[]::new, NewVisit::visitedOn))
                .bind(7, paid(fresh, 0))
                .bind(8, paid(fresh, 1))
                .bind(9, paid(fresh, 2))
                .bind(10, Columns.array(fresh, String[]::new, NewVisit::referralNumber))
                .bind(11, Columns.array(fresh, Boolean[]::new, NewVisit::emergency))
                .bind(12, Columns.array(fresh, Boolean[]::new, NewVisit::remoteRegistered))
                .bind(13, Columns.array(fresh, Boolean[]::new, NewVisit::excluded))
                .bind(14, Columns.array(fresh, String[]::new, NewVisit::digest))
                .bind(15, Columns.array(fresh, Integer[]::new, visit -> known.revision(visit.serial())))
                .then();
    }

    private static Long[] paid(List<NewVisit> fresh, int by) {
        return Columns.array(fresh, Long[]::new, visit -> visit.paid().get(by).fen());
    }
}
