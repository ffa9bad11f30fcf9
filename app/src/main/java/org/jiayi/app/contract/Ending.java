package org.jiayi.app.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The end of a contract before its time; what would have begun only after its last day, or waits for its payment, is undone,
 * as by {@link RecordDeath}.
 *
 * @param contract the version that is closed by it
 * @param lastDay the last day of the contract (最后服务日)
 * @param recordedOn the day on which it was recorded (登记日期)
 * @param knownFrom the moment from which it is known
 */
record Ending(HeldContract contract, EndReason reason, LocalDate lastDay, LocalDate recordedOn, Instant knownFrom) {

    /** Whether the contract is known for no day any more. */
    boolean isUndoing() {
        return contract.awaitsPayment() || lastDay.isBefore(contract.term().from());
    }

    /** What it does to the version. */
    Replacement replacement() {
        Optional<Replacement.Next> next = isUndoing()
                ? Optional.empty()
                : Optional.of(new Replacement.Next(
                        contract.term().endingAfter(lastDay), Optional.empty(), Optional.of(reason), true, false));
        return new Replacement(contract.contractId(), contract.version(), knownFrom, next);
    }

    /** What happened to the contract. */
    ContractEvent event() {
        return new ContractEvent(
                contract.contractId(),
                isUndoing() ? contract.version() : contract.version() + 1,
                isUndoing() ? ContractEvent.WITHDRAWN : ContractEvent.TERMINATED,
                isUndoing() ? contract.term().from() : lastDay,
                contract.teamNumber(),
                contract.institutionCode(),
                Optional.of(reason),
                Optional.empty());
    }

    /**
     * The whole fee of what is undone goes back, and that of the years which now never begin; of the rest nothing: no file says
     * what was settled before us.
     *
     * @param served whether any service was delivered in the term of what is undone
     */
    FeeChange fee(LocalDate today, boolean served) {
        return new FeeChange(
                isUndoing() ? FeeChange.Kind.RETURN_ALL : FeeChange.Kind.RETURN_LATER_YEARS,
                contract.contractId(),
                contract.term(),
                isUndoing() ? contract.term().from().minusDays(1) : lastDay,
                served,
                Optional.empty(),
                today);
    }
}
