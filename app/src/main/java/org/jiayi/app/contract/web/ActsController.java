package org.jiayi.app.contract.web;

import java.util.List;
import java.util.Optional;
import org.jiayi.api.ActsApi;
import org.jiayi.api.model.Amendment;
import org.jiayi.api.model.ChangeQuote;
import org.jiayi.api.model.Contract;
import org.jiayi.api.model.ContractChange;
import org.jiayi.api.model.ContractList;
import org.jiayi.api.model.Death;
import org.jiayi.api.model.DeathRevocation;
import org.jiayi.api.model.MovedShare;
import org.jiayi.api.model.NotReinstated;
import org.jiayi.api.model.ReinstatedContracts;
import org.jiayi.api.model.Renewal;
import org.jiayi.api.model.Resumption;
import org.jiayi.api.model.Suspension;
import org.jiayi.api.model.Termination;
import org.jiayi.api.model.TransferRequest;
import org.jiayi.api.model.Withdrawal;
import org.jiayi.app.contract.ChangeContract;
import org.jiayi.app.contract.ChangeQuotes;
import org.jiayi.app.contract.Confirm;
import org.jiayi.app.contract.ContractCommand;
import org.jiayi.app.contract.ContractViews;
import org.jiayi.app.contract.RevokeDeath;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.phone.PhoneBodies;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.Changed;
import org.jiayi.app.web.PublicIds;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class ActsController implements ActsApi {

    private final ChangeContract changes;
    private final ChangeQuotes quotes;
    private final PhoneBodies bodies;
    private final RevokeDeath revocations;
    private final ContractViews contracts;
    private final ContractAnswers answers;

    ActsController(
            ChangeContract changes,
            ChangeQuotes quotes,
            PhoneBodies bodies,
            RevokeDeath revocations,
            ContractViews contracts,
            ContractAnswers answers) {
        this.changes = changes;
        this.quotes = quotes;
        this.bodies = bodies;
        this.revocations = revocations;
        this.contracts = contracts;
        this.answers = answers;
    }

    /** The contract that was looked at, and by whom it is to be changed. */
    private record Request(PublicId contract, int version, String key, ServerWebExchange exchange) {

        static Request of(String key, String ifMatch, String contractId, ServerWebExchange exchange) {
            PublicId contract = Refused.orThrow(PublicId.parse(PublicId.Kind.CONTRACT, contractId));
            return new Request(contract, ContractAnswers.version(ifMatch), key, exchange);
        }

        String area() {
            return contract.area();
        }

        Caller caller() {
            return Callers.of(exchange);
        }
    }

    private Mono<ResponseEntity<Contract>> change(Request request, ContractCommand command) {
        PublicId contract = request.contract();
        var seen = new ChangeContract.Seen(contract.area(), contract.uuid(), request.version());
        return changes.change(seen, command, request.key(), request.caller())
                .flatMap(answer -> answers.answer(contract.area(), contract.uuid(), answer));
    }

    @Override
    public Mono<ResponseEntity<Contract>> renewContract(
            String key, String ifMatch, String contractId, Mono<Renewal> body, ServerWebExchange exchange) {
        Request request = Request.of(key, ifMatch, contractId, exchange);
        return body.flatMap(
                renewal -> change(request, ContractCommands.renewal(renewal, request.area(), request.caller())));
    }

    @Override
    public Mono<ResponseEntity<Contract>> transferContract(
            String key, String ifMatch, String contractId, Mono<TransferRequest> body, ServerWebExchange exchange) {
        Request request = Request.of(key, ifMatch, contractId, exchange);
        return body.flatMap(
                transfer -> change(request, ContractCommands.transfer(transfer, request.area(), request.caller())));
    }

    @Override
    public Mono<ResponseEntity<Contract>> amendContract(
            String key, String ifMatch, String contractId, Mono<Amendment> body, ServerWebExchange exchange) {
        Request request = Request.of(key, ifMatch, contractId, exchange);
        return body.flatMap(
                amendment -> change(request, ContractCommands.amendment(amendment, request.area(), request.caller())));
    }

    @Override
    public Mono<ResponseEntity<Contract>> terminateContract(
            String key, String ifMatch, String contractId, Mono<Termination> body, ServerWebExchange exchange) {
        Request request = Request.of(key, ifMatch, contractId, exchange);
        return body.flatMap(termination -> change(request, ContractCommands.termination(termination)));
    }

    @Override
    public Mono<ResponseEntity<Contract>> withdrawContract(
            String key, String ifMatch, String contractId, Mono<Withdrawal> body, ServerWebExchange exchange) {
        Request request = Request.of(key, ifMatch, contractId, exchange);
        return body.flatMap(withdrawal -> change(request, ContractCommands.withdrawal(withdrawal)));
    }

    @Override
    public Mono<ResponseEntity<ChangeQuote>> quoteContractChange(
            String contractId, Mono<ContractChange> body, ServerWebExchange exchange) {
        PublicId contract = Refused.orThrow(PublicId.parse(PublicId.Kind.CONTRACT, contractId));
        Caller caller = Callers.of(exchange);
        return body.flatMap(change -> quotes.of(
                        contract.area(),
                        contract.uuid(),
                        ContractCommands.change(change, bodies, contract.area(), caller),
                        caller))
                .map(quote -> ResponseEntity.ok(new ChangeQuote(
                        quote.contractIds().stream()
                                .map(id -> PublicId.of(PublicId.Kind.CONTRACT, contract.area(), id)
                                        .toString())
                                .toList(),
                        quote.payers().stream().map(ActsController::toApi).toList())));
    }

    private static MovedShare toApi(ChangeQuotes.Moved moved) {
        return new MovedShare(
                moved.payer(),
                moved.payerName(),
                moved.now().fen(),
                moved.then().fen(),
                moved.following().fen());
    }

    @Override
    public Mono<ResponseEntity<Contract>> suspendContract(
            String key, String ifMatch, String contractId, Mono<Suspension> body, ServerWebExchange exchange) {
        Request request = Request.of(key, ifMatch, contractId, exchange);
        return body.flatMap(suspension -> change(request, ContractCommands.suspension(suspension)));
    }

    @Override
    public Mono<ResponseEntity<Contract>> resumeContract(
            String key, String ifMatch, String contractId, Mono<Resumption> body, ServerWebExchange exchange) {
        Request request = Request.of(key, ifMatch, contractId, exchange);
        return body.flatMap(resumption -> change(request, ContractCommands.resumption(resumption)));
    }

    @Override
    public Mono<ResponseEntity<Contract>> confirmContract(
            String key, String ifMatch, String contractId, ServerWebExchange exchange) {
        return change(Request.of(key, ifMatch, contractId, exchange), new Confirm());
    }

    @Override
    public Mono<ResponseEntity<ContractList>> recordDeath(
            String key, String residentId, Mono<Death> body, ServerWebExchange exchange) {
        PublicId resident = Refused.orThrow(PublicId.parse(PublicId.Kind.RESIDENT, residentId));
        return body.flatMap(death -> changes.recordDeath(
                        resident.area(),
                        resident.uuid(),
                        death.getDiedOn(),
                        Optional.ofNullable(death.getNote()),
                        key,
                        Callers.of(exchange)))
                .flatMap(answer -> held(resident, Callers.of(exchange))
                        .map(list -> Changed.by(answer).body(new ContractList(list))));
    }

    @Override
    public Mono<ResponseEntity<ReinstatedContracts>> revokeDeath(
            String key, String residentId, Mono<DeathRevocation> body, ServerWebExchange exchange) {
        PublicId resident = Refused.orThrow(PublicId.parse(PublicId.Kind.RESIDENT, residentId));
        return body.flatMap(revocation -> revocations.revoke(
                        resident.area(),
                        resident.uuid(),
                        ContractCommands.revocation(revocation),
                        key,
                        Callers.of(exchange)))
                .flatMap(answer -> Mono.zip(held(resident, Callers.of(exchange)), left(resident))
                        .map(lists -> Changed.by(answer).body(new ReinstatedContracts(lists.getT1(), lists.getT2()))));
    }

    private Mono<List<NotReinstated>> left(PublicId resident) {
        return revocations
                .left(resident.area(), resident.uuid())
                .map(left -> new NotReinstated(
                        PublicIds.contract(left.contractId(), resident.area()),
                        left.why().code().code()))
                .collectList();
    }

    /** What is known now of those of the resident's contracts that are in the caller's reach. */
    private Mono<List<Contract>> held(PublicId resident, Caller caller) {
        return contracts
                .of(resident.area(), resident.uuid(), KnowledgeTime.ALL)
                .filterWhen(view -> answers.reaches(caller, view))
                .concatMap(view -> answers.toApi(view, answers.today()))
                .collectList();
    }
}
