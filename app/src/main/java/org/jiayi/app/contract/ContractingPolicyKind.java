package org.jiayi.app.contract;

import java.util.UUID;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.policy.PolicyKind;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/** The contracting policy (签约政策) as a kind of document; it is its own table. */
@Component
class ContractingPolicyKind implements PolicyKind {

    private final ObjectMapper json;

    ContractingPolicyKind(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public String code() {
        return ContractingPolicy.KIND;
    }

    @Override
    public Decision<Heading> check(String document) {
        return read(json, document).then(policy -> Decision.accept(new Heading(policy.name(), "")));
    }

    @Override
    public Mono<Void> compile(String area, UUID policyId, String document) {
        return Mono.empty();
    }

    static Decision<ContractingPolicy> read(ObjectMapper json, String document) {
        try {
            return ContractingPolicy.of(json.readValue(document, ContractingPolicy.Document.class));
        } catch (JacksonException unreadable) {
            return Decision.refuse(RefusalCode.POLICY_INVALID);
        }
    }
}
