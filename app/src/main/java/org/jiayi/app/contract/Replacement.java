package org.jiayi.app.contract;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.period.Term;

/**
 * The end of a version's knowledge, and what is known from then on.
 *
 * @param version the version that is known until {@code knownFrom}
 * @param next what the next version says otherwise; empty where the contract is undone
 */
public record Replacement(UUID contractId, int version, Instant knownFrom, Optional<Next> next) {

    /**
     * What the next version says otherwise.
     *
     * @param suspended the suspended days; empty where they stay as they were, as far as the term goes
     * @param keepsConfirmUntil whether the resident still has to confirm, if they had to
     * @param keepsPayUntil whether it still waits for a payment, if it did
     */
    public record Next(
            Term term,
            Optional<List<Term>> suspended,
            Optional<EndReason> endReason,
            boolean keepsConfirmUntil,
            boolean keepsPayUntil) {}

    /** What leads from one version to another. */
    static Replacement of(ContractVersion before, ContractVersion next) {
        return new Replacement(
                before.contractId(),
                before.version(),
                next.knownFrom(),
                Optional.of(new Next(
                        next.term(),
                        Optional.of(next.suspended()),
                        next.endReason(),
                        next.confirmUntil().isPresent(),
                        next.payUntil().isPresent())));
    }

    /** What undoes a contract. */
    static Replacement undoing(ContractVersion before, Instant now) {
        return new Replacement(before.contractId(), before.version(), before.nextKnownFrom(now), Optional.empty());
    }
}
