package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What contracts ask of whoever charges for them; a contract is signed and charged in one transaction or not at all. */
public interface ContractCharges {

    /** Which packages have a price, and when. */
    Mono<PricedPackages> priced(String area);

    /** Charges new contracts to their payers by those prices, in the transaction that signs them. */
    Mono<Void> charge(String area, List<NewContract> contracts, PricedPackages prices, String recordedBy);

    /**
     * What a contract would cost that resident if it were signed on that day, and who would pay: the same as is charged
     * then. Empty where the package has no price on that day.
     */
    Flux<PayerShare> quote(String area, ServicePackage servicePackage, UUID residentId, LocalDate signedOn);

    /**
     * Charges the further years that have begun by that day of contracts that are charged by year, in transactions of its own;
     * what was charged before is not charged again.
     */
    Mono<Void> chargeYears(String area, LocalDate today, String recordedBy);

    /** Whether the contract is charged for each of its years, and so has been for its first only. */
    Mono<Boolean> isChargedByYear(String area, UUID contractId);

    /** Moves the money of contracts that changed, in the transaction that changes them. */
    Mono<Void> adjust(String area, List<FeeChange> changes, String recordedBy);

    /**
     * Charges again what was given back because of a death that turned out to be none, payer by payer, in the transaction that
     * lets the contracts go on; the rest of their fees is as it was.
     */
    Mono<Void> chargeAgain(String area, List<Reinstated> contracts, LocalDate today, String recordedBy);

    /**
     * A contract that goes on.
     *
     * @param lastDay its last day from now on
     * @param endedEarly whether it ends on that day before its time, so that what was given back for that end stays
     */
    record Reinstated(UUID contractId, LocalDate lastDay, boolean endedEarly) {

        static Reinstated of(ContractVersion next) {
            return new Reinstated(
                    next.contractId(), next.term().lastDay(), next.endReason().isPresent());
        }
    }

    /** The contracts before it with which its fee stayed when its resident went on, the first first; none where it has its own. */
    Flux<UUID> bearers(String area, UUID contractId);

    /** Who pays what for a contract, in the order of the policy: what was charged, less what went back or moved on. */
    Flux<PayerShare> shares(String area, UUID contractId);
}
