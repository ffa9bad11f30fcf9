package org.jiayi.app.fulfilment;

import org.jiayi.app.policy.Policy;
import reactor.core.publisher.Mono;

/** What a catalogue asks of who knows which service items the contract fee covers. */
public interface CoveredByFees {

    /** Refused where an item of the catalogue would be paid by public health and by a fee on some day (DOMAIN §4). */
    Mono<Void> requireNonePaidTwice(Policy policy, ServiceCatalogue catalogue);
}
