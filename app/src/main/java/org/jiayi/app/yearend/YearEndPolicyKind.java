package org.jiayi.app.yearend;

import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.policy.PolicyKind;
import org.jiayi.app.policy.PolicyReader;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

/** The year-end policy as a kind of document; it is its own table. */
@Component
class YearEndPolicyKind implements PolicyKind {

    private final PolicyReader<YearEndPolicy> reader;

    YearEndPolicyKind(ObjectMapper json) {
        this.reader = PolicyReader.of(json, YearEndPolicyDocument.class, YearEndPolicy::of);
    }

    @Override
    public String code() {
        return YearEndPolicy.KIND;
    }

    @Override
    public Decision<Heading> check(String document) {
        return reader.read(document)
                .then(policy -> Decision.accept(
                        new Heading(policy.name(), policy.scheme().code())));
    }

    /** A policy that was checked when it was drafted. */
    YearEndPolicy read(Policy policy) {
        return reader.read(policy);
    }
}
