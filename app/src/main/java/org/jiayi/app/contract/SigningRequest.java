package org.jiayi.app.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.period.Term;

/**
 * What somebody asks to be signed, before any rule has looked at it.
 *
 * @param firstDay the first day of the term
 * @param lastDay the last day of the term, included
 * @param knownFrom the moment from which the contract would be known
 * @param channel how it came in (签约渠道)
 * @param lineage what it follows
 * @param signer who signs for the resident's side
 * @param payUntil the last day for paying, where the contract begins on payment and the resident has something to pay; the
 *     first day is then the latest it can be, the day after, and an earlier payment brings it forward
 * @param suspended the days of the term on which it is suspended from the start
 * @param confirmUntil the last day on which the resident may undo what was signed on their behalf before
 * @param endReason why it is to end before its time, where that was said of the one that it follows
 */
public record SigningRequest(
        UUID residentId,
        String teamNumber,
        ServicePackage servicePackage,
        LocalDate signedOn,
        LocalDate firstDay,
        LocalDate lastDay,
        Instant knownFrom,
        String channel,
        Lineage lineage,
        Signer signer,
        Optional<LocalDate> payUntil,
        List<Term> suspended,
        Optional<LocalDate> confirmUntil,
        Optional<EndReason> endReason) {

    /** A contract that takes nothing over. */
    SigningRequest(
            UUID residentId,
            String teamNumber,
            ServicePackage servicePackage,
            LocalDate signedOn,
            LocalDate firstDay,
            LocalDate lastDay,
            Instant knownFrom,
            String channel,
            Lineage lineage,
            Signer signer,
            Optional<LocalDate> payUntil) {
        this(
                residentId,
                teamNumber,
                servicePackage,
                signedOn,
                firstDay,
                lastDay,
                knownFrom,
                channel,
                lineage,
                signer,
                payUntil,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** A contract of a county's file, signed on paper long ago. */
    static SigningRequest onPaper(
            UUID residentId,
            String teamNumber,
            ServicePackage servicePackage,
            LocalDate signedOn,
            LocalDate firstDay,
            LocalDate lastDay,
            Instant knownFrom,
            String channel) {
        return new SigningRequest(
                residentId,
                teamNumber,
                servicePackage,
                signedOn,
                firstDay,
                lastDay,
                knownFrom,
                channel,
                Lineage.SIGNED,
                Signer.PAPER,
                Optional.empty());
    }

    /**
     * The same, as that contract goes on in it without a new signature: signed when that was, suspended when it is, ended for what it was
     * ended for, and still to be confirmed if that was.
     */
    SigningRequest continuing(ContractVersion contract) {
        return new SigningRequest(
                residentId,
                teamNumber,
                servicePackage,
                contract.signedOn(),
                firstDay,
                lastDay,
                knownFrom,
                channel,
                lineage,
                signer,
                payUntil,
                contract.suspendedWithin(Term.ofDays(firstDay, lastDay)),
                contract.confirmUntil(),
                contract.endReason().filter(EndReason::isForTermination));
    }

    /** The same, suspended on those days of it. */
    SigningRequest suspendedOn(List<Term> days) {
        return new SigningRequest(
                residentId,
                teamNumber,
                servicePackage,
                signedOn,
                firstDay,
                lastDay,
                knownFrom,
                channel,
                lineage,
                signer,
                payUntil,
                days,
                confirmUntil,
                endReason);
    }

    /** The first day that the contract may turn out to have. */
    LocalDate earliestDay() {
        return payUntil.isPresent() ? signedOn : firstDay;
    }
}
