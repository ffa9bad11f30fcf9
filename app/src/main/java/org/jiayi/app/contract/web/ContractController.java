package org.jiayi.app.contract.web;

import java.time.LocalDate;
import java.util.List;
import org.jiayi.api.ContractsApi;
import org.jiayi.api.model.Contract;
import org.jiayi.api.model.ContractHistory;
import org.jiayi.api.model.ContractList;
import org.jiayi.api.model.ContractStatus;
import org.jiayi.api.model.Quote;
import org.jiayi.api.model.Signing;
import org.jiayi.app.contract.ContractAccess;
import org.jiayi.app.contract.ContractCharges;
import org.jiayi.app.contract.ContractView;
import org.jiayi.app.contract.ContractViews;
import org.jiayi.app.contract.PayerShare;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.contract.SignContract;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.resident.Residents;
import org.jiayi.app.web.Callers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@RestController
class ContractController implements ContractsApi {

    private final SignContract signContract;
    private final ContractViews contracts;
    private final ContractCharges charges;
    private final ContractAccess access;
    private final Residents residents;
    private final ContractAnswers answers;
    private final ContractMapper mapper;

    ContractController(
            SignContract signContract,
            ContractViews contracts,
            ContractCharges charges,
            ContractAccess access,
            Residents residents,
            ContractAnswers answers,
            ContractMapper mapper) {
        this.signContract = signContract;
        this.contracts = contracts;
        this.charges = charges;
        this.access = access;
        this.residents = residents;
        this.answers = answers;
        this.mapper = mapper;
    }

    @Override
    public Mono<ResponseEntity<Contract>> signContract(
            String idempotencyKey, Mono<Signing> signing, ServerWebExchange exchange) {
        Caller caller = Callers.of(exchange);
        return signing.map(wanted -> ContractCommands.signing(wanted, caller))
                .flatMap(command -> signContract
                        .sign(command, idempotencyKey, caller)
                        .flatMap(answer -> answers.created(command.area(), answer)));
    }

    @Override
    public Mono<ResponseEntity<Contract>> getContract(
            String contractId, @Nullable LocalDate on, @Nullable LocalDate knownOn, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.CONTRACT, contractId));
        return answers.seen(Callers.of(exchange), id.area(), id.uuid(), ContractAnswers.knownAt(knownOn))
                .flatMap(view -> answers.toApi(view, on == null ? answers.today() : on))
                .map(contract -> ResponseEntity.ok()
                        .eTag(contract.getVersion().toString())
                        .body(contract));
    }

    @Override
    public Mono<ResponseEntity<ContractHistory>> getContractHistory(String contractId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.CONTRACT, contractId));
        return answers.seen(Callers.of(exchange), id.area(), id.uuid(), KnowledgeTime.ALL)
                .flatMap(view -> Mono.zip(
                        contracts
                                .versions(id.area(), id.uuid())
                                .map(version -> mapper.toApi(version, id.area()))
                                .collectList(),
                        contracts
                                .events(id.area(), id.uuid())
                                .map(mapper::toApi)
                                .collectList()))
                .map(both -> ResponseEntity.ok(new ContractHistory(both.getT1(), both.getT2())));
    }

    @Override
    public Mono<ResponseEntity<ContractList>> listResidentContracts(
            String residentId, @Nullable LocalDate on, @Nullable LocalDate knownOn, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.RESIDENT, residentId));
        Caller caller = Callers.of(exchange);
        LocalDate day = on == null ? answers.today() : on;
        return residents
                .requireKnown(id.area(), id.uuid())
                .thenMany(Flux.defer(() -> contracts.of(id.area(), id.uuid(), ContractAnswers.knownAt(knownOn))))
                .filterWhen(view -> answers.reaches(caller, view))
                .concatMap(view -> answers.toApi(view, day))
                .collectList()
                .map(list -> ResponseEntity.ok(new ContractList(list)));
    }

    @Override
    public Mono<ResponseEntity<ContractStatus>> getContractStatus(
            String residentId, @Nullable LocalDate on, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.RESIDENT, residentId));
        LocalDate day = on == null ? answers.today() : on;
        return contracts
                .onDay(id.area(), id.uuid(), day)
                .map(contract -> mapper.toStatus(contract, contract.state(day), id.area()))
                .switchIfEmpty(residents.requireKnown(id.area(), id.uuid()).thenReturn(new ContractStatus(false)))
                .map(ResponseEntity::ok);
    }

    @Override
    public Mono<ResponseEntity<Quote>> quoteContract(
            String servicePackage, String residentId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.RESIDENT, residentId));
        ServicePackage wanted = ServicePackage.find(servicePackage)
                .orElseThrow(() -> new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "servicePackage")));
        Caller caller = Callers.of(exchange);
        return residents
                .requireKnown(id.area(), id.uuid())
                .then(access.requireMayAskPrice(caller, id.area(), id.uuid(), answers.today()))
                .thenMany(Flux.defer(() -> charges.quote(id.area(), wanted, id.uuid(), answers.today())))
                .collectList()
                .filter(shares -> !shares.isEmpty())
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NO_FEE_POLICY)))
                .map(shares -> ResponseEntity.ok(new Quote(sum(shares), mapper.toApi(shares))));
    }

    private static Long sum(List<PayerShare> shares) {
        return Money.sum(shares.stream().map(PayerShare::amount).toList()).fen();
    }

    @Override
    public Mono<ResponseEntity<Contract>> getMyContract(ServerWebExchange exchange) {
        Scope scope = Callers.of(exchange).scope();
        return Mono.justOrEmpty(scope.resident())
                .flatMap(resident -> contracts.findOf(scope.area(), resident, answers.today()))
                .flatMap(view -> answers.toApi(view, answers.today()))
                .map(contract -> ResponseEntity.ok()
                        .eTag(contract.getVersion().toString())
                        .body(contract))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    @Override
    public Mono<ResponseEntity<ContractList>> listMyContracts(ServerWebExchange exchange) {
        Scope scope = Callers.of(exchange).scope();
        return Flux.fromStream(scope.resident().stream())
                .concatMap(self -> Flux.concat(
                        Mono.just(self),
                        residents.wardsOf(scope.area(), self, answers.today()).flatMapIterable(wards -> wards)))
                .concatMap(person -> contracts.of(scope.area(), person, KnowledgeTime.ALL))
                .distinct(ContractView::contractId)
                .concatMap(view -> answers.toApi(view, answers.today()))
                .collectList()
                .map(list -> ResponseEntity.ok(new ContractList(list)));
    }
}
