package org.jiayi.app.fee;

import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.contract.ContractAccess;
import org.jiayi.app.contract.ContractView;
import org.jiayi.app.contract.ContractViews;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.resident.EconomicCategory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells a contract's fee line by line, and why each is there. */
@Component
public class ContractFees {

    private final DatabaseClient database;
    private final ContractViews contracts;
    private final ContractAccess access;
    private final Policies policies;
    private final FeePolicyKind documents;
    private final FeeChanges changes;
    private final FeeAssessments assessments;
    private final Clock clock;

    ContractFees(
            DatabaseClient database,
            ContractViews contracts,
            ContractAccess access,
            Policies policies,
            FeePolicyKind documents,
            FeeChanges changes,
            FeeAssessments assessments,
            Clock clock) {
        this.database = database;
        this.contracts = contracts;
        this.access = access;
        this.policies = policies;
        this.documents = documents;
        this.changes = changes;
        this.assessments = assessments;
        this.clock = clock;
    }

    /** A line before it is explained. */
    private record Row(
            UUID entryId,
            LocalDate month,
            String reason,
            String payer,
            String institutionCode,
            long amountFen,
            UUID policyId,
            Optional<FeeLine.Priced> priced,
            Optional<String> recordedBy,
            Optional<Instant> recordedAt) {}

    /** A policy as it is written and as it is understood. */
    private record Read(Policy policy, FeePolicyDocument document, FeePolicy fees) {}

    /** The contract, where the caller reaches it; refused as unknown otherwise. */
    Mono<ContractView> seen(String area, UUID contractId, Caller caller) {
        return contracts
                .find(area, contractId)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .flatMap(view -> access.requireReach(
                                caller,
                                area,
                                view.institutionCode(),
                                view.teamNumber(),
                                view.residentId(),
                                LocalDate.now(clock))
                        .thenReturn(view));
    }

    /** The fee of a contract that the caller reaches. */
    public Mono<ContractFee> get(String area, UUID contractId, Caller caller) {
        return seen(area, contractId, caller).then(Mono.defer(() -> of(area, contractId)));
    }

    private Mono<ContractFee> of(String area, UUID contractId) {
        return rows(area, contractId)
                .collectList()
                .flatMap(rows -> Mono.zip(
                                policies(area, rows),
                                changes.of(area, contractId)
                                        .collectMap(FeeChanges.Kept::entryId, FeeChanges.Kept::change),
                                assessments.scores(
                                        area, rows.stream().map(Row::entryId).toList()))
                        .map(facts -> new ContractFee(
                                area,
                                contractId,
                                rows.stream()
                                        .map(row -> explained(
                                                row,
                                                Objects.requireNonNull(
                                                        facts.getT1().get(row.policyId())),
                                                new Story(
                                                        Optional.ofNullable(
                                                                facts.getT2().get(row.entryId())),
                                                        Optional.ofNullable(
                                                                facts.getT3().get(row.entryId())))))
                                        .toList())));
    }

    /** What is kept of the entry that a line belongs to: a change, or the score of an assessment. */
    private record Story(Optional<FeeChanges.Explained> change, Optional<String> score) {}

    private Flux<Row> rows(String area, UUID contractId) {
        return database.sql("""
                        SELECT l.entry_id, l.month, l.reason, l.payer, l.institution_code, l.amount_fen, l.policy_id, l.price,
                            l.economic_category, l.tier, t.recorded_by, t.recorded_at
                        FROM fee_line l
                        LEFT JOIN LATERAL (SELECT recorded_by, recorded_at FROM ledger_transfer t
                            WHERE t.area = l.area AND t.entry_id = l.entry_id LIMIT 1) t ON true
                        %s
                        WHERE l.area = $1 AND l.contract_id = $2
                        ORDER BY l.entry_id, %s, l.payer
                        """.formatted(BorneFees.PRICE_NOW, BorneFees.PLACE))
                .bind(0, area)
                .bind(1, contractId)
                .map(ContractFees::row)
                .all();
    }

    private static Row row(Readable row) {
        return new Row(
                Columns.get(row, "entry_id", UUID.class),
                Columns.get(row, "month", LocalDate.class),
                Columns.text(row, "reason"),
                Columns.text(row, "payer"),
                Columns.text(row, "institution_code"),
                Columns.get(row, "amount_fen", Long.class),
                Columns.get(row, "policy_id", UUID.class),
                Columns.find(row, "price", Integer.class)
                        .map(price -> new FeeLine.Priced(
                                price,
                                Columns.text(row, "economic_category"),
                                Columns.get(row, "tier", Integer.class))),
                Columns.find(row, "recorded_by", String.class),
                Columns.find(row, "recorded_at", Instant.class));
    }

    private Mono<Map<UUID, Read>> policies(String area, List<Row> rows) {
        return Flux.fromIterable(rows)
                .map(Row::policyId)
                .distinct()
                .concatMap(policyId -> policies.get(area, policyId))
                .collectMap(
                        Policy::policyId,
                        policy -> new Read(policy, documents.document(policy), documents.read(policy)));
    }

    private static ContractFee.Line explained(Row row, Read read, Story story) {
        return new ContractFee.Line(
                row.entryId(),
                row.month(),
                FeeLineReason.of(row.reason()),
                Payer.of(row.payer()),
                row.institutionCode(),
                Money.ofFen(row.amountFen()),
                read.policy(),
                row.recordedBy(),
                row.recordedAt(),
                explanation(row, read, story));
    }

    private static FeeExplanation explanation(Row row, Read read, Story story) {
        Payer payer = Payer.of(row.payer());
        Money amount = Money.ofFen(row.amountFen());
        FeeLineReason reason = FeeLineReason.of(row.reason());
        if (reason == FeeLineReason.CONTRACT_FEE && row.priced().isPresent()) {
            return charge(read, row.priced().get(), payer, amount, story.change());
        }
        return story.score()
                .map(score -> FeeExplanation.assessed(score, payer, amount))
                .or(() -> story.change().map(change -> FeeExplanation.changed(change, reason, payer, amount)))
                .orElseGet(() -> FeeExplanation.bare(reason, payer, amount));
    }

    private static FeeExplanation charge(
            Read read, FeeLine.Priced priced, Payer payer, Money amount, Optional<FeeChanges.Explained> change) {
        PackageFee fee = read.fees().fees().get(priced.price());
        FeePolicyDocument.PackageFee document = read.document().packageFee(priced.price());
        EconomicCategory category = EconomicCategory.ofCode(priced.economicCategory());
        return change.map(why -> why.kind().equals(FeeChanges.YEAR)
                        ? FeeExplanation.chargedForYear(document, fee, category, payer, amount, why)
                        : FeeExplanation.chargedForRest(document, fee, category, payer, amount, why))
                .orElseGet(() -> FeeExplanation.charged(document, fee, category, payer));
    }
}
