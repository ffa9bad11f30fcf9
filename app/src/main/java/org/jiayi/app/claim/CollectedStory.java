package org.jiayi.app.claim;

import java.util.List;
import java.util.Optional;
import org.jiayi.app.fee.Payer;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.payment.CollectedMonths;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchLine;
import org.jiayi.app.settlement.LineExplanation;
import org.jiayi.app.settlement.LineExplanation.Step;

/** Why an institution is paid what residents or personal accounts have paid: what came of its contracts, and what it lost again. */
final class CollectedStory {

    private CollectedStory() {}

    static LineExplanation of(Batch batch, BatchLine line, List<CollectedMonths.Group> groups) {
        String payer = Payer.of(batch.fund()).label();
        return new LineExplanation(
                line.payee() + " 的 " + line.heads() + " 份签约 " + batch.month() + " 由" + payer + "缴费代收，"
                        + LineExplanation.amount(line.dueFen()),
                line.payee() + " " + LineExplanation.amountEn(line.dueFen()) + " of what " + batch.fund()
                        + " has paid for " + line.heads() + " contracts by " + batch.month(),
                Optional.empty(),
                groups.stream().map(group -> step(batch, group)).toList());
    }

    private static Step step(Batch batch, CollectedMonths.Group group) {
        Step step = group.came()
                ? Step.of(
                        "collected",
                        group.contracts() + " 份签约本月新归该机构的代收款，按已缴与费用账计；逐笔见该签约的缴费，例如所附签约",
                        group.contracts()
                                + " contracts brought money this month, such as this one, told with its payments",
                        group.amount())
                : Step.of(
                        "collected_less",
                        group.contracts() + " 份签约的代收款本月应退回缴费人或随签约转到其他机构，从应付中减去，例如所附签约",
                        "money of " + group.contracts() + " contracts goes back to who paid, or moved on to another"
                                + " institution with the contract",
                        group.amount());
        return step.about(PublicId.Kind.CONTRACT, batch.area(), group.contractId());
    }
}
