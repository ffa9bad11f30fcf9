package org.jiayi.app.contract.web;

import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.UUID;
import org.jiayi.api.ContractsApi;
import org.jiayi.api.model.Contract;
import org.jiayi.api.model.Signing;
import org.jiayi.app.contract.ContractCharges;
import org.jiayi.app.contract.ContractView;
import org.jiayi.app.contract.ContractViews;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.contract.SignContract;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.web.Callers;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class ContractController implements ContractsApi {

    private final SignContract signContract;
    private final ContractViews contracts;
    private final ContractCharges charges;
    private final ContractMapper mapper;
    private final Clock clock;

    ContractController(
            SignContract signContract,
            ContractViews contracts,
            ContractCharges charges,
            ContractMapper mapper,
            Clock clock) {
        this.signContract = signContract;
        this.contracts = contracts;
        this.charges = charges;
        this.mapper = mapper;
        this.clock = clock;
    }

    @Override
    public Mono<ResponseEntity<Contract>> signContract(
            String idempotencyKey, Mono<Signing> signing, ServerWebExchange exchange) {
        return signing.map(ContractController::command)
                .flatMap(command -> signContract
                        .sign(command, idempotencyKey, Callers.of(exchange))
                        .flatMap(answer -> get(command.area(), UUID.fromString(answer.id()))
                                .map(contract -> ResponseEntity.created(
                                                URI.create("/api/v1/contracts/" + contract.getId()))
                                        .header("Idempotency-Replayed", Boolean.toString(answer.replayed()))
                                        .body(contract))));
    }

    private static SignContract.Command command(Signing signing) {
        PublicId resident = Refused.orThrow(PublicId.parse(PublicId.Kind.RESIDENT, signing.getResidentId()));
        PublicId team = Refused.orThrow(PublicId.parse(PublicId.Kind.TEAM, signing.getTeamId()));
        if (!resident.area().equals(team.area())) {
            throw new Refused(RefusalCode.UNKNOWN_RESIDENT);
        }
        return new SignContract.Command(
                team.area(),
                resident.uuid(),
                team.local(),
                ServicePackage.valueOf(signing.getServicePackage().name()),
                signing.getFirstDay(),
                signing.getLastDay());
    }

    @Override
    public Mono<ResponseEntity<Contract>> getContract(String contractId, ServerWebExchange exchange) {
        Caller caller = Callers.of(exchange);
        return Mono.fromSupplier(() -> Refused.orThrow(PublicId.parse(PublicId.Kind.CONTRACT, contractId)))
                .flatMap(id -> contracts.find(id.area(), id.uuid()))
                .filter(view -> caller.scope()
                        .reachesResident(view.area(), view.institutionCode(), view.teamNumber(), view.residentId()))
                .flatMap(this::withShares)
                .map(ResponseEntity::ok)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    @Override
    public Mono<ResponseEntity<Contract>> getMyContract(ServerWebExchange exchange) {
        var scope = Callers.of(exchange).scope();
        return Mono.justOrEmpty(scope.resident())
                .flatMap(resident -> contracts.findOf(scope.area(), resident, LocalDate.now(clock)))
                .flatMap(this::withShares)
                .map(ResponseEntity::ok)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    private Mono<Contract> get(String area, UUID contractId) {
        return contracts.find(area, contractId).flatMap(this::withShares);
    }

    private Mono<Contract> withShares(ContractView view) {
        return charges.shares(view.area(), view.contractId())
                .collectList()
                .map(shares -> mapper.toApi(view, view.status(LocalDate.now(clock)), shares));
    }
}
