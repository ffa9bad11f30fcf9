package org.jiayi.app.claim;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.fee.BookedFees;
import org.jiayi.app.fee.Payer;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchKind;
import org.jiayi.app.settlement.BatchLine;
import org.jiayi.app.settlement.LineExplanation;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * 签约服务费批次: pays institutions what one fund bears of their contract fees of a closed month, as its claim says. The fees
 * themselves were posted when they arose, so that an approval posts nothing more; payments do.
 */
@Component
class ContractFeeBatches implements BatchKind {

    private final FundClaimStore claims;
    private final BookedFees lines;

    ContractFeeBatches(FundClaimStore claims, BookedFees lines) {
        this.claims = claims;
        this.lines = lines;
    }

    @Override
    public String code() {
        return CONTRACT_FEE;
    }

    /** Refused before the fund's claim of the month is handed in. */
    @Override
    public Mono<Draft> compute(Order order) {
        if (!Payer.isCode(order.fund())) {
            return Mono.error(new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "/fund")));
        }
        return claims.ofMonth(order.area(), Payer.of(order.fund()), order.month())
                .flatMap(claimId -> claims.find(order.area(), claimId))
                .filter(claim -> claim.submittedBy().isPresent())
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.CLAIM_NOT_SUBMITTED)))
                .map(claim -> new Draft(Optional.empty(), lines(claim), ContentDigest.of(content(claim))));
    }

    private static List<BatchLine> lines(FundClaim claim) {
        return claim.lines().stream()
                .map(line -> BatchLine.paid(
                        line.institutionCode(),
                        line.institutionCode(),
                        line.contracts(),
                        line.amount().fen(),
                        ""))
                .toList();
    }

    private static String content(FundClaim claim) {
        String head = String.join(
                "|",
                "jiayi-contract-fee-1",
                claim.area(),
                claim.payer().code(),
                claim.month().toString());
        return claim.lines().stream()
                .map(line -> line.institutionCode() + "|" + line.contracts() + "|"
                        + line.amount().fen())
                .collect(Collectors.joining("\n", head + "\n", "\n"));
    }

    @Override
    public Mono<Void> post(Batch batch, List<BatchLine> lines, Caller approver) {
        return Mono.empty();
    }

    /** The fee lines that the claim holds, those of one price or reason together; one contract of each leads to its own story. */
    @Override
    public Mono<LineExplanation> explain(Batch batch, BatchLine line) {
        Payer payer = Payer.of(batch.fund());
        return claims.ofMonth(batch.area(), payer, batch.month())
                .zipWith(lines.groups(batch.area(), payer, batch.month(), line.institutionCode())
                        .collectList())
                .map(facts -> ClaimStory.of(batch, line, facts.getT1(), facts.getT2()));
    }
}
