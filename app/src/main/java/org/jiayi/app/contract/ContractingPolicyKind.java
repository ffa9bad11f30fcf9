package org.jiayi.app.contract;

import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.policy.PolicyKind;
import org.jiayi.app.policy.PolicyReader;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

/** The contracting policy (签约政策) as a kind of document; it is its own table. */
@Component
class ContractingPolicyKind implements PolicyKind {

    private final PolicyReader<ContractingPolicy> reader;

    ContractingPolicyKind(ObjectMapper json) {
        this.reader = PolicyReader.of(json, ContractingPolicy.Document.class, ContractingPolicy::of);
    }

    @Override
    public String code() {
        return ContractingPolicy.KIND;
    }

    @Override
    public Decision<Heading> check(String document) {
        return reader.read(document).then(policy -> Decision.accept(new Heading(policy.name(), "")));
    }

    /** A policy that was checked when it was drafted. */
    ContractingPolicy read(Policy policy) {
        return reader.read(policy);
    }
}
