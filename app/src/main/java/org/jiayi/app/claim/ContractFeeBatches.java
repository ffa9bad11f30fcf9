package org.jiayi.app.claim;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.fee.BookedFees;
import org.jiayi.app.fee.Payer;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.payment.CollectedMonths;
import org.jiayi.app.payment.CollectedStore;
import org.jiayi.app.payment.SharePayer;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchKind;
import org.jiayi.app.settlement.BatchLine;
import org.jiayi.app.settlement.LineExplanation;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * 签约服务费批次: pays institutions what one payer bears of their contract fees of a closed month: a fund what its claim says, residents and
 * personal accounts what providers have collected. The fees themselves were posted when they arose, so that an approval posts
 * nothing more; payments do.
 */
@Component
class ContractFeeBatches implements BatchKind {

    private final FundClaimStore claims;
    private final FundClaims changes;
    private final ClaimAnswerStore cuts;
    private final CollectedMonths collected;
    private final BookedFees lines;

    ContractFeeBatches(
            FundClaimStore claims,
            FundClaims changes,
            ClaimAnswerStore cuts,
            CollectedMonths collected,
            BookedFees lines) {
        this.claims = claims;
        this.changes = changes;
        this.cuts = cuts;
        this.collected = collected;
        this.lines = lines;
    }

    @Override
    public String code() {
        return CONTRACT_FEE;
    }

    /** The collected shares of a payer whose money comes by providers; empty for one who has a fund. */
    static Optional<CollectedStore.Period> collectedOf(String area, String fund, Month month) {
        return SharePayer.find(fund).map(payer -> new CollectedStore.Period(area, payer, month));
    }

    /** Keeps what was collected of the month; refused while it is open, and where an earlier one is left out. */
    @Override
    public Mono<Void> prepare(Order order) {
        return collectedOf(order.area(), order.fund(), order.month())
                .map(collected::keep)
                .orElseGet(Mono::empty);
    }

    /** Refused before the fund's claim of the month is handed in. */
    @Override
    public Mono<Draft> compute(Order order) {
        if (!Payer.isCode(order.fund())) {
            return Mono.error(new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "/fund")));
        }
        return collectedOf(order.area(), order.fund(), order.month())
                .map(this::collected)
                .orElseGet(() -> claimed(order))
                .map(found -> new Draft(Optional.empty(), found, ContentDigest.of(content(order, found))));
    }

    private Mono<List<BatchLine>> collected(CollectedStore.Period period) {
        return collected
                .lines(period)
                .map(line -> line(line.institutionCode(), line.contracts(), line.amount()))
                .collectList();
    }

    private Mono<List<BatchLine>> claimed(Order order) {
        Payer payer = Payer.of(order.fund());
        return claim(order.area(), payer, order.month())
                .filter(claim -> claim.submittedBy().isPresent())
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.CLAIM_NOT_SUBMITTED)))
                .zipWith(cuts.ofBatch(order.area(), payer, order.month()).collectList())
                .map(facts -> lines(facts.getT1(), facts.getT2()));
    }

    private Mono<FundClaim> claim(String area, Payer payer, Month month) {
        return claims.ofMonth(area, payer, month).flatMap(claimId -> claims.find(area, claimId));
    }

    /** What is claimed, less what the fund has cut of it and of earlier claims; an institution may have been cut and have no line. */
    private static List<BatchLine> lines(FundClaim claim, List<ClaimAnswerStore.Move> moves) {
        Map<String, FundClaim.Line> byCode = new TreeMap<>();
        claim.lines().forEach(line -> byCode.put(line.institutionCode(), line));
        moves.forEach(move -> byCode.merge(
                move.institutionCode(),
                new FundClaim.Line(move.institutionCode(), 0, move.amount()),
                (line, more) -> new FundClaim.Line(
                        line.institutionCode(), line.contracts(), line.amount().plus(more.amount()))));
        return byCode.values().stream()
                .map(line -> line(line.institutionCode(), line.contracts(), line.amount()))
                .toList();
    }

    /** Takes what the fund has cut by now into the batch for good. Refused where that is no more what was computed. */
    @Override
    public Mono<Void> confirm(Batch batch) {
        if (SharePayer.find(batch.fund()).isPresent()) {
            return Mono.empty();
        }
        Payer payer = Payer.of(batch.fund());
        return changes.lock(batch.area(), payer)
                .then(Mono.defer(() -> requireCurrent(batch)))
                .then(Mono.defer(() -> Mono.zip(
                        claims.ofMonth(batch.area(), payer, batch.month()),
                        cuts.ofBatch(batch.area(), payer, batch.month()).collectList())))
                .flatMap(facts -> cuts.settle(batch.area(), facts.getT1(), batch.batchId(), facts.getT2()));
    }

    /** Refused where the claim and what the fund has cut come to something else than was computed. */
    private Mono<Void> requireCurrent(Batch batch) {
        return compute(new Order(batch.kind(), batch.area(), batch.fund(), batch.month(), batch.knownOn()))
                .filter(draft -> draft.digest().sm3().equals(batch.digestSm3()))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.BATCH_OUTDATED)))
                .then();
    }

    private static BatchLine line(String institutionCode, long contracts, Money amount) {
        return BatchLine.paid(institutionCode, institutionCode, contracts, amount.fen(), "");
    }

    private static String content(Order order, List<BatchLine> lines) {
        String head = String.join(
                "|",
                "jiayi-contract-fee-1",
                order.area(),
                order.fund(),
                order.month().toString());
        return lines.stream()
                .map(line -> line.payee() + "|" + line.heads() + "|" + line.dueFen())
                .collect(Collectors.joining("\n", head + "\n", "\n"));
    }

    @Override
    public Mono<Void> post(Batch batch, List<BatchLine> lines, Caller approver) {
        return Mono.empty();
    }

    /**
     * Of a fund the fee lines that the claim holds, those of one price or reason together; of what was collected, what came and what was
     * lost again. One contract of each leads to its own story.
     */
    @Override
    public Mono<LineExplanation> explain(Batch batch, BatchLine line) {
        return collectedOf(batch.area(), batch.fund(), batch.month())
                .map(period -> collected
                        .groups(period, line.institutionCode())
                        .collectList()
                        .map(groups -> CollectedStory.of(batch, line, groups)))
                .orElseGet(() -> explainClaimed(batch, line));
    }

    private Mono<LineExplanation> explainClaimed(Batch batch, BatchLine line) {
        Payer payer = Payer.of(batch.fund());
        Mono<Void> current = batch.isOpen() ? requireCurrent(batch) : Mono.empty();
        return current.then(Mono.defer(() -> Mono.zip(
                        claims.ofMonth(batch.area(), payer, batch.month()),
                        lines.groups(batch.area(), payer, batch.month(), line.institutionCode())
                                .collectList(),
                        cuts.ofBatch(batch.area(), payer, batch.month())
                                .filter(move -> move.institutionCode().equals(line.institutionCode()))
                                .collectList())))
                .map(facts -> ClaimStory.of(batch, line, facts.getT1(), facts.getT2(), facts.getT3()));
    }
}
