package org.jiayi.app.contract;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** What contracts ask of whoever takes the residents' payments. */
public interface PaidShares {

    /** Those of the contracts for which the resident has nothing left to pay, as far as money has come. */
    Mono<Set<UUID>> paidAmong(String area, Collection<UUID> contractIds);
}
