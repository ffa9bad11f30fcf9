package org.jiayi.app.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

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
        Optional<LocalDate> payUntil) {

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

    /** The first day that the contract may turn out to have. */
    LocalDate earliestDay() {
        return payUntil.isPresent() ? signedOn : firstDay;
    }
}
