package org.jiayi.app.contract;

import java.util.Optional;
import org.jiayi.app.kernel.decision.Decision;

/** 逾期失效: the days for paying are over, so the contract that waited is undone, and so is its fee. */
record LapseUnpaid() implements ContractCommand {

    /** Why, as it stands in the contract's history. */
    static final String BASIS = "逾期未缴费";

    @Override
    public Act act() {
        return Act.LAPSE;
    }

    @Override
    public Decision<Consequence> decide(Dossier dossier) {
        return Decision.accept(
                Consequence.undone(dossier, Optional.empty(), Optional.of(BASIS), FeeChange.Kind.RETURN_ALL));
    }
}
