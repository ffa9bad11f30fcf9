package org.jiayi.app.policy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Drafts, publishes and finds policies. */
@Component
public class Policies {

    private static final String SELECT = """
            SELECT area, policy_id, kind, subject, name, document, digest_sm3, lower(effective) AS effective_from,
                upper(effective) AS effective_until, status, drafted_by, published_by
            FROM policy_policy
            """;

    private final List<PolicyKind> kinds;
    private final DatabaseClient database;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    Policies(List<PolicyKind> kinds, DatabaseClient database, ShieldedTransactions transactions, Clock clock) {
        this.kinds = kinds;
        this.database = database;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Keeps a sound document as a draft; the same document for the same days is the policy that is there already. */
    public Mono<Policy> draft(
            String area, String kindCode, String document, LocalDate from, Optional<LocalDate> until, Caller caller) {
        PolicyKind.Heading heading = Refused.orThrow(kind(kindCode).check(document));
        if (until.isPresent() && !until.get().isAfter(from)) {
            throw new Refused(RefusalCode.END_BEFORE_START);
        }
        String digest = ContentDigest.of(document).sm3();
        return same(area, digest, from, until)
                .switchIfEmpty(
                        Mono.defer(() -> insert(area, kindCode, heading, document, digest, from, until, caller)));
    }

    private Mono<Policy> insert(
            String area,
            String kindCode,
            PolicyKind.Heading heading,
            String document,
            String digest,
            LocalDate from,
            Optional<LocalDate> until,
            Caller caller) {
        UUID policyId = UuidCreator.getTimeOrderedEpoch();
        return database.sql("""
                        INSERT INTO policy_policy (area, policy_id, kind, subject, name, document, digest_sm3, effective,
                            status, drafted_by, drafted_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, daterange($8, $9), 'draft', $10, $11)
                        """)
                .bind(0, area)
                .bind(1, policyId)
                .bind(2, kindCode)
                .bind(3, heading.subject())
                .bind(4, heading.name())
                .bind(5, document)
                .bind(6, digest)
                .bind(7, from)
                .bind(8, Columns.orNull(until, LocalDate.class))
                .bind(9, caller.subject())
                .bind(10, clock.instant())
                .then()
                .then(get(area, policyId));
    }

    /** Puts a draft into force and stores its table; refused for the person who drafted it, and where another is in force. */
    public Mono<Policy> publish(String area, UUID policyId, Caller caller) {
        return transactions.run(() -> get(area, policyId)
                .flatMap(policy -> policy.status().equals("published")
                        ? Mono.error(new Refused(RefusalCode.POLICY_PUBLISHED))
                        : Mono.just(policy))
                .flatMap(policy -> markPublished(policy, caller)
                        .then(kind(policy.kind()).compile(area, policyId, policy.document())))
                .then(get(area, policyId)));
    }

    private Mono<Void> markPublished(Policy policy, Caller caller) {
        return database.sql("""
                        UPDATE policy_policy SET status = 'published', published_by = $3, published_at = $4
                        WHERE area = $1 AND policy_id = $2 AND status = 'draft'
                        """)
                .bind(0, policy.area())
                .bind(1, policy.policyId())
                .bind(2, caller.subject())
                .bind(3, clock.instant())
                .fetch()
                .rowsUpdated()
                .flatMap(rows -> rows == 1 ? Mono.empty() : Mono.error(new Refused(RefusalCode.POLICY_PUBLISHED)));
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

    /** The published policy of a kind and subject that holds on a day; empty where there is none. */
    public Mono<Policy> findInForce(String area, String kindCode, String subject, LocalDate on) {
        return database.sql(SELECT
                        + " WHERE area = $1 AND kind = $2 AND subject = $3 AND effective @> $4::date"
                        + " AND status = 'published'")
                .bind(0, area)
                .bind(1, kindCode)
                .bind(2, subject)
                .bind(3, on)
                .map(Policies::policy)
                .one();
    }

    private Mono<Policy> same(String area, String digest, LocalDate from, Optional<LocalDate> until) {
        return database.sql(SELECT + " WHERE area = $1 AND digest_sm3 = $2 AND effective = daterange($3, $4)"
                        + " ORDER BY policy_id LIMIT 1")
                .bind(0, area)
                .bind(1, digest)
                .bind(2, from)
                .bind(3, Columns.orNull(until, LocalDate.class))
                .map(Policies::policy)
                .one();
    }

    private PolicyKind kind(String code) {
        return kinds.stream()
                .filter(kind -> kind.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new Refused(RefusalCode.POLICY_INVALID));
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
                Columns.text(row, "status"),
                Columns.text(row, "drafted_by"),
                Columns.find(row, "published_by", String.class));
    }
}
