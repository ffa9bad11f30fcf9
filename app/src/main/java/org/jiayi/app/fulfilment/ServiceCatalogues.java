package org.jiayi.app.fulfilment;

import java.time.LocalDate;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.policy.Policy;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The catalogues of service packages as other modules ask for them. */
@Component
public class ServiceCatalogues {

    private final Policies policies;
    private final ServiceCatalogueKind kind;

    ServiceCatalogues(Policies policies, ServiceCatalogueKind kind) {
        this.policies = policies;
        this.kind = kind;
    }

    /** The catalogue that holds on a day; empty where none does. */
    public Mono<ServiceCatalogue> findInForce(String area, LocalDate on) {
        return policies.findInForce(area, ServiceCatalogue.KIND, "", on).map(kind::read);
    }

    /** The catalogues that hold on a day on which that policy is to hold. */
    public Flux<ServiceCatalogue> during(Policy policy) {
        return policies.inForce(policy.area(), ServiceCatalogue.KIND, "")
                .filter(policy::overlaps)
                .map(kind::read);
    }
}
