package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** What contracts ask of whoever keeps the service records (履约记录). */
public interface DeliveredServices {

    /**
     * Those of the contracts in whose term a service was delivered, be it by the team or in the package that had it before.
     *
     * @param lastDays by contract, the last day whose services count
     */
    Mono<Set<UUID>> servedAmong(String area, Map<UUID, LocalDate> lastDays);
}
