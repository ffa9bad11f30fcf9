package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;

/**
 * 变更服务包: the rest of the term goes on with the same team in another package, at that package's price for the months left.
 *
 * @param firstDay the first day in it; not the first of the contract
 * @param signer who signs
 */
public record Amend(ServicePackage servicePackage, LocalDate firstDay, Signer signer) implements ContractCommand {

    @Override
    public Act act() {
        return Act.AMEND;
    }

    @Override
    public Optional<UUID> guardian() {
        return signer.guardianResidentId();
    }

    @Override
    public Decision<Consequence> decide(Dossier dossier) {
        ContractVersion contract = dossier.contract();
        if (servicePackage == contract.servicePackage()) {
            return Decision.refuse(RefusalCode.SAME_PACKAGE, "/servicePackage");
        }
        return new RestOfTerm(contract.teamNumber(), servicePackage, firstDay, signer, Optional.empty())
                .decide(dossier, EndReason.AMENDMENT, Origin.AMENDED, FeeChange.Kind.REPRICE);
    }
}
