package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.period.Term;

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
                .followedBy(
                        signer.equals(Signer.UNCHANGED)
                                ? rest.continuing(contract)
                                : rest.suspendedOn(staysSuspended(dossier, reason))));
    }

    /** Days that have passed stay suspended. The same team's service stays so afterwards, too; another's begins by a new signature. */
    private List<Term> staysSuspended(Dossier dossier, EndReason reason) {
        ContractVersion contract = dossier.contract();
        LocalDate until =
                reason == EndReason.TRANSFER ? dossier.today() : contract.term().until();
        return firstDay.isBefore(until) ? contract.suspendedWithin(new Term(firstDay, until)) : List.of();
    }
}
