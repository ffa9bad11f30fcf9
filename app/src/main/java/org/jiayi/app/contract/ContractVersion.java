package org.jiayi.app.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.kernel.period.Term;

/**
 * All that one version of a contract says: one state of knowledge of one stretch of a resident with a team.
 *
 * @param suspended the days within the term on which it is suspended (中止), in order and apart from each other
 * @param confirmUntil the last day on which a resident may undo what was signed on their behalf; empty once they confirmed
 * @param payUntil the last day for paying what begins on payment; empty where it does not wait for that (any more)
 * @param overCapacity whether it was signed although the team was full, where the policy only warns or pays graded
 * @param endReason why it ended before its time; empty where it did not
 * @param knownFrom since when this was the state of knowledge
 * @param knownUntil until when it was; {@link Instant#MAX} where it still is
 */
public record ContractVersion(
        String area,
        UUID contractId,
        int version,
        UUID residentId,
        String teamNumber,
        String institutionCode,
        ServicePackage servicePackage,
        LocalDate signedOn,
        Term term,
        String channel,
        Lineage lineage,
        List<Term> suspended,
        Optional<LocalDate> confirmUntil,
        Optional<LocalDate> payUntil,
        boolean overCapacity,
        Optional<EndReason> endReason,
        Instant knownFrom,
        Instant knownUntil) {

    public ContractVersion {
        suspended = List.copyOf(suspended);
    }

    /** Where the contract stands on {@code day} by this state of knowledge. */
    public ContractState state(LocalDate day) {
        if (isWithdrawn()) {
            return ContractState.WITHDRAWN;
        }
        if (payUntil.isPresent()) {
            return ContractState.AWAITING_PAYMENT;
        }
        if (day.isBefore(term.from())) {
            return ContractState.UPCOMING;
        }
        if (term.contains(day)) {
            boolean paused = suspended.stream().anyMatch(days -> days.contains(day));
            return paused ? ContractState.SUSPENDED : ContractState.IN_FORCE;
        }
        return endReason.isPresent() ? ContractState.ENDED : ContractState.EXPIRED;
    }

    /** The latest version, and its knowledge is closed: the contract was undone and is known for no day. */
    public boolean isWithdrawn() {
        return !knownUntil.equals(Instant.MAX);
    }

    /** This version as it was known before anything ended its knowledge. */
    public ContractVersion stillKnown() {
        return copy(version, term, suspended, confirmUntil, payUntil, endReason, knownFrom);
    }

    /**
     * The first moment from which the next version can be known: now, but after this one, so that two changes of one
     * moment stay in order.
     */
    Instant nextKnownFrom(Instant now) {
        return KnowledgeTime.after(knownFrom, now);
    }

    /** The next version: the contract's last day is {@code lastDay}, a day of its term, for that reason. */
    ContractVersion endedOn(LocalDate lastDay, EndReason reason, Instant now) {
        Term shortened = term.endingAfter(lastDay);
        return next(shortened, suspendedWithin(shortened), confirmUntil, Optional.of(reason), now);
    }

    /** The next version: paid, and so in force on other days than it waited for. */
    ContractVersion startedOn(Term days, Instant now) {
        return copy(version + 1, days, suspended, confirmUntil, Optional.empty(), endReason, nextKnownFrom(now));
    }

    /** The next version: suspended on those days instead. */
    ContractVersion suspendedOn(List<Term> days, Instant now) {
        return next(term, days, confirmUntil, endReason, now);
    }

    /** The next version: the resident has confirmed it. */
    ContractVersion confirmed(Instant now) {
        return next(term, suspended, Optional.empty(), endReason, now);
    }

    /** The next version: all as {@code before}, a version from before an end that turned out to be none. */
    ContractVersion reinstatedAs(ContractVersion before, Instant now) {
        return before.copy(
                version + 1,
                before.term,
                before.suspended,
                before.confirmUntil,
                before.payUntil,
                before.endReason,
                isWithdrawn() ? KnowledgeTime.after(knownUntil, now) : nextKnownFrom(now));
    }

    private ContractVersion next(
            Term newTerm,
            List<Term> newSuspended,
            Optional<LocalDate> newConfirmUntil,
            Optional<EndReason> newEndReason,
            Instant now) {
        return copy(version + 1, newTerm, newSuspended, newConfirmUntil, payUntil, newEndReason, nextKnownFrom(now));
    }

    private ContractVersion copy(
            int newVersion,
            Term newTerm,
            List<Term> newSuspended,
            Optional<LocalDate> newConfirmUntil,
            Optional<LocalDate> newPayUntil,
            Optional<EndReason> newEndReason,
            Instant newKnownFrom) {
        return new ContractVersion(
                area,
                contractId,
                newVersion,
                residentId,
                teamNumber,
                institutionCode,
                servicePackage,
                signedOn,
                newTerm,
                channel,
                lineage,
                newSuspended,
                newConfirmUntil,
                newPayUntil,
                overCapacity,
                newEndReason,
                newKnownFrom,
                Instant.MAX);
    }

    /** The suspended days that are days of {@code days}, too. */
    List<Term> suspendedWithin(Term days) {
        return suspended.stream().map(days::common).flatMap(Optional::stream).toList();
    }
}
