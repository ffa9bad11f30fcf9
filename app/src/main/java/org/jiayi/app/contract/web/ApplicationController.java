package org.jiayi.app.contract.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.ApplicationsApi;
import org.jiayi.api.model.Contract;
import org.jiayi.api.model.ContractApplication;
import org.jiayi.api.model.ContractApplicationList;
import org.jiayi.api.model.ContractOffer;
import org.jiayi.api.model.ContractOfferSeen;
import org.jiayi.api.model.ContractWish;
import org.jiayi.api.model.OfferAgreement;
import org.jiayi.api.model.OfferRefusal;
import org.jiayi.api.model.OfferWish;
import org.jiayi.api.model.RefusalReason;
import org.jiayi.app.contract.Application;
import org.jiayi.app.contract.Applications;
import org.jiayi.app.contract.ContractCharges;
import org.jiayi.app.contract.PayerShare;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.organisation.Teams;
import org.jiayi.app.web.Callers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class ApplicationController implements ApplicationsApi {

    private final Applications applications;
    private final ContractCharges charges;
    private final Teams teams;
    private final ContractAnswers answers;
    private final ApplicationMapper mapper;
    private final ContractMapper contracts;
    private final Clock clock;

    ApplicationController(
            Applications applications,
            ContractCharges charges,
            Teams teams,
            ContractAnswers answers,
            ApplicationMapper mapper,
            ContractMapper contracts,
            Clock clock) {
        this.applications = applications;
        this.charges = charges;
        this.teams = teams;
        this.answers = answers;
        this.mapper = mapper;
        this.contracts = contracts;
        this.clock = clock;
    }

    private static PublicId application(String applicationId) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.APPLICATION, applicationId));
    }

    private static PublicId offer(String offerCode) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.OFFER, offerCode));
    }

    @Override
    public Mono<ResponseEntity<ContractApplication>> applyForContract(
            String key, Mono<ContractWish> body, ServerWebExchange exchange) {
        Caller caller = Callers.of(exchange);
        return body.map(wish -> ContractCommands.wish(
                        wish.getTeamId(),
                        wish.getResidentId(),
                        wish.getServicePackage(),
                        wish.getFirstDay(),
                        wish.getLastDay()))
                .flatMap(wish -> applications
                        .apply(wish, key, caller)
                        .flatMap(answer -> shown(wish.area(), answer, caller, HttpStatus.CREATED)));
    }

    @Override
    public Mono<ResponseEntity<ContractOffer>> offerContract(
            String key, Mono<OfferWish> body, ServerWebExchange exchange) {
        Caller caller = Callers.of(exchange);
        return body.map(wish -> ContractCommands.wish(
                        wish.getTeamId(),
                        wish.getResidentId(),
                        wish.getServicePackage(),
                        wish.getFirstDay(),
                        wish.getLastDay()))
                .flatMap(wish -> applications
                        .offer(wish, key, caller)
                        .flatMap(offered -> applications
                                .get(wish.area(), offered.applicationId(), caller)
                                .map(offer -> toApi(offer, offered))));
    }

    private static ResponseEntity<ContractOffer> toApi(Application offer, Applications.Offered offered) {
        ContractOffer answer = new ContractOffer(
                PublicId.of(PublicId.Kind.APPLICATION, offer.area(), offer.applicationId())
                        .toString(),
                offer.expiresAt().atZone(KnowledgeTime.ZONE).toOffsetDateTime());
        if (!offered.replayed()) {
            answer.setCode(PublicId.of(PublicId.Kind.OFFER, offer.area(), offered.code())
                    .toString());
        }
        return ResponseEntity.status(HttpStatus.CREATED)
                .header("Idempotency-Replayed", Boolean.toString(offered.replayed()))
                .header("Cache-Control", "no-store")
                .body(answer);
    }

    @Override
    public Mono<ResponseEntity<ContractApplication>> getApplication(String applicationId, ServerWebExchange exchange) {
        PublicId id = application(applicationId);
        return applications
                .get(id.area(), id.uuid(), Callers.of(exchange))
                .map(found -> ResponseEntity.ok(mapper.toApi(found, clock.instant())));
    }

    @Override
    public Mono<ResponseEntity<ContractApplicationList>> listTeamApplications(
            String teamId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.TEAM, teamId));
        return applications
                .openOf(id.area(), id.local(), Callers.of(exchange))
                .map(found -> mapper.toApi(found, clock.instant()))
                .collectList()
                .map(list -> ResponseEntity.ok(new ContractApplicationList(list)));
    }

    @Override
    public Mono<ResponseEntity<Contract>> acceptApplication(
            String key, String applicationId, ServerWebExchange exchange) {
        PublicId id = application(applicationId);
        return applications
                .accept(id.area(), id.uuid(), key, Callers.of(exchange))
                .flatMap(answer -> answers.created(id.area(), answer));
    }

    @Override
    public Mono<ResponseEntity<ContractApplication>> refuseApplication(
            String key, String applicationId, Mono<RefusalReason> body, ServerWebExchange exchange) {
        PublicId id = application(applicationId);
        Caller caller = Callers.of(exchange);
        return body.flatMap(refusal -> applications.refuse(
                        id.area(),
                        applicationId,
                        () -> applications.get(id.area(), id.uuid(), caller),
                        refusal.getReason(),
                        key,
                        caller))
                .flatMap(answer -> shown(id.area(), answer, caller, HttpStatus.OK));
    }

    @Override
    public Mono<ResponseEntity<ContractApplication>> retractApplication(
            String key, String applicationId, ServerWebExchange exchange) {
        PublicId id = application(applicationId);
        Caller caller = Callers.of(exchange);
        return applications
                .retract(id.area(), id.uuid(), key, caller)
                .flatMap(answer -> shown(id.area(), answer, caller, HttpStatus.OK));
    }

    /** The price is the caller's own: of one who is guardian of the resident meant, the resident's. */
    @Override
    public Mono<ResponseEntity<ContractOfferSeen>> getOffer(String offerCode, ServerWebExchange exchange) {
        PublicId code = offer(offerCode);
        Caller caller = Callers.of(exchange);
        LocalDate today = answers.today();
        return applications
                .offered(code.area(), code.local(), caller)
                .flatMap(offer -> Mono.zip(
                                teams.get(code.area(), offer.teamNumber(), everybody(code.area())),
                                Mono.justOrEmpty(offer.residentId()
                                                .or(() -> caller.scope().resident()))
                                        .flatMapMany(resident ->
                                                charges.quote(code.area(), offer.servicePackage(), resident, today))
                                        .collectList())
                        .map(both -> ResponseEntity.ok(new ContractOfferSeen(
                                mapper.toApi(offer, clock.instant()),
                                both.getT1().name(),
                                sum(both.getT2()),
                                contracts.toApi(both.getT2())))));
    }

    private static Scope everybody(String area) {
        return new Scope(area, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Long sum(List<PayerShare> shares) {
        return Money.sum(shares.stream().map(PayerShare::amount).toList()).fen();
    }

    @Override
    public Mono<ResponseEntity<Contract>> agreeToOffer(
            String key, String offerCode, Mono<OfferAgreement> body, ServerWebExchange exchange) {
        PublicId code = offer(offerCode);
        return body.flatMap(agreement -> applications.agree(
                        code.area(),
                        code.local(),
                        resident(agreement.getResidentId(), code.area()),
                        key,
                        Callers.of(exchange)))
                .flatMap(answer -> answers.created(code.area(), answer));
    }

    private static Optional<UUID> resident(@Nullable String residentId, String area) {
        return Optional.ofNullable(residentId).map(id -> ContractCommands.resident(id, area));
    }

    @Override
    public Mono<ResponseEntity<ContractApplication>> refuseOffer(
            String key, String offerCode, Mono<OfferRefusal> body, ServerWebExchange exchange) {
        PublicId code = offer(offerCode);
        Caller caller = Callers.of(exchange);
        return body.flatMap(refusal -> applications.refuse(
                        code.area(),
                        offerCode,
                        () -> applications.offered(code.area(), code.local(), caller),
                        refusal.getReason(),
                        key,
                        caller))
                .flatMap(answer -> shown(code.area(), answer, caller, HttpStatus.OK));
    }

    private Mono<ResponseEntity<ContractApplication>> shown(
            String area, CommandKeys.Answer answer, Caller caller, HttpStatus status) {
        return applications
                .get(area, UUID.fromString(answer.id()), caller)
                .map(found -> ResponseEntity.status(status)
                        .header("Idempotency-Replayed", Boolean.toString(answer.replayed()))
                        .body(mapper.toApi(found, clock.instant())));
    }
}
