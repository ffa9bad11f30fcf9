package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that happened to a contract (签约事件).
 *
 * @param kind a code: of the {@link Origin} for what made a contract, else {@code confirmed}, {@code terminated}, …
 * @param version the version of the contract that it made, or ended for good
 * @param effectiveOn the day it takes effect: the first day of what begins, the last of what ends
 * @param reason why a contract ended
 * @param basis what it rests on, in somebody's words; empty where nobody said
 */
public record ContractEvent(
        UUID contractId,
        int version,
        String kind,
        LocalDate effectiveOn,
        String teamNumber,
        String institutionCode,
        Optional<EndReason> reason,
        Optional<String> basis) {

    static final String TERMINATED = "terminated";
    static final String WITHDRAWN = "withdrawn";
    static final String STARTED = "started";
    static final String CONFIRMED = "confirmed";
    static final String SUSPENDED = "suspended";
    static final String RESUMED = "resumed";
    static final String REINSTATED = "reinstated";

    /** The event that made a version of a contract. */
    static ContractEvent of(ContractVersion made, String kind, LocalDate effectiveOn, Optional<String> basis) {
        return new ContractEvent(
                made.contractId(),
                made.version(),
                kind,
                effectiveOn,
                made.teamNumber(),
                made.institutionCode(),
                kind.equals(TERMINATED) || kind.equals(WITHDRAWN) ? made.endReason() : Optional.empty(),
                basis);
    }

    /** The event that made a new contract. */
    static ContractEvent of(NewContract made) {
        return new ContractEvent(
                made.contractId(),
                1,
                made.lineage().origin().code(),
                made.term().from(),
                made.teamNumber(),
                made.institutionCode(),
                Optional.empty(),
                made.lineage().basis());
    }
}
