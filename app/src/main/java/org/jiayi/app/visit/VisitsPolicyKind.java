package org.jiayi.app.visit;

import java.util.UUID;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.policy.PolicyKind;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/** The policy of visits elsewhere as a kind of document; it is its own table. */
@Component
class VisitsPolicyKind implements PolicyKind {

    private final ObjectMapper json;

    VisitsPolicyKind(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public String code() {
        return VisitsPolicy.KIND;
    }

    @Override
    public Decision<Heading> check(String document) {
        return read(document)
                .then(policy -> Decision.accept(
                        new Heading(policy.name(), policy.scheme().code())));
    }

    @Override
    public Mono<Void> compile(String area, UUID policyId, String document) {
        return Mono.empty();
    }

    /** A policy that was checked when it was drafted. */
    VisitsPolicy read(Policy policy) {
        return Refused.orThrow(read(policy.document()));
    }

    private Decision<VisitsPolicy> read(String document) {
        try {
            return VisitsPolicy.of(json.readValue(document, VisitsPolicyDocument.class));
        } catch (JacksonException unreadable) {
            return Decision.refuse(RefusalCode.POLICY_INVALID);
        }
    }
}
