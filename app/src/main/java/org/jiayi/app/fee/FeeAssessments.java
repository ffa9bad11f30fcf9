package org.jiayi.app.fee;

import com.github.f4b6a3.uuid.UuidCreator;
import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.policy.Policy;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes the scores of teams, and tells how far a job is; {@link AssessFees} does the work. */
@Component
public class FeeAssessments {

    private final DatabaseClient database;
    private final Policies policies;
    private final FeePolicyKind documents;
    private final CommandKeys keys;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    FeeAssessments(
            DatabaseClient database,
            Policies policies,
            FeePolicyKind documents,
            CommandKeys keys,
            ShieldedTransactions transactions,
            Clock clock) {
        this.database = database;
        this.policies = policies;
        this.documents = documents;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Orders a job; refused where the policy has no tiers or was never in force, and for a team that does not exist. */
    public Mono<CommandKeys.Answer> order(
            String area, UUID policyId, Map<String, String> scores, String key, Caller caller) {
        Map<String, String> sorted = new TreeMap<>(scores);
        return transactions.run(() -> keys.once(
                area,
                caller,
                key,
                "assess " + policyId + sorted,
                () -> policies.get(area, policyId)
                        .filter(this::hasTiers)
                        .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NO_FEE_TIERS)))
                        .flatMap(policy -> add(area, policyId, sorted, caller))));
    }

    private boolean hasTiers(Policy policy) {
        return policy.kind().equals(FeePolicy.KIND)
                && policy.publishedBy().isPresent()
                && documents.read(policy).fees().stream()
                        .anyMatch(fee -> fee.ordinary().size() > 1);
    }

    private Mono<String> add(String area, UUID policyId, Map<String, String> scores, Caller caller) {
        UUID assessmentId = UuidCreator.getTimeOrderedEpoch();
        List<String> teams = List.copyOf(scores.keySet());
        return database.sql("""
                        WITH job AS (
                            INSERT INTO fee_assessment (area, assessment_id, policy_id, requested_by, requested_at)
                            VALUES ($1, $2, $3, $4, $5)
                        )
                        INSERT INTO fee_assessment_team (area, assessment_id, team_number, score, entry_id)
                        SELECT $1, $2, team_number, score, entry_id
                        FROM unnest($6::text[], $7::text[], $8::uuid[]) AS row (team_number, score, entry_id)
                        """)
                .bind(0, area)
                .bind(1, assessmentId)
                .bind(2, policyId)
                .bind(3, caller.subject())
                .bind(4, clock.instant())
                .bind(5, teams.toArray(String[]::new))
                .bind(6, Columns.array(teams, String[]::new, scores::get))
                .bind(7, Columns.array(teams, UUID[]::new, team -> UuidCreator.getTimeOrderedEpoch()))
                .then()
                .thenReturn(assessmentId.toString());
    }

    /** The job of that id; refused as unknown where there is none. */
    public Mono<FeeAssessment> get(String area, UUID assessmentId) {
        return teams(area, assessmentId)
                .flatMap(teams -> database.sql("""
                                SELECT policy_id, cancelled_at IS NOT NULL AS cancelled FROM fee_assessment
                                WHERE area = $1 AND assessment_id = $2
                                """)
                        .bind(0, area)
                        .bind(1, assessmentId)
                        .map(row -> new FeeAssessment(
                                area,
                                assessmentId,
                                Columns.get(row, "policy_id", UUID.class),
                                Columns.get(row, "cancelled", Boolean.class),
                                teams))
                        .one())
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    private Mono<List<FeeAssessment.Team>> teams(String area, UUID assessmentId) {
        return database.sql("""
                        SELECT team_number, score, contracts, amount_fen, problem FROM fee_assessment_team
                        WHERE area = $1 AND assessment_id = $2 ORDER BY team_number
                        """)
                .bind(0, area)
                .bind(1, assessmentId)
                .map(FeeAssessments::team)
                .all()
                .collectList();
    }

    private static FeeAssessment.Team team(Readable row) {
        Optional<FeeAssessment.Done> done = Columns.find(row, "contracts", Long.class)
                .map(contracts -> new FeeAssessment.Done(contracts, Columns.get(row, "amount_fen", Long.class)));
        return new FeeAssessment.Team(
                Columns.text(row, "team_number"),
                Columns.text(row, "score"),
                done,
                Columns.find(row, "problem", String.class));
    }

    /** By which scores the entries of a contract's assessed lines came about. */
    Mono<Map<UUID, String>> scores(String area, List<UUID> entryIds) {
        return database.sql("""
                        SELECT entry_id, score FROM fee_assessment_team WHERE area = $1 AND entry_id = ANY ($2)
                        UNION ALL
                        SELECT y.entry_id, t.score
                        FROM fee_assessment_year y JOIN fee_assessment_team t USING (area, assessment_id, team_number)
                        WHERE area = $1 AND y.entry_id = ANY ($2)
                        """)
                .bind(0, area)
                .bind(1, entryIds.toArray(UUID[]::new))
                .map(row -> Map.entry(Columns.get(row, "entry_id", UUID.class), Columns.text(row, "score")))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }
}
