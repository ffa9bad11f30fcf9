package org.jiayi.app.fulfilment.web;

import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.FulfilmentApi;
import org.jiayi.api.model.ServiceAnswer;
import org.jiayi.api.model.ServiceEntry;
import org.jiayi.api.model.ServicePlan;
import org.jiayi.api.model.ServiceRecord;
import org.jiayi.api.model.ServiceRecordList;
import org.jiayi.api.model.ServiceVoiding;
import org.jiayi.api.model.TeamFulfilment;
import org.jiayi.app.contract.ContractViews;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.fulfilment.ServicePlans;
import org.jiayi.app.fulfilment.ServiceRecords;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.Changed;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class FulfilmentController implements FulfilmentApi {

    private final ServicePlans plans;
    private final ServiceRecords records;
    private final ContractViews contracts;
    private final FulfilmentMapper mapper;
    private final Clock clock;

    FulfilmentController(
            ServicePlans plans, ServiceRecords records, ContractViews contracts, FulfilmentMapper mapper, Clock clock) {
        this.plans = plans;
        this.records = records;
        this.contracts = contracts;
        this.mapper = mapper;
        this.clock = clock;
    }

    @Override
    public Mono<ResponseEntity<ServicePlan>> getServicePlan(
            String contractId, @Nullable LocalDate on, ServerWebExchange exchange) {
        return plan(contractId(contractId), on, Callers.of(exchange));
    }

    @Override
    public Mono<ResponseEntity<ServicePlan>> getMyServicePlan(@Nullable LocalDate on, ServerWebExchange exchange) {
        Caller caller = Callers.of(exchange);
        Scope scope = caller.scope();
        return Mono.justOrEmpty(scope.resident())
                .flatMap(resident -> contracts.findOf(scope.area(), resident, LocalDate.now(clock)))
                .flatMap(contract ->
                        plan(PublicId.of(PublicId.Kind.CONTRACT, contract.area(), contract.contractId()), on, caller))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    private Mono<ResponseEntity<ServicePlan>> plan(PublicId contract, @Nullable LocalDate on, Caller caller) {
        return plans.progress(contract.area(), contract.uuid(), orToday(on), caller)
                .map(progress -> ResponseEntity.ok(mapper.toApi(progress)));
    }

    @Override
    public Mono<ResponseEntity<ServiceRecord>> enterServiceRecord(
            String idempotencyKey, String contractId, Mono<ServiceEntry> entry, ServerWebExchange exchange) {
        PublicId contract = contractId(contractId);
        Caller caller = Callers.of(exchange);
        return entry.map(wanted -> mapper.fromApi(contract, wanted))
                .flatMap(record -> records.enter(record, idempotencyKey, caller))
                .flatMap(answer -> records.get(contract.area(), UUID.fromString(answer.id()), caller)
                        .map(shown -> mapper.toApi(shown))
                        .map(body -> ResponseEntity.created(URI.create("/api/v1/service-records/" + body.getId()))
                                .header("Idempotency-Replayed", Boolean.toString(answer.replayed()))
                                .body(body)));
    }

    @Override
    public Mono<ResponseEntity<ServiceRecordList>> listServiceRecords(String contractId, ServerWebExchange exchange) {
        PublicId contract = contractId(contractId);
        return records.ofContract(contract.area(), contract.uuid(), Callers.of(exchange))
                .map(list -> ResponseEntity.ok(
                        new ServiceRecordList(list.stream().map(mapper::toApi).toList())));
    }

    @Override
    public Mono<ResponseEntity<ServiceRecord>> voidServiceRecord(
            String key, String recordId, Mono<ServiceVoiding> voiding, ServerWebExchange exchange) {
        PublicId record = recordId(recordId);
        Caller caller = Callers.of(exchange);
        return voiding.flatMap(wanted -> records.voidRecord(
                        record.area(),
                        record.uuid(),
                        org.jiayi.app.fulfilment.ServiceRecord.VoidReason.valueOf(
                                wanted.getReason().name()),
                        key,
                        caller))
                .flatMap(answer -> changed(record, answer, caller));
    }

    private Mono<ResponseEntity<ServiceRecord>> changed(PublicId record, CommandKeys.Answer answer, Caller caller) {
        return records.get(record.area(), record.uuid(), caller)
                .map(shown -> Changed.by(answer).body(mapper.toApi(shown)));
    }

    @Override
    public Mono<ResponseEntity<ServiceRecord>> answerServiceRecord(
            String key, String recordId, Mono<ServiceAnswer> answer, ServerWebExchange exchange) {
        PublicId record = recordId(recordId);
        Caller caller = Callers.of(exchange);
        return answer.flatMap(said -> records.answer(
                        record.area(),
                        record.uuid(),
                        said.getConfirmed(),
                        Optional.ofNullable(said.getReason()).map(String::strip).filter(text -> !text.isEmpty()),
                        key,
                        caller))
                .flatMap(done -> changed(record, done, caller));
    }

    @Override
    public Mono<ResponseEntity<TeamFulfilment>> getTeamFulfilment(
            String teamId, @Nullable LocalDate on, ServerWebExchange exchange) {
        PublicId team = Refused.orThrow(PublicId.parse(PublicId.Kind.TEAM, teamId));
        return plans.ofTeam(
                        team.area(),
                        team.local(),
                        orToday(on),
                        Callers.of(exchange).scope())
                .map(fulfilment -> ResponseEntity.ok(mapper.toApi(fulfilment, team.area())));
    }

    private LocalDate orToday(@Nullable LocalDate on) {
        return on == null ? LocalDate.now(clock) : on;
    }

    private static PublicId contractId(String contractId) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.CONTRACT, contractId));
    }

    private static PublicId recordId(String recordId) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.SERVICE_RECORD, recordId));
    }
}
