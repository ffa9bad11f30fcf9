package org.jiayi.app.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The end of a contract before its time.
 *
 * @param contract the version that is closed by it
 * @param lastDay the last day of the contract (最后服务日)
 * @param recordedOn the day on which it was recorded (登记日期)
 * @param knownFrom the moment from which it is known
 */
record Ending(HeldContract contract, EndReason reason, LocalDate lastDay, LocalDate recordedOn, Instant knownFrom) {

    /** What it does to the version. */
    Replacement replacement() {
        return new Replacement(
                contract.contractId(),
                contract.version(),
                knownFrom,
                Optional.of(new Replacement.Next(
                        contract.term().endingAfter(lastDay), Optional.empty(), Optional.of(reason), true, false)));
    }

    /** What happened to the contract. */
    ContractEvent event() {
        return new ContractEvent(
                contract.contractId(),
                contract.version() + 1,
                ContractEvent.TERMINATED,
                lastDay,
                contract.teamNumber(),
                contract.institutionCode(),
                Optional.of(reason),
                Optional.empty());
    }
}
