package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.Optional;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.period.Term;

/**
 * 登记死亡, as one contract of the dead is concerned: one that was in force ends with the day of death, however late it is
 * heard of; one that would have begun later, or waits for its payment, is undone.
 *
 * @param diedOn the day of death, not after the contract's last day
 */
record RecordDeath(LocalDate diedOn, Optional<String> note) implements ContractCommand {

    @Override
    public Act act() {
        return Act.RECORD_DEATH;
    }

    /** Whether the death changes anything about that contract. */
    boolean concerns(ContractVersion contract) {
        boolean known = contract.endReason().equals(Optional.of(EndReason.DEATH))
                && diedOn.equals(contract.term().lastDay());
        return concerns(diedOn, contract.term()) && !known;
    }

    /** Whether a death on that day ends or undoes a contract of those days: the one in force, and all that follow. */
    static boolean concerns(LocalDate diedOn, Term days) {
        return !diedOn.isAfter(days.lastDay());
    }

    @Override
    public Decision<Consequence> decide(Dossier dossier) {
        ContractVersion contract = dossier.contract();
        if (contract.payUntil().isPresent() || diedOn.isBefore(contract.term().from())) {
            return Decision.accept(
                    Consequence.undone(dossier, Optional.of(EndReason.DEATH), note, FeeChange.Kind.RETURN_ALL));
        }
        return Decision.accept(Consequence.ended(
                contract.endedOn(diedOn, EndReason.DEATH, dossier.now()),
                note,
                dossier.fee(FeeChange.Kind.REFUND, diedOn)));
    }
}
