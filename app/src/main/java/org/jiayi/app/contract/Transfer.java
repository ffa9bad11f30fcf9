package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;

/**
 * 转签: the rest of the term goes on with another team. The old contract ends on the day before, a new one follows it.
 *
 * @param teamNumber the other team, of the same pooling area
 * @param firstDay the first day with it; not the first of the contract, which would leave the old team nothing
 * @param signer who signs
 */
public record Transfer(String teamNumber, LocalDate firstDay, Signer signer) implements ContractCommand {

    @Override
    public Act act() {
        return Act.TRANSFER;
    }

    @Override
    public Optional<UUID> guardian() {
        return signer.guardianResidentId();
    }

    @Override
    public Decision<Consequence> decide(Dossier dossier) {
        if (teamNumber.equals(dossier.contract().teamNumber())) {
            return Decision.refuse(RefusalCode.SAME_TEAM, "/teamId");
        }
        return new RestOfTerm(teamNumber, dossier.contract().servicePackage(), firstDay, signer, Optional.empty())
                .decide(dossier, EndReason.TRANSFER, Origin.TRANSFERRED, FeeChange.Kind.FOLLOW);
    }
}
