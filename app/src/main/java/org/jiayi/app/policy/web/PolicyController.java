package org.jiayi.app.policy.web;

import java.net.URI;
import java.util.Optional;
import org.jiayi.api.PoliciesApi;
import org.jiayi.api.model.Policy;
import org.jiayi.api.model.PolicyDraft;
import org.jiayi.api.model.PolicyList;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.web.Callers;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectMapper;

@RestController
class PolicyController implements PoliciesApi {

    private final Policies policies;
    private final PolicyMapper mapper;
    private final ObjectMapper json;

    PolicyController(Policies policies, PolicyMapper mapper, ObjectMapper json) {
        this.policies = policies;
        this.mapper = mapper;
        this.json = json;
    }

    @Override
    public Mono<ResponseEntity<PolicyList>> listPolicies(String area, ServerWebExchange exchange) {
        return policies.list(area)
                .map(mapper::toApi)
                .collectList()
                .map(list -> ResponseEntity.ok(new PolicyList(list)));
    }

    @Override
    public Mono<ResponseEntity<Policy>> draftPolicy(String area, Mono<PolicyDraft> draft, ServerWebExchange exchange) {
        Caller caller = Callers.of(exchange);
        return draft.flatMap(wanted -> policies.draft(
                        area,
                        String.valueOf(wanted.getDocument().get("kind")),
                        json.writeValueAsString(wanted.getDocument()),
                        wanted.getEffectiveFrom(),
                        Optional.ofNullable(wanted.getEffectiveUntil()),
                        caller))
                .map(mapper::toApi)
                .map(policy -> ResponseEntity.created(URI.create("/api/v1/pooling-areas/" + area + "/policies"))
                        .body(policy));
    }

    @Override
    public Mono<ResponseEntity<Policy>> publishPolicy(String policyId, ServerWebExchange exchange) {
        return Mono.fromSupplier(() -> Refused.orThrow(PublicId.parse(PublicId.Kind.POLICY, policyId)))
                .flatMap(id -> policies.publish(id.area(), id.uuid(), Callers.of(exchange)))
                .map(policy -> ResponseEntity.ok(mapper.toApi(policy)));
    }
}
