package org.jiayi.app.contract;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Stands in until the modules of agreements and services are merged. */
@Component
class NothingYet implements ContractAgreements, DeliveredServices {

    @Override
    public Mono<Void> conclude(String area, List<NewContract> contracts, String recordedBy, Instant at) {
        return Mono.empty();
    }

    @Override
    public Mono<Set<UUID>> servedAmong(String area, Collection<UUID> contractIds) {
        return Mono.just(Set.of());
    }
}
