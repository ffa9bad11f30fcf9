package org.jiayi.app.visit.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jiayi.api.VisitsApi;
import org.jiayi.api.model.Page;
import org.jiayi.api.model.Visit;
import org.jiayi.api.model.VisitCancellation;
import org.jiayi.api.model.VisitCancellationOrder;
import org.jiayi.api.model.VisitExplanation;
import org.jiayi.api.model.VisitPage;
import org.jiayi.api.model.VisitStep;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.organisation.Institutions;
import org.jiayi.app.organisation.Teams;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.visit.CancellationReason;
import org.jiayi.app.visit.VisitCancellations;
import org.jiayi.app.visit.VisitRevision;
import org.jiayi.app.visit.Visits;
import org.jiayi.app.web.ApiValues;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.Created;
import org.jiayi.app.web.PublicIds;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class VisitController implements VisitsApi {

    private final Visits visits;
    private final VisitCancellations cancellations;
    private final Institutions institutions;
    private final Teams teams;
    private final Clock clock;

    VisitController(
            Visits visits, VisitCancellations cancellations, Institutions institutions, Teams teams, Clock clock) {
        this.visits = visits;
        this.cancellations = cancellations;
        this.institutions = institutions;
        this.teams = teams;
        this.clock = clock;
    }

    @Override
    public Mono<ResponseEntity<VisitPage>> listInstitutionVisits(
            String scheme,
            String month,
            String institutionId,
            Integer limit,
            @Nullable String after,
            ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.INSTITUTION, institutionId));
        return institutions
                .get(
                        id.area(),
                        id.local(),
                        LocalDate.now(clock),
                        Callers.of(exchange).scope())
                .flatMap(found -> page(wanted(id, false, scheme, month, after), limit));
    }

    @Override
    public Mono<ResponseEntity<VisitPage>> listTeamVisits(
            String scheme,
            String month,
            String teamId,
            Integer limit,
            @Nullable String after,
            ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.TEAM, teamId));
        return teams.get(id.area(), id.local(), Callers.of(exchange).scope())
                .flatMap(found -> page(wanted(id, true, scheme, month, after), limit));
    }

    private static Visits.Wanted wanted(
            PublicId payee, boolean ofTeam, String scheme, String month, @Nullable String after) {
        return new Visits.Wanted(
                payee.area(),
                InsuranceScheme.find(scheme).orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_SCHEME)),
                Month.parse(month),
                ofTeam,
                payee.local(),
                Optional.ofNullable(after)
                        .map(text -> Refused.orThrow(PublicId.parse(PublicId.Kind.VISIT, text))
                                .local()));
    }

    private Mono<ResponseEntity<VisitPage>> page(Visits.Wanted wanted, int limit) {
        return visits.page(wanted, limit + 1)
                .map(VisitController::toApi)
                .collectList()
                .map(rows -> {
                    List<Visit> data = rows.stream().limit(limit).toList();
                    Page page = new Page(limit);
                    if (rows.size() > limit) {
                        page.setNext(data.get(limit - 1).getId());
                    }
                    return ResponseEntity.ok(new VisitPage(data, page));
                });
    }

    @Override
    public Mono<ResponseEntity<VisitExplanation>> explainVisit(String visitId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.VISIT, visitId));
        Scope scope = Callers.of(exchange).scope();
        return visits.explain(id.area(), id.local(), scope)
                .map(explanation -> ResponseEntity.ok(toApi(explanation, scope)));
    }

    @Override
    public Mono<ResponseEntity<VisitCancellation>> cancelVisit(
            String key, String visitId, Mono<VisitCancellationOrder> body, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.VISIT, visitId));
        return body.map(order -> new VisitCancellations.Command(
                        id.area(),
                        id.local(),
                        CancellationReason.of(order.getReason().getValue()),
                        Objects.requireNonNullElse(order.getNote(), "")))
                .flatMap(command -> cancellations.cancel(command, key, Callers.of(exchange)))
                .flatMap(answer -> cancellations
                        .get(id.area(), id.local(), answer)
                        .map(cancelled -> Created.at(
                                "/api/v1/visits/" + visitId + "/explanation", answer, toApi(cancelled, true))));
    }

    private static Visit toApi(org.jiayi.app.visit.Visit visit) {
        Visit answer = new Visit(
                PublicId.of(PublicId.Kind.VISIT, visit.area(), visit.serial()).toString(),
                PublicIds.resident(visit.residentId(), visit.area()),
                visit.resident().maskedName(),
                visit.resident().maskedDocumentNumber(),
                PublicIds.institution(visit.institutionCode(), visit.area()),
                visit.visitedOn(),
                visit.paid().pooledFund().fen(),
                visit.paid().account().fen(),
                visit.paid().cash().fen(),
                Visit.VisitClassEnum.fromValue(visit.visitClass().code()),
                visit.visitClass().label());
        visit.referralNumber().ifPresent(answer::setReferralNumber);
        visit.attribution()
                .ifPresent(contract -> answer.contractId(PublicIds.contract(contract.contractId(), visit.area()))
                        .payeeInstitutionId(PublicIds.institution(contract.institutionCode(), visit.area()))
                        .payeeTeamId(PublicIds.team(contract.teamNumber(), visit.area())));
        return answer;
    }

    private static VisitExplanation toApi(org.jiayi.app.visit.VisitExplanation explanation, Scope scope) {
        VisitExplanation answer = new VisitExplanation(
                toApi(explanation.visit()),
                explanation.sentence(),
                explanation.sentenceEn(),
                explanation.charge().fen(),
                explanation.steps().stream().map(VisitController::toApi).toList());
        explanation
                .policy()
                .ifPresent(policy -> answer.policyId(PublicIds.policy(policy.policyId(), policy.area()))
                        .policyName(policy.name())
                        .policyDigestSm3(policy.digestSm3()));
        explanation.weight().map(Fraction::toString).ifPresent(answer::setWeight);
        explanation
                .cancelled()
                .map(cancelled -> toApi(cancelled, scope.isOfWholeAreas()))
                .ifPresent(answer::setCancellation);
        return answer;
    }

    /** @param noted whether its note is told: it may name another person */
    private static VisitCancellation toApi(VisitRevision.Cancelled cancelled, boolean noted) {
        var why = cancelled.why();
        VisitCancellation answer = new VisitCancellation(
                VisitCancellation.ReasonEnum.fromValue(why.reason().code()),
                why.reason().label(),
                ApiValues.moment(cancelled.at()),
                cancelled.by());
        why.note().filter(note -> noted).ifPresent(answer::setNote);
        return answer;
    }

    private static VisitStep toApi(org.jiayi.app.visit.VisitExplanation.Step step) {
        VisitStep answer = new VisitStep(step.rule(), step.text(), step.textEn());
        step.formula().ifPresent(answer::setFormula);
        step.result().map(Money::fen).ifPresent(answer::setResultFen);
        return answer;
    }
}
