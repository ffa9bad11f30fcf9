package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What an act does to a contract, once the rules let it.
 *
 * @param next the version that replaces the one in the dossier; empty where it is left as it is or undone
 * @param undone whether the contract is known for no day from now on
 * @param event what happened to this contract; empty where only another one begins
 * @param successor what is to be signed in its place, still to be decided by the rules of signing
 * @param fee what happens to its fee
 */
record Consequence(
        Optional<ContractVersion> next,
        boolean undone,
        Optional<ContractEvent> event,
        Optional<SigningRequest> successor,
        Optional<FeeChange> fee) {

    /** The contract goes on in another version; its fee is as it was. */
    static Consequence changed(ContractVersion next, String kind, LocalDate effectiveOn, Optional<String> basis) {
        return new Consequence(
                Optional.of(next),
                false,
                Optional.of(ContractEvent.of(next, kind, effectiveOn, basis)),
                Optional.empty(),
                Optional.empty());
    }

    /** The contract ends before its time. */
    static Consequence ended(ContractVersion next, Optional<String> basis, FeeChange fee) {
        return changed(next, ContractEvent.TERMINATED, next.term().lastDay(), basis)
                .with(fee);
    }

    /** The contract is undone, and all of its fee goes back or on. */
    static Consequence undone(
            Dossier dossier, Optional<EndReason> reason, Optional<String> basis, FeeChange.Kind feeKind) {
        ContractVersion contract = dossier.contract();
        ContractEvent event = new ContractEvent(
                contract.contractId(),
                contract.version(),
                ContractEvent.WITHDRAWN,
                contract.term().from(),
                contract.teamNumber(),
                contract.institutionCode(),
                reason,
                basis);
        FeeChange fee = dossier.fee(feeKind, contract.term().from().minusDays(1));
        return new Consequence(Optional.empty(), true, Optional.of(event), Optional.empty(), Optional.of(fee));
    }

    /** The contract is left as it is, and another one begins after it. */
    static Consequence followed(SigningRequest successor) {
        return new Consequence(Optional.empty(), false, Optional.empty(), Optional.of(successor), Optional.empty());
    }

    Consequence followedBy(SigningRequest newSuccessor) {
        return new Consequence(next, undone, event, Optional.of(newSuccessor), fee);
    }

    private Consequence with(FeeChange newFee) {
        return new Consequence(next, undone, event, successor, Optional.of(newFee));
    }
}
