package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.period.Term;

/**
 * 恢复签约, as one contract is concerned that a revoked death ended or undid: it is again what it was before. It had its place
 * in the team, so no rule of signing is asked but one: another contract that the person has meanwhile stands.
 *
 * @param before what was known of the contract last before the death was
 * @param taken the days of the person's other contracts
 * @param basis why the death is none, and what shows it
 */
record Reinstate(ContractVersion before, List<Term> taken, String basis) implements ContractCommand {

    @Override
    public Act act() {
        return Act.REVOKE_DEATH;
    }

    @Override
    public Decision<Consequence> decide(Dossier dossier) {
        if (before.payUntil().isPresent()) {
            return Decision.refuse(RefusalCode.AWAITED_PAYMENT);
        }
        if (taken.stream().anyMatch(before.term()::overlaps)) {
            return Decision.refuse(RefusalCode.OVERLAPPING);
        }
        return Decision.accept(Consequence.changed(
                dossier.contract().reinstatedAs(before, dossier.now()),
                ContractEvent.REINSTATED,
                firstDay(dossier.contract()),
                Optional.of(basis)));
    }

    /** The first day that is in force again; the last one where the death took none. */
    private LocalDate firstDay(ContractVersion ended) {
        if (ended.isWithdrawn()) {
            return before.term().from();
        }
        LocalDate dayAfter = ended.term().until();
        return before.term().contains(dayAfter) ? dayAfter : before.term().lastDay();
    }
}
