package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;

/**
 * 撤回签约: undoes a contract as if it had never been. Before it begins anybody who holds it may; in force it is undone
 * only within the policy's days after the signing, or while the resident has not confirmed what was signed for them.
 */
public record Withdraw(Optional<String> note) implements ContractCommand {

    @Override
    public Act act() {
        return Act.WITHDRAW;
    }

    @Override
    public Decision<Consequence> decide(Dossier dossier) {
        LocalDate today = dossier.today();
        LocalDate latest =
                dossier.contract().signedOn().plusDays(dossier.policy().withdrawalDays());
        boolean unconfirmed = dossier.contract()
                .confirmUntil()
                .filter(until -> !today.isAfter(until))
                .isPresent();
        if (dossier.state() == ContractState.IN_FORCE && today.isAfter(latest) && !unconfirmed) {
            return Decision.refuse(
                    new Refusal(RefusalCode.WITHDRAWAL_TOO_LATE, "", Map.of("latest", latest.toString())));
        }
        return Decision.accept(Consequence.undone(dossier, Optional.empty(), note, FeeChange.Kind.RETURN_ALL));
    }
}
