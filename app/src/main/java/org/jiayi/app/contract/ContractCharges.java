package org.jiayi.app.contract;

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

    /** Who pays what for a contract, in the order of the policy. */
    Flux<PayerShare> shares(String area, UUID contractId);
}
