package org.jiayi.app.visit;

import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.policy.PolicyKind;
import org.jiayi.app.policy.PolicyReader;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

/** The policy of visits elsewhere as a kind of document; it is its own table. */
@Component
class VisitsPolicyKind implements PolicyKind {

    private final PolicyReader<VisitsPolicy> reader;

    VisitsPolicyKind(ObjectMapper json) {
        this.reader = PolicyReader.of(json, VisitsPolicyDocument.class, VisitsPolicy::of);
    }

    @Override
    public String code() {
        return VisitsPolicy.KIND;
    }

    @Override
    public Decision<Heading> check(String document) {
        return reader.read(document)
                .then(policy -> Decision.accept(
                        new Heading(policy.name(), policy.scheme().code())));
    }

    /** A policy that was checked when it was drafted. */
    VisitsPolicy read(Policy policy) {
        return reader.read(policy);
    }
}
