package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;

/**
 * 解约: ends a contract before its time.
 *
 * @param lastDay its last day in force, a day of its term
 * @param note what else is to be remembered
 */
public record Terminate(EndReason reason, LocalDate lastDay, Optional<String> note) implements ContractCommand {

    @Override
    public Act act() {
        return Act.TERMINATE;
    }

    @Override
    public Decision<Consequence> decide(Dossier dossier) {
        if (!isGivenBy(dossier.by())) {
            return Decision.refuse(RefusalCode.WRONG_END_REASON, "/reason");
        }
        Optional<Refusal> wrongDay = ContractCommand.dayRefusal(dossier, lastDay, "/lastDay");
        if (wrongDay.isPresent()) {
            return Decision.refuse(wrongDay.get());
        }
        ContractVersion contract = dossier.contract();
        if (contract.endReason().equals(Optional.of(reason))
                && contract.term().lastDay().equals(lastDay)) {
            return Decision.refuse(RefusalCode.ENDED_ALREADY);
        }
        LocalDate earliest = dossier.today().plusDays(dossier.policy().noticeDays());
        if (dossier.by() == Actor.RESIDENT && lastDay.isBefore(earliest)) {
            return Decision.refuse(
                    new Refusal(RefusalCode.NOTICE_TOO_SHORT, "/lastDay", Map.of("earliest", earliest.toString())));
        }
        return Decision.accept(Consequence.ended(
                contract.endedOn(lastDay, reason, dossier.now()), note, dossier.fee(FeeChange.Kind.REFUND, lastDay)));
    }

    /** A death has an act of its own; residents do not report themselves as lost or unwilling. */
    private boolean isGivenBy(Actor by) {
        return reason.isForTermination()
                && (by != Actor.RESIDENT || reason == EndReason.OWN_WISH || reason == EndReason.MOVED_AWAY);
    }
}
