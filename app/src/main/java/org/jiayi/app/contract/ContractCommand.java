package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;

/** An act upon a contract that exists, with the rule that decides it. Its text is what an idempotency key is tied to. */
public sealed interface ContractCommand
        permits Amend,
                Confirm,
                LapseUnpaid,
                Reassign,
                RecordDeath,
                Reinstate,
                Renew,
                Resume,
                StartPaid,
                Suspend,
                Terminate,
                Transfer,
                Withdraw {

    /** Which act it is; who may do it and when is {@link LifeCycle}'s. */
    Act act();

    /** Who is named as guardian in it; empty where nobody is. */
    default Optional<UUID> guardian() {
        return Optional.empty();
    }

    /** What follows from it, or the first rule that it breaks. Called for a state and an actor that the table allows. */
    Decision<Consequence> decide(Dossier dossier);

    /** Decides on a command: first the table, then the command's own rule. */
    static Decision<Consequence> decide(ContractCommand command, Dossier dossier) {
        return LifeCycle.refusal(command.act(), dossier.state(), dossier.by())
                .<Decision<Consequence>>map(Decision::refuse)
                .orElseGet(() -> command.decide(dossier));
    }

    /** Why a change may not take effect on that day of the contract; empty where it may. */
    static Optional<Refusal> dayRefusal(Dossier dossier, LocalDate day, String field) {
        if (!dossier.contract().term().contains(day)) {
            return Optional.of(Refusal.of(RefusalCode.NO_CONTRACT_ON_DAY, field));
        }
        LocalDate earliest = dossier.policy().earliest(dossier.today());
        return day.isBefore(earliest)
                ? Optional.of(
                        new Refusal(RefusalCode.BACKDATED_TOO_FAR, field, Map.of("earliest", earliest.toString())))
                : Optional.empty();
    }
}
