package org.jiayi.app.fulfilment;

import java.time.LocalDate;
import org.jiayi.app.policy.Policies;
import org.springframework.stereotype.Component;
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
}
