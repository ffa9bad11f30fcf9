package org.jiayi.app.settlement;

import java.util.List;
import java.util.Optional;
import org.jiayi.app.capitation.Explanation;
import org.jiayi.app.capitation.Explanations;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Why a payee's capitation month comes to what it does: from its heads, and from what is taken off for visits elsewhere. */
@Component
public class LineExplanations {

    private final Explanations heads;

    LineExplanations(Explanations heads) {
        this.heads = heads;
    }

    /** The line of a capitation month explained. */
    public Mono<Explanation> of(Batch batch, BatchLine line) {
        return heads.ofPayee(batch.area(), batch.scheme(), batch.month(), line.payee())
                .map(explanation -> explanation.with(deduction(line)));
    }

    private static List<Explanation.Step> deduction(BatchLine line) {
        return line.deductedFen() == 0 && line.cumulativeDeductedFen() == 0
                ? List.of()
                : List.of(new Explanation.Step(
                        "visits_deducted",
                        "外院就诊按月扣减：年初至本月应扣 − 此前已扣（分），逐笔依据见就诊解释",
                        Optional.of(line.cumulativeDeductedFen() + " − "
                                + Math.subtractExact(line.cumulativeDeductedFen(), line.deductedFen())),
                        Optional.of(Long.toString(line.deductedFen()))));
    }
}
