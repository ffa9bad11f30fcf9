package org.jiayi.app.policy.web;

import java.net.URI;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.PoliciesApi;
import org.jiayi.api.model.Policy;
import org.jiayi.api.model.PolicyDifferenceList;
import org.jiayi.api.model.PolicyDraft;
import org.jiayi.api.model.PolicyList;
import org.jiayi.api.model.PolicyValidation;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.policy.PolicyDesk;
import org.jiayi.app.policy.PolicyDocuments;
import org.jiayi.app.web.Callers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectMapper;

@RestController
class PolicyController implements PoliciesApi {

    private final Policies policies;
    private final PolicyDesk desk;
    private final PolicyDocuments documents;
    private final PolicyMapper mapper;
    private final ObjectMapper json;

    PolicyController(
            Policies policies, PolicyDesk desk, PolicyDocuments documents, PolicyMapper mapper, ObjectMapper json) {
        this.policies = policies;
        this.desk = desk;
        this.documents = documents;
        this.mapper = mapper;
        this.json = json;
    }

    private static PublicId policy(String policyId) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.POLICY, policyId));
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
        return draft.flatMap(wanted -> draft(
                area,
                json.writeValueAsString(wanted.getDocument()),
                wanted.getEffectiveFrom(),
                wanted.getEffectiveUntil(),
                exchange));
    }

    @Override
    public Mono<ResponseEntity<Policy>> importPolicy(
            LocalDate effectiveFrom,
            String area,
            Mono<String> document,
            @Nullable LocalDate effectiveUntil,
            ServerWebExchange exchange) {
        return document.switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.POLICY_INVALID)))
                .flatMap(text -> draft(area, documents.json(text), effectiveFrom, effectiveUntil, exchange));
    }

    private Mono<ResponseEntity<Policy>> draft(
            String area, String document, LocalDate from, @Nullable LocalDate until, ServerWebExchange exchange) {
        return desk.draft(
                        area,
                        documents.kind(document),
                        document,
                        from,
                        Optional.ofNullable(until),
                        Callers.of(exchange))
                .map(mapper::toApi)
                .map(policy -> ResponseEntity.created(URI.create("/api/v1/policies/" + policy.getId()))
                        .body(policy));
    }

    @Override
    public Mono<ResponseEntity<Policy>> getPolicy(String policyId, ServerWebExchange exchange) {
        PublicId id = policy(policyId);
        return policies.get(id.area(), id.uuid()).map(mapper::toApi).map(ResponseEntity::ok);
    }

    @Override
    public Mono<ResponseEntity<String>> exportPolicy(String policyId, ServerWebExchange exchange) {
        PublicId id = policy(policyId);
        return policies.get(id.area(), id.uuid())
                .map(found -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_YAML)
                        .body(documents.yaml(found)));
    }

    @Override
    public Mono<ResponseEntity<String>> getPolicySchema(String policyKind, ServerWebExchange exchange) {
        return Mono.fromSupplier(() -> ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/schema+json"))
                .body(documents.schema(policyKind)));
    }

    @Override
    public Mono<ResponseEntity<PolicyDifferenceList>> comparePolicies(
            String with, String policyId, ServerWebExchange exchange) {
        PublicId id = policy(policyId);
        PublicId other = policy(with);
        if (!other.area().equals(id.area())) {
            return Mono.error(new Refused(RefusalCode.NOT_FOUND));
        }
        return Mono.zip(policies.get(other.area(), other.uuid()), policies.get(id.area(), id.uuid()))
                .map(both -> documents.differences(both.getT1(), both.getT2()).stream()
                        .map(mapper::toApi)
                        .toList())
                .map(list -> ResponseEntity.ok(new PolicyDifferenceList(list)));
    }

    @Override
    public Mono<ResponseEntity<Policy>> validatePolicy(
            String policyId, Mono<PolicyValidation> body, ServerWebExchange exchange) {
        PublicId id = policy(policyId);
        return body.map(validation -> superseded(id, validation.getSupersedesId()))
                .defaultIfEmpty(Optional.empty())
                .flatMap(supersedes -> desk.validate(id.area(), id.uuid(), supersedes, Callers.of(exchange)))
                .map(validated -> ResponseEntity.ok(mapper.toApi(validated)));
    }

    private static Optional<UUID> superseded(PublicId policy, @Nullable String supersedesId) {
        Optional<PublicId> superseded = Optional.ofNullable(supersedesId)
                .map(text -> Refused.orThrow(PublicId.parse(PublicId.Kind.POLICY, text)));
        if (superseded.filter(other -> !other.area().equals(policy.area())).isPresent()) {
            throw new Refused(Refusal.of(RefusalCode.POLICY_NOT_SUPERSEDED, "/supersedesId"));
        }
        return superseded.map(PublicId::uuid);
    }

    @Override
    public Mono<ResponseEntity<Policy>> publishPolicy(String policyId, ServerWebExchange exchange) {
        PublicId id = policy(policyId);
        return desk.publish(id.area(), id.uuid(), Callers.of(exchange))
                .map(published -> ResponseEntity.ok(mapper.toApi(published)));
    }
}
