package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.Optional;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;

/**
 * The rest of a contract's term under other conditions: the contract ends on the day before, another follows it to the same
 * last day.
 *
 * @param firstDay the first day of the rest; not the first of the contract, which would leave nothing of it
 */
record RestOfTerm(
        String teamNumber, ServicePackage servicePackage, LocalDate firstDay, Signer signer, Optional<String> basis) {

    Decision<Consequence> decide(Dossier dossier, EndReason reason, Origin origin, FeeChange.Kind feeKind) {
        ContractVersion contract = dossier.contract();
        Optional<Refusal> wrongDay = ContractCommand.dayRefusal(dossier, firstDay, "/firstDay");
        if (wrongDay.isPresent()) {
            return Decision.refuse(wrongDay.get());
        }
        if (!firstDay.isAfter(contract.term().from())) {
            return Decision.refuse(RefusalCode.NOTHING_LEFT_BEFORE, "/firstDay");
        }
        LocalDate lastDay = firstDay.minusDays(1);
        SigningRequest rest = new SigningRequest(
                contract.residentId(),
                teamNumber,
                servicePackage,
                dossier.today(),
                firstDay,
                contract.term().lastDay(),
                contract.nextKnownFrom(dossier.now()),
                dossier.by().channel(),
                Lineage.following(origin, contract.contractId(), basis),
                signer,
                Optional.empty());
        return Decision.accept(Consequence.ended(
                        contract.endedOn(lastDay, reason, dossier.now()), basis, dossier.fee(feeKind, lastDay))
                .followedBy(signer.equals(Signer.UNCHANGED) ? rest.continuing(contract) : rest));
    }
}
