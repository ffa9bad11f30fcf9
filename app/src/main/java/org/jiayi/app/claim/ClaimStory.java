package org.jiayi.app.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.fee.BookedFees;
import org.jiayi.app.fee.Payer;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchLine;
import org.jiayi.app.settlement.LineExplanation;
import org.jiayi.app.settlement.LineExplanation.Step;

/** Why a fund pays an institution what it does: the fee lines of a closed month, by policy, price and reason, less what it has cut. */
final class ClaimStory {

    private ClaimStory() {}

    static LineExplanation of(
            Batch batch,
            BatchLine line,
            UUID claimId,
            List<BookedFees.Group> groups,
            List<ClaimAnswerStore.Move> moves) {
        Money moved =
                Money.sum(moves.stream().map(ClaimAnswerStore.Move::amount).toList());
        List<Step> steps = new ArrayList<>();
        groups.forEach(group -> steps.add(step(batch, group)));
        steps.add(Step.of(
                        "claim",
                        "基金申报中该机构的金额",
                        "what the fund's claim says",
                        Money.ofFen(line.dueFen()).minus(moved))
                .about(PublicId.Kind.FUND_CLAIM, batch.area(), claimId));
        moves.forEach(move -> steps.add(step(batch, move)));
        String payer = Payer.of(batch.fund()).label();
        return new LineExplanation(
                line.payee() + " 的 " + line.heads() + " 份签约 " + batch.month() + " 由" + payer + "承担，"
                        + LineExplanation.amount(line.dueFen()),
                line.payee() + " " + LineExplanation.amountEn(line.dueFen()) + " of " + batch.fund() + " for "
                        + line.heads() + " contracts booked in " + batch.month(),
                Optional.empty(),
                steps);
    }

    private static Step step(Batch batch, ClaimAnswerStore.Move move) {
        return Step.of(
                        move.reversed() ? ClaimAnswers.REVERSAL : ClaimAnswers.CUT,
                        (move.reversed() ? "核减冲回" : "基金核减") + "（" + move.month() + " 申报）：" + move.note(),
                        (move.reversed() ? "a cut taken back" : "cut by the fund") + ", claim of " + move.month(),
                        move.amount())
                .about(PublicId.Kind.FUND_CLAIM, batch.area(), move.claimId());
    }

    private static Step step(Batch batch, BookedFees.Group group) {
        String policy = "《" + group.policy().name() + "》（" + group.policy().effectiveFrom() + " 起）";
        String lines = group.least().equals(group.most())
                ? group.lines() + " × " + group.least().fen()
                : group.lines() + " × (" + group.least().fen() + " … "
                        + group.most().fen() + ")";
        return Step.of(
                        group.reason().code(),
                        group.reason().label() + " " + group.lines() + " 笔，" + policy
                                + group.rule().map(rule -> "：" + rule).orElse("") + "；逐笔依据见签约费用账，例如所附签约",
                        group.lines() + " lines by the policy of "
                                + group.policy().effectiveFrom()
                                + "; each is explained with its contract's fee, such as this one's",
                        lines,
                        group.amount())
                .about(PublicId.Kind.CONTRACT, batch.area(), group.contractId());
    }
}
