package org.jiayi.app.visit;

import java.time.LocalDate;
import java.util.Locale;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectMapper;

/** Tells who is paid by heads: what is charged is charged to the same. */
@Component
class PayeeLevels {

    /** The kind of policy that says it; this module needs one word of it and nothing else of capitation. */
    private static final String CAPITATION = "capitation";

    private final Policies policies;
    private final ObjectMapper json;

    PayeeLevels(Policies policies, ObjectMapper json) {
        this.policies = policies;
        this.json = json;
    }

    /** As the policy in force on that day says; the institution where it says nothing, or there is none. */
    Mono<PayeeLevel> on(String area, InsuranceScheme scheme, LocalDate day) {
        return policies.findInForce(area, CAPITATION, scheme.code(), day)
                .map(policy -> json.readTree(policy.document()).path("payee").asString("institution"))
                .defaultIfEmpty("institution")
                .map(level -> PayeeLevel.valueOf(level.toUpperCase(Locale.ROOT)));
    }
}
