package org.jiayi.app.yearend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.settlement.BatchLine;
import org.jiayi.app.settlement.LineExplanation;
import org.jiayi.app.settlement.LineExplanation.Step;
import org.springframework.stereotype.Component;

/** Why a line of a year end's batch comes to what it does: the payee's own year, and what it gets of others in its alliance. */
@Component
class YearEndStory {

    private final YearEnds yearEnds;

    YearEndStory(YearEnds yearEnds) {
        this.yearEnds = yearEnds;
    }

    LineExplanation of(Reconciliation yearEnd, BatchLine line) {
        List<Step> steps = new ArrayList<>();
        own(yearEnd, line)
                .forEach(own -> yearEnds.explain(yearEnd, own)
                        .steps()
                        .forEach(step -> steps.add(new Step(
                                step.rule(),
                                step.text(),
                                Optional.of(step.textEn()),
                                step.formula(),
                                step.result().map(result -> Long.toString(result.fen())),
                                Optional.empty()))));
        YearEndMovement.of(yearEnd).stream()
                .filter(movement -> movement.payee().equals(line.payee()))
                .forEach(movement -> steps.add(Step.of(
                        "moves:" + movement.component(), movement.text(), movement.textEn(), movement.amount())));
        steps.add(Step.of(
                        "line",
                        "以上各项合计，即本批次应拨（负为收回）",
                        "what of it this batch pays, or recovers where negative",
                        Money.ofFen(line.dueFen()))
                .about(
                        PublicId.Kind.YEAR_END,
                        yearEnd.area(),
                        yearEnd.yearEndId().orElseThrow()));
        return new LineExplanation(
                line.payee() + " " + yearEnd.through().year() + " 年终清算，" + LineExplanation.amount(line.dueFen()),
                "The year end of " + yearEnd.through().year() + ": " + line.payee() + " "
                        + LineExplanation.amountEn(line.dueFen()),
                Optional.of(yearEnd.policy().policyId()),
                steps);
    }

    private static Stream<PayeeYearEnd> own(Reconciliation yearEnd, BatchLine line) {
        return yearEnd.lines().stream().filter(own -> own.year().payee().equals(line.payee()));
    }
}
