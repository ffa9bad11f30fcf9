package org.jiayi.app.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * All that a rule needs to know to decide on an act upon a contract.
 *
 * @param contract its latest version
 * @param policy the contracting policy of today
 * @param by who asks
 * @param today the business day, Asia/Shanghai
 * @param now the moment of the act
 */
record Dossier(ContractVersion contract, ContractingPolicy policy, Actor by, LocalDate today, Instant now) {

    ContractState state() {
        return contract.state(today);
    }

    /** What the fee module is told when this contract's last day becomes {@code lastDay}. */
    FeeChange fee(FeeChange.Kind kind, LocalDate lastDay) {
        return new FeeChange(kind, contract.contractId(), contract.term(), lastDay, false, Optional.empty(), today);
    }
}
