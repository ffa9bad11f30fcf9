package org.jiayi.app.roster;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.NamedLocks;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Rosters, who agreed to them and who objected, in the database. */
@Component
class RosterStore {

    private final DatabaseClient database;
    private final NamedLocks locks;

    RosterStore(DatabaseClient database, NamedLocks locks) {
        this.database = database;
        this.locks = locks;
    }

    /** Nobody else changes the month's list until the transaction ends. */
    Mono<Void> lock(String area, InsuranceScheme scheme, Month month) {
        return locks.take("roster:" + area + ":" + scheme.code() + ":" + month);
    }

    /** A published list. */
    record Published(LocalDate deadline, boolean closed) {}

    Mono<Published> find(String area, InsuranceScheme scheme, Month month) {
        return of("SELECT deadline, closed_at IS NOT NULL AS closed FROM roster_roster WHERE", area, scheme, month)
                .mapProperties(Published.class)
                .one();
    }

    Mono<Void> publish(String area, InsuranceScheme scheme, Month month, LocalDate deadline, String by, Instant at) {
        return database.sql("""
                        INSERT INTO roster_roster (area, scheme, month, deadline, published_by, published_at)
                        VALUES ($1, $2, $3, $4, $5, $6)
                        """)
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, month.firstDay())
                .bind(3, deadline)
                .bind(4, by)
                .bind(5, at)
                .then();
    }

    Mono<Void> close(String area, InsuranceScheme scheme, Month month, Instant at) {
        return of("UPDATE roster_roster SET closed_at = $4 WHERE", area, scheme, month)
                .bind(3, at)
                .then();
    }

    /**
     * An institution's part of a published list.
     *
     * @param agreed whether the institution has agreed to it as it is now
     */
    record Part(String institutionCode, LocalDate deadline, boolean agreed) {}

    Flux<Part> parts(String area, InsuranceScheme scheme, Month month) {
        return of("""
                        SELECT institution_code, p.deadline, a.part IS NOT DISTINCT FROM p.part AS agreed
                        FROM roster_part p LEFT JOIN roster_agreement a USING (area, scheme, month, institution_code)
                        WHERE""", area, scheme, month).mapProperties(Part.class).all();
    }

    /** Keeps the parts of a list as it is counted now; those that are not as before have until that day. */
    Mono<Void> keepParts(
            String area, InsuranceScheme scheme, Month month, Map<String, String> parts, LocalDate deadline) {
        List<Map.Entry<String, String>> all = List.copyOf(parts.entrySet());
        String[] institutions = Columns.array(all, String[]::new, Map.Entry::getKey);
        return database.sql("""
                        INSERT INTO roster_part AS p (area, scheme, month, institution_code, part, deadline)
                        SELECT $1, $2, $3::date, institution_code, part, $6::date
                        FROM unnest($4::text[], $5::text[]) AS row (institution_code, part)
                        ON CONFLICT (area, scheme, month, institution_code)
                            DO UPDATE SET part = EXCLUDED.part, deadline = greatest(p.deadline, EXCLUDED.deadline)
                            WHERE p.part <> EXCLUDED.part
                        """)
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, month.firstDay())
                .bind(3, institutions)
                .bind(4, Columns.array(all, String[]::new, Map.Entry::getValue))
                .bind(5, deadline)
                .then()
                .then(Mono.defer(() -> emptied(area, scheme, month, institutions, deadline)));
    }

    /** Who has nobody on the list any more has a part of nobody. */
    private Mono<Void> emptied(
            String area, InsuranceScheme scheme, Month month, String[] institutions, LocalDate deadline) {
        return of("""
                        UPDATE roster_part SET part = '', deadline = greatest(deadline, $5::date)
                        WHERE part <> '' AND NOT (institution_code = ANY ($4::text[])) AND""", area, scheme, month)
                .bind(3, institutions)
                .bind(4, deadline)
                .then();
    }

    /** The institution agrees to its part as it is now. */
    Mono<Void> agree(String area, InsuranceScheme scheme, Month month, String institution, String by, Instant at) {
        return database.sql("""
                        INSERT INTO roster_agreement AS a (area, scheme, month, institution_code, agreed_by, agreed_at, part)
                        VALUES ($1, $2, $3, $4, $5, $6, (SELECT p.part FROM roster_part p
                            WHERE p.area = $1 AND p.scheme = $2 AND p.month = $3 AND p.institution_code = $4))
                        ON CONFLICT (area, scheme, month, institution_code) DO UPDATE SET part = EXCLUDED.part,
                            agreed_by = EXCLUDED.agreed_by, agreed_at = EXCLUDED.agreed_at
                            WHERE a.part IS DISTINCT FROM EXCLUDED.part
                        """)
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, month.firstDay())
                .bind(3, institution)
                .bind(4, by)
                .bind(5, at)
                .then();
    }

    Flux<Objection> objections(String area, InsuranceScheme scheme, Month month) {
        return of("SELECT * FROM roster_objection WHERE", area, scheme, month)
                .map((row, metadata) -> objection(row))
                .all();
    }

    /** A month's objection by its id. */
    record Placed(InsuranceScheme scheme, Month month, Objection objection) {}

    Mono<Placed> get(String area, UUID objectionId) {
        return database.sql("SELECT * FROM roster_objection WHERE area = $1 AND objection_id = $2")
                .bind(0, area)
                .bind(1, objectionId)
                .map((row, metadata) -> new Placed(
                        InsuranceScheme.find(Columns.text(row, "scheme")).orElseThrow(),
                        Month.containing(Columns.get(row, "month", LocalDate.class)),
                        objection(row)))
                .one()
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** To the institution's part of the list as it is now: to one of the same content it objects once. */
    Mono<Void> add(String area, InsuranceScheme scheme, Month month, Objection objection, String by, Instant at) {
        return database.sql("""
                        INSERT INTO roster_objection (area, objection_id, scheme, month, institution_code, resident_id,
                            reason, note, objected_by, objected_at, part)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, coalesce((SELECT p.part FROM roster_part p
                            WHERE p.area = $1 AND p.scheme = $3 AND p.month = $4 AND p.institution_code = $5), ''))
                        """)
                .bind(0, area)
                .bind(1, objection.objectionId())
                .bind(2, scheme.code())
                .bind(3, month.firstDay())
                .bind(4, objection.institutionCode())
                .bind(5, objection.residentId())
                .bind(6, objection.reason().code())
                .bind(7, objection.note())
                .bind(8, by)
                .bind(9, at)
                .then();
    }

    Mono<Void> answer(String area, UUID objectionId, boolean accepted, String answer, String by, Instant at) {
        return database.sql("""
                        UPDATE roster_objection SET accepted = $3, answer = $4, answered_by = $5, answered_at = $6
                        WHERE area = $1 AND objection_id = $2 AND accepted IS NULL
                        """)
                .bind(0, area)
                .bind(1, objectionId)
                .bind(2, accepted)
                .bind(3, answer)
                .bind(4, by)
                .bind(5, at)
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows == 1)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.OBJECTION_ANSWERED)))
                .then();
    }

    private DatabaseClient.GenericExecuteSpec of(String what, String area, InsuranceScheme scheme, Month month) {
        return database.sql(what + " area = $1 AND scheme = $2 AND month = $3")
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, month.firstDay());
    }

    private static Objection objection(Readable row) {
        return new Objection(
                Columns.get(row, "objection_id", UUID.class),
                Columns.text(row, "institution_code"),
                Columns.get(row, "resident_id", UUID.class),
                ObjectionReason.find(Columns.text(row, "reason")).orElseThrow(),
                Columns.text(row, "note"),
                Columns.find(row, "accepted", Boolean.class),
                Columns.find(row, "answer", String.class),
                Columns.find(row, "answered_at", Instant.class));
    }
}
