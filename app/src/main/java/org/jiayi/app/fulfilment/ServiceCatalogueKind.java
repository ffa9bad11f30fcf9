package org.jiayi.app.fulfilment;

import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.policy.PolicyKind;
import org.jiayi.app.policy.PolicyReader;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectMapper;

/** The policy of service packages. It compiles to no table: a plan is derived from the document itself. */
@Component
class ServiceCatalogueKind implements PolicyKind {

    private final PolicyReader<ServiceCatalogue> reader;
    private final CoveredByFees fees;

    ServiceCatalogueKind(ObjectMapper json, CoveredByFees fees) {
        this.fees = fees;
        this.reader = PolicyReader.of(
                json, ServiceCatalogueDocument.class, document -> new ServiceCatalogueReader().read(document));
    }

    /** The catalogue of a policy that was checked when it was drafted. */
    ServiceCatalogue read(Policy policy) {
        return reader.read(policy);
    }

    @Override
    public String code() {
        return ServiceCatalogue.KIND;
    }

    @Override
    public Decision<Heading> check(String document) {
        return reader.read(document).then(catalogue -> Decision.accept(new Heading(catalogue.name(), "")));
    }

    /** Nobody is paid twice, whichever of the two policies comes first. */
    @Override
    public Mono<Void> validate(Policy policy) {
        return fees.requireNonePaidTwice(policy, read(policy));
    }
}
