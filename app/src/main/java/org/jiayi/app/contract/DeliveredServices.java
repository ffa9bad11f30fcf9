package org.jiayi.app.contract;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** What contracts ask of whoever keeps the service records (履约记录). */
public interface DeliveredServices {

    /** Those of the contracts in whose term a service was delivered, be it by the team or in the package that had it before. */
    Mono<Set<UUID>> servedAmong(String area, Collection<UUID> contractIds);
}
