package org.jiayi.app.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.period.Term;

/**
 * A contract that the rules let in.
 *
 * @param term the days it is to last
 * @param knownFrom the moment from which it is known: now, or the signing day of a county's file
 * @param suspended the days of the term on which it is suspended, in order
 * @param confirmUntil the last day on which the resident may undo what was signed on their behalf
 * @param payUntil the last day for paying what begins on payment; empty where it does not wait for that
 * @param endReason why it is to end before its time, where that is known already
 * @param overCapacity whether the team was full already
 */
public record NewContract(
        UUID contractId,
        UUID residentId,
        String teamNumber,
        String institutionCode,
        ServicePackage servicePackage,
        LocalDate signedOn,
        Term term,
        Instant knownFrom,
        String channel,
        Lineage lineage,
        Signer signer,
        List<Term> suspended,
        Optional<LocalDate> confirmUntil,
        Optional<LocalDate> payUntil,
        Optional<EndReason> endReason,
        boolean overCapacity) {}
