package org.jiayi.app.distribution;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.fee.FeeIncome;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.ledger.PendingEntries;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchKind;
import org.jiayi.app.settlement.BatchLine;
import org.jiayi.app.settlement.Fund;
import org.jiayi.app.settlement.LineExplanation;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * 绩效分配批次: what the teams of one institution distribute of months that end with the batch's, a line a team. Approving it posts
 * each distribution's pending entry: from what is owed to the institution to what is owed to the team. The institution's own part
 * moves nowhere, so it has no line.
 */
@Component
class StaffDistributionBatches implements BatchKind {

    private final TeamDistributionStore store;
    private final FeeIncome incomes;
    private final PendingEntries entries;
    private final Clock clock;

    StaffDistributionBatches(TeamDistributionStore store, FeeIncome incomes, PendingEntries entries, Clock clock) {
        this.store = store;
        this.incomes = incomes;
        this.entries = entries;
        this.clock = clock;
    }

    @Override
    public String code() {
        return STAFF_DISTRIBUTION;
    }

    /** Refused for what is no institution, and where no team of it has prepared anything that ends in the month. */
    @Override
    public Mono<Draft> compute(Order order) {
        if (!Fund.isInstitution(order.fund())) {
            return Mono.error(new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "/fund")));
        }
        return ending(order.area(), order.fund(), order.month())
                .filter(distributions -> !distributions.isEmpty())
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NO_DISTRIBUTIONS)))
                .map(distributions -> new Draft(
                        Optional.empty(),
                        lines(distributions),
                        digest(order.area(), order.fund(), order.month(), distributions)));
    }

    private Mono<List<TeamDistribution>> ending(String area, String institutionCode, Month last) {
        return store.ending(area, institutionCode, last).collectList();
    }

    private static List<BatchLine> lines(List<TeamDistribution> distributions) {
        return distributions.stream()
                .map(distribution -> BatchLine.paid(
                        distribution.teamNumber(),
                        distribution.institutionCode(),
                        distribution.parts().size(),
                        distribution.pool().fen(),
                        ""))
                .toList();
    }

    private static ContentDigest digest(
            String area, String institutionCode, Month last, List<TeamDistribution> distributions) {
        String head = String.join("|", "jiayi-staff-distribution-1", area, institutionCode, last.toString());
        return ContentDigest.of(distributions.stream()
                .map(TeamDistribution::content)
                .collect(Collectors.joining("\n", head + "\n", "\n")));
    }

    /** Refused where a distribution was prepared or made void since. */
    @Override
    public Mono<Void> confirm(Batch batch) {
        return current(batch).then();
    }

    private Mono<List<TeamDistribution>> current(Batch batch) {
        return ending(batch.area(), batch.fund(), batch.month())
                .filter(distributions -> digest(batch.area(), batch.fund(), batch.month(), distributions)
                        .sm3()
                        .equals(batch.digestSm3()))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.BATCH_OUTDATED)));
    }

    /** Refused for who prepared one of them, too. */
    @Override
    public Mono<Void> post(Batch batch, List<BatchLine> lines, Caller approver) {
        return current(batch)
                .flatMapIterable(distributions -> distributions)
                .concatMap(distribution -> post(distribution, approver))
                .then();
    }

    private Mono<Void> post(TeamDistribution distribution, Caller approver) {
        return store.resolve(distribution.area(), distribution.distributionId(), "posted", approver, clock.instant())
                .filter(resolved -> resolved)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.ENTRY_RESOLVED)))
                .flatMap(resolved -> distribution.pool().isZero()
                        ? Mono.<Void>empty()
                        : entries.post(distribution.area(), distribution.distributionId(), approver));
    }

    @Override
    public Mono<LineExplanation> explain(Batch batch, BatchLine line) {
        return (batch.isOpen() ? current(batch) : ending(batch.area(), batch.fund(), batch.month()))
                .flatMapIterable(distributions -> distributions)
                .filter(distribution -> distribution.teamNumber().equals(line.payee()))
                .singleOrEmpty()
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.BATCH_OUTDATED)))
                .flatMap(distribution -> incomes.ofTeam(
                                batch.area(), distribution.teamNumber(), distribution.months(), distribution.cuts())
                        .map(sources -> DistributionStory.of(distribution, sources)));
    }
}
