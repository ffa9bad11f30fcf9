package org.jiayi.app.fulfilment;

import java.util.UUID;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.policy.PolicyKind;
import org.jiayi.app.policy.RememberedPolicies;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/** The policy of service packages. It compiles to no table: a plan is derived from the document itself. */
@Component
class ServiceCatalogueKind implements PolicyKind {

    private final ObjectMapper json;
    private final RememberedPolicies<ServiceCatalogue> read = new RememberedPolicies<>(this::read);

    ServiceCatalogueKind(ObjectMapper json) {
        this.json = json;
    }

    /** The catalogue of a policy that was checked when it was drafted. */
    ServiceCatalogue read(Policy policy) {
        return read.read(policy);
    }

    @Override
    public String code() {
        return ServiceCatalogue.KIND;
    }

    @Override
    public Decision<Heading> check(String document) {
        return read(document).then(catalogue -> Decision.accept(new Heading(catalogue.name(), "")));
    }

    @Override
    public Mono<Void> compile(String area, UUID policyId, String document) {
        return Mono.empty();
    }

    Decision<ServiceCatalogue> read(String document) {
        try {
            return new ServiceCatalogueReader().read(json.readValue(document, ServiceCatalogueDocument.class));
        } catch (JacksonException unreadable) {
            return Decision.refuse(RefusalCode.POLICY_INVALID);
        }
    }
}
