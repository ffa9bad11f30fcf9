package org.jiayi.app.policy;

import com.github.f4b6a3.uuid.UuidCreator;
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
import reactor.core.publisher.Mono;

/** Takes policies from draft to publication: drafted by one person, validated, published by another. */
@Component
public class PolicyDesk {

    private final List<PolicyKind> kinds;
    private final Policies policies;
    private final DatabaseClient database;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    PolicyDesk(
            List<PolicyKind> kinds,
            Policies policies,
            DatabaseClient database,
            ShieldedTransactions transactions,
            Clock clock) {
        this.kinds = kinds;
        this.policies = policies;
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
        return policies.findSame(area, digest, from, until)
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
                .then(policies.get(area, policyId));
    }

    /**
     * Checks a draft against the area's other policies and says which version it ends; may be done again until it is
     * published. Refused where days would have two policies or, between two, none, and by what the kind itself asks.
     */
    public Mono<Policy> validate(String area, UUID policyId, Optional<UUID> supersedes, Caller caller) {
        return transactions.run(() -> unpublished(area, policyId)
                .flatMap(policy -> requireFit(policy, supersedes))
                .flatMap(policy -> kind(policy.kind()).validate(policy))
                .then(Mono.defer(() -> markValidated(area, policyId, supersedes, caller)))
                .then(Mono.defer(() -> policies.get(area, policyId))));
    }

    private Mono<Policy> requireFit(Policy policy, Optional<UUID> supersedes) {
        return policies.inForce(policy.area(), policy.kind(), policy.subject())
                .collectList()
                .map(inForce -> Refused.orThrow(PolicyTimes.fit(policy, supersedes, inForce, LocalDate.now(clock))));
    }

    private Mono<Policy> unpublished(String area, UUID policyId) {
        return policies.get(area, policyId)
                .flatMap(policy -> policy.isPublished()
                        ? Mono.error(new Refused(RefusalCode.POLICY_PUBLISHED))
                        : Mono.just(policy));
    }

    private Mono<Void> markValidated(String area, UUID policyId, Optional<UUID> supersedes, Caller caller) {
        return database.sql("""
                        UPDATE policy_policy SET status = 'validated', validated_by = $3, validated_at = $4, supersedes = $5
                        WHERE area = $1 AND policy_id = $2 AND status IN ('draft', 'validated')
                        """)
                .bind(0, area)
                .bind(1, policyId)
                .bind(2, caller.subject())
                .bind(3, clock.instant())
                .bind(4, Columns.orNull(supersedes, UUID.class))
                .then();
    }

    /**
     * Puts a validated policy into force, ends the version it supersedes and stores its table. Refused for the person who
     * drafted it, and where another came into force since it was validated that it does not fit.
     */
    public Mono<Policy> publish(String area, UUID policyId, Caller caller) {
        return transactions.run(() -> unpublished(area, policyId)
                .flatMap(policy -> policy.status() == Policy.Status.VALIDATED
                        ? requireFit(policy, policy.supersedes())
                                .delayUntil(fitting -> kind(policy.kind()).validate(fitting))
                        : Mono.error(new Refused(RefusalCode.POLICY_NOT_VALIDATED)))
                .flatMap(policy -> endSuperseded(policy)
                        .then(markPublished(policy, caller))
                        .then(kind(policy.kind()).compile(area, policyId, policy.document())))
                .then(Mono.defer(() -> policies.get(area, policyId))));
    }

    private Mono<Void> endSuperseded(Policy policy) {
        return Mono.justOrEmpty(policy.supersedes())
                .flatMap(superseded -> database.sql("""
                                UPDATE policy_policy SET
                                    status = CASE WHEN lower(effective) < $3 THEN 'superseded' ELSE 'withdrawn' END,
                                    effective = CASE WHEN lower(effective) < $3 THEN daterange(lower(effective), $3)
                                        ELSE effective END
                                WHERE area = $1 AND policy_id = $2 AND status = 'published'
                                """)
                        .bind(0, policy.area())
                        .bind(1, superseded)
                        .bind(2, policy.effectiveFrom())
                        .then());
    }

    private Mono<Void> markPublished(Policy policy, Caller caller) {
        return database.sql("""
                        UPDATE policy_policy SET status = 'published', published_by = $3, published_at = $4
                        WHERE area = $1 AND policy_id = $2 AND status = 'validated'
                        """)
                .bind(0, policy.area())
                .bind(1, policy.policyId())
                .bind(2, caller.subject())
                .bind(3, clock.instant())
                .fetch()
                .rowsUpdated()
                .flatMap(rows -> rows == 1 ? Mono.empty() : Mono.error(new Refused(RefusalCode.POLICY_PUBLISHED)));
    }

    private PolicyKind kind(String code) {
        return kinds.stream()
                .filter(kind -> kind.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new Refused(RefusalCode.POLICY_INVALID));
    }
}
