package org.jiayi.app.settlement;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jiayi.app.capitation.Explanation;
import org.jiayi.app.capitation.Explanations;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Why a payee's capitation month comes to what it does: from its heads, and from what is taken off for visits elsewhere. */
@Component
class CapitationStory {

    private final Explanations heads;

    CapitationStory(Explanations heads) {
        this.heads = heads;
    }

    Mono<LineExplanation> of(Batch batch, BatchLine line) {
        return heads.ofPayee(batch.area(), batch.scheme(), batch.month(), line.payee())
                .map(told -> new LineExplanation(
                        told.sentence(),
                        told.sentenceEn(),
                        batch.policyId(),
                        Stream.concat(told.steps().stream().map(CapitationStory::step), deduction(line).stream())
                                .toList()));
    }

    private static LineExplanation.Step step(Explanation.Step step) {
        return new LineExplanation.Step(
                step.rule(), step.text(), Optional.empty(), step.formula(), step.result(), Optional.empty());
    }

    private static List<LineExplanation.Step> deduction(BatchLine line) {
        return line.deductedFen() == 0 && line.cumulativeDeductedFen() == 0
                ? List.of()
                : List.of(new LineExplanation.Step(
                        "visits_deducted",
                        "外院就诊按月扣减：年初至本月应扣 − 此前已扣（分），逐笔依据见就诊解释",
                        Optional.of("visits elsewhere: charged of the year so far − deducted before"),
                        Optional.of(line.cumulativeDeductedFen() + " − "
                                + Math.subtractExact(line.cumulativeDeductedFen(), line.deductedFen())),
                        Optional.of(Long.toString(line.deductedFen())),
                        Optional.empty()));
    }
}
