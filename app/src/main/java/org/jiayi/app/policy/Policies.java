package org.jiayi.app.policy;

import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds policies. */
@Component
public class Policies {

    private static final String SELECT = """
            SELECT area, policy_id, kind, subject, name, document, digest_sm3, lower(effective) AS effective_from,
                upper(effective) AS effective_until, status, drafted_by, validated_by, published_by, supersedes
            FROM policy_policy
            """;

    private final DatabaseClient database;

    Policies(DatabaseClient database) {
        this.database = database;
    }

    /** The policy of that id; refused where there is none. */
    public Mono<Policy> get(String area, UUID policyId) {
        return database.sql(SELECT + " WHERE area = $1 AND policy_id = $2")
                .bind(0, area)
                .bind(1, policyId)
                .map(Policies::policy)
                .one()
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** The area's policies, newest first. */
    public Flux<Policy> list(String area) {
        return database.sql(SELECT + " WHERE area = $1 ORDER BY policy_id DESC")
                .bind(0, area)
                .map(Policies::policy)
                .all();
    }

    /** The policy of a kind and subject that holds on a day; empty where there is none. */
    public Mono<Policy> findInForce(String area, String kindCode, String subject, LocalDate on) {
        return database.sql(SELECT
                        + " WHERE area = $1 AND kind = $2 AND subject = $3 AND effective @> $4::date"
                        + " AND status IN ('published', 'superseded')")
                .bind(0, area)
                .bind(1, kindCode)
                .bind(2, subject)
                .bind(3, on)
                .map(Policies::policy)
                .one();
    }

    /** All versions of a kind and subject that hold on some days. */
    public Flux<Policy> inForce(String area, String kindCode, String subject) {
        return database.sql(SELECT
                        + " WHERE area = $1 AND kind = $2 AND subject = $3 AND status IN ('published', 'superseded')")
                .bind(0, area)
                .bind(1, kindCode)
                .bind(2, subject)
                .map(Policies::policy)
                .all();
    }

    /** The version with that document for those days, unless it was withdrawn; empty where there is none. */
    Mono<Policy> findSame(String area, String digest, LocalDate from, Optional<LocalDate> until) {
        return database.sql(SELECT + " WHERE area = $1 AND digest_sm3 = $2 AND effective = daterange($3, $4)"
                        + " AND status <> 'withdrawn' ORDER BY policy_id LIMIT 1")
                .bind(0, area)
                .bind(1, digest)
                .bind(2, from)
                .bind(3, Columns.orNull(until, LocalDate.class))
                .map(Policies::policy)
                .one();
    }

    private static Policy policy(Readable row) {
        return new Policy(
                Columns.text(row, "area"),
                Columns.get(row, "policy_id", UUID.class),
                Columns.text(row, "kind"),
                Columns.text(row, "subject"),
                Columns.text(row, "name"),
                Columns.text(row, "document"),
                Columns.text(row, "digest_sm3"),
                Columns.get(row, "effective_from", LocalDate.class),
                Columns.find(row, "effective_until", LocalDate.class),
                Policy.Status.of(Columns.text(row, "status")),
                Columns.text(row, "drafted_by"),
                Columns.find(row, "validated_by", String.class),
                Columns.find(row, "published_by", String.class),
                Columns.find(row, "supersedes", UUID.class));
    }
}
