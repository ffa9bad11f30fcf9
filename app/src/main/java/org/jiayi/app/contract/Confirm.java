package org.jiayi.app.contract;

import java.util.Optional;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;

/** 补充确认: the resident confirms on their own phone what a team signed on their behalf. */
public record Confirm() implements ContractCommand {

    @Override
    public Act act() {
        return Act.CONFIRM;
    }

    @Override
    public Decision<Consequence> decide(Dossier dossier) {
        if (dossier.contract().confirmUntil().isEmpty()) {
            return Decision.refuse(RefusalCode.NOTHING_TO_CONFIRM);
        }
        return Decision.accept(Consequence.changed(
                dossier.contract().confirmed(dossier.now()),
                ContractEvent.CONFIRMED,
                dossier.today(),
                Optional.empty()));
    }
}
