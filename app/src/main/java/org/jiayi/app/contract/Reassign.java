package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.Optional;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;

/**
 * 机构调整: after a merger of institutions what is left of a contract on that day goes on with another team, without a new
 * signature, and so signed, suspended, ended early and to be confirmed as it was; one of which nothing would be left goes over whole, and
 * waits for its payment there as before.
 *
 * @param firstDay the first day with the other team
 * @param basis the document that orders it
 */
record Reassign(String teamNumber, LocalDate firstDay, String basis) implements ContractCommand {

    @Override
    public Act act() {
        return Act.REASSIGN;
    }

    @Override
    public Decision<Consequence> decide(Dossier dossier) {
        ContractVersion contract = dossier.contract();
        if (contract.payUntil().isEmpty() && contract.term().from().isBefore(firstDay)) {
            return new RestOfTerm(teamNumber, contract.servicePackage(), firstDay, Signer.UNCHANGED, Optional.of(basis))
                    .decide(dossier, EndReason.REASSIGNMENT, Origin.REASSIGNED, FeeChange.Kind.FOLLOW);
        }
        Optional<Refusal> begunLongAgo = contract.payUntil().isPresent()
                ? Optional.empty()
                : ContractCommand.dayRefusal(dossier, contract.term().from(), "/firstDay");
        if (begunLongAgo.isPresent()) {
            return Decision.refuse(begunLongAgo.get());
        }
        SigningRequest whole = new SigningRequest(
                contract.residentId(),
                teamNumber,
                contract.servicePackage(),
                dossier.today(),
                contract.term().from(),
                contract.term().lastDay(),
                contract.nextKnownFrom(dossier.now()),
                dossier.by().channel(),
                Lineage.following(Origin.REASSIGNED, contract.contractId(), Optional.of(basis)),
                Signer.UNCHANGED,
                contract.payUntil());
        return Decision.accept(Consequence.undone(
                        dossier, Optional.of(EndReason.REASSIGNMENT), Optional.of(basis), FeeChange.Kind.FOLLOW)
                .followedBy(whole.continuing(contract)));
    }
}
