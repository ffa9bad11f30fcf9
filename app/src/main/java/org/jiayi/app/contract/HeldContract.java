package org.jiayi.app.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.kernel.period.Term;

/**
 * A version of a contract that a resident has or had.
 *
 * @param awaitsPayment whether it begins only when it is paid, and is in force on no day yet
 * @param knownFrom since when this was the state of knowledge
 * @param knownUntil until when it was; {@link Instant#MAX} where it still is
 */
public record HeldContract(
        UUID contractId,
        int version,
        UUID residentId,
        String teamNumber,
        String institutionCode,
        ServicePackage servicePackage,
        LocalDate signedOn,
        Term term,
        boolean awaitsPayment,
        Instant knownFrom,
        Instant knownUntil) {

    /** The first version of a contract just let in, for which those days are kept. */
    static HeldContract of(NewContract contract, Term place) {
        return new HeldContract(
                contract.contractId(),
                1,
                contract.residentId(),
                contract.teamNumber(),
                contract.institutionCode(),
                contract.servicePackage(),
                contract.signedOn(),
                place,
                contract.payUntil().isPresent(),
                contract.knownFrom(),
                Instant.MAX);
    }

    /** Whether both could not be: on one day, at one moment of knowledge, two contracts of one resident. */
    boolean excludes(Term otherTerm, Instant otherKnownFrom) {
        return term.overlaps(otherTerm) && knownUntil.isAfter(otherKnownFrom);
    }

    /** As {@link ContractVersion#nextKnownFrom}. */
    Instant nextKnownFrom(Instant now) {
        return KnowledgeTime.after(knownFrom, now);
    }

    /** The next version: the contract ends after {@code lastDay}, as is known from that moment on. */
    HeldContract endedOn(LocalDate lastDay, Instant nowKnownFrom) {
        return new HeldContract(
                contractId,
                version + 1,
                residentId,
                teamNumber,
                institutionCode,
                servicePackage,
                signedOn,
                term.endingAfter(lastDay),
                false,
                nowKnownFrom,
                Instant.MAX);
    }

    boolean isKnownNow() {
        return knownUntil.equals(Instant.MAX);
    }
}
