package org.jiayi.app.fee.web;

import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.FeesApi;
import org.jiayi.api.model.ContractFee;
import org.jiayi.api.model.EndedWaiverPage;
import org.jiayi.api.model.FeeAssessment;
import org.jiayi.api.model.FeeAssessmentOrder;
import org.jiayi.api.model.FeeExplanation;
import org.jiayi.api.model.FeeTieOut;
import org.jiayi.api.model.FeeTrial;
import org.jiayi.api.model.FeeTrialOrder;
import org.jiayi.api.model.PayerChange;
import org.jiayi.api.model.TeamScore;
import org.jiayi.api.model.WaiverReview;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.fee.ContractFees;
import org.jiayi.app.fee.EndedWaivers;
import org.jiayi.app.fee.FeeAssessments;
import org.jiayi.app.fee.FeeResplits;
import org.jiayi.app.fee.FeeTrials;
import org.jiayi.app.fee.Payer;
import org.jiayi.app.fee.ResidentConsent;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.Changed;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class FeeController implements FeesApi {

    private static final Fraction SCORE_MAX = Fraction.of(100);

    private final ContractFees contractFees;
    private final FeeResplits resplits;
    private final FeeAssessments assessments;
    private final FeeTrials trials;
    private final EndedWaivers endedWaivers;
    private final org.jiayi.app.fee.FeeTieOut tieOut;
    private final Clock clock;

    FeeController(
            ContractFees contractFees,
            FeeResplits resplits,
            FeeAssessments assessments,
            FeeTrials trials,
            EndedWaivers endedWaivers,
            org.jiayi.app.fee.FeeTieOut tieOut,
            Clock clock) {
        this.contractFees = contractFees;
        this.resplits = resplits;
        this.assessments = assessments;
        this.trials = trials;
        this.endedWaivers = endedWaivers;
        this.tieOut = tieOut;
        this.clock = clock;
    }

    private static PublicId contract(String contractId) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.CONTRACT, contractId));
    }

    @Override
    public Mono<ResponseEntity<ContractFee>> getContractFee(String contractId, ServerWebExchange exchange) {
        return fee(contract(contractId), exchange).map(ResponseEntity::ok);
    }

    private Mono<ContractFee> fee(PublicId contract, ServerWebExchange exchange) {
        return contractFees
                .get(contract.area(), contract.uuid(), Callers.of(exchange))
                .map(FeeAnswers::toApi);
    }

    @Override
    public Mono<ResponseEntity<FeeExplanation>> explainFeeLine(
            String contractId, String lineId, ServerWebExchange exchange) {
        PublicId id = contract(contractId);
        return contractFees
                .get(id.area(), id.uuid(), Callers.of(exchange))
                .flatMap(fee -> Mono.justOrEmpty(fee.lines().stream()
                        .filter(line -> line.id().equals(lineId))
                        .findFirst()))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .map(line -> ResponseEntity.ok(FeeAnswers.explanation(line, id.area())));
    }

    @Override
    public Mono<ResponseEntity<ContractFee>> reviewWaiver(
            String key, String contractId, Mono<WaiverReview> body, ServerWebExchange exchange) {
        PublicId id = contract(contractId);
        return body.map(review -> Optional.ofNullable(review.getConsent()))
                .defaultIfEmpty(Optional.empty())
                .map(consent -> consent.map(given -> new ResidentConsent(
                        Money.ofFen(given.getResidentFen()), given.getConsentedOn(), given.getEvidence())))
                .flatMap(consent -> answered(
                        resplits.reviewWaiver(id.area(), id.uuid(), consent, key, Callers.of(exchange)), id, exchange));
    }

    @Override
    public Mono<ResponseEntity<EndedWaiverPage>> listEndedWaivers(
            String area, Integer limit, @Nullable String after, ServerWebExchange exchange) {
        Optional<UUID> cursor =
                Optional.ofNullable(after).map(text -> contract(text).uuid());
        return endedWaivers
                .page(area, Callers.of(exchange).scope().institution(), cursor, limit + 1)
                .map(found -> ResponseEntity.ok(FeeAnswers.page(found, area, limit)));
    }

    @Override
    public Mono<ResponseEntity<ContractFee>> changePayer(
            String key, String contractId, Mono<PayerChange> body, ServerWebExchange exchange) {
        PublicId id = contract(contractId);
        return body.map(change -> new FeeResplits.PayerChange(
                        Payer.of(change.getFromPayer()),
                        Payer.of(change.getToPayer()),
                        Money.ofFen(change.getAmountFen()),
                        change.getNote()))
                .flatMap(change -> answered(
                        resplits.change(id.area(), id.uuid(), change, key, Callers.of(exchange)), id, exchange));
    }

    private Mono<ResponseEntity<ContractFee>> answered(
            Mono<CommandKeys.Answer> command, PublicId contract, ServerWebExchange exchange) {
        return command.flatMap(
                answer -> fee(contract, exchange).map(fee -> Changed.by(answer).body(fee)));
    }

    @Override
    public Mono<ResponseEntity<FeeAssessment>> startFeeAssessment(
            String key, String area, Mono<FeeAssessmentOrder> body, ServerWebExchange exchange) {
        return body.flatMap(order -> assessments.order(
                        area, policy(order.getPolicyId(), area), scores(order, area), key, Callers.of(exchange)))
                .flatMap(answer -> assessments
                        .get(area, UUID.fromString(answer.id()))
                        .map(FeeAnswers::toApi)
                        .map(job -> ResponseEntity.accepted()
                                .location(URI.create("/api/v1/fee-assessments/" + job.getId()))
                                .header("Idempotency-Replayed", Boolean.toString(answer.replayed()))
                                .body(job)));
    }

    private static UUID policy(String policyId, String area) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.POLICY, policyId));
        if (!id.area().equals(area)) {
            throw new Refused(RefusalCode.NOT_FOUND);
        }
        return id.uuid();
    }

    private static Map<String, String> scores(FeeAssessmentOrder order, String area) {
        Map<String, String> scores = new LinkedHashMap<>();
        List<TeamScore> given = order.getScores();
        for (int index = 0; index < given.size(); index++) {
            TeamScore team = given.get(index);
            PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.TEAM, team.getTeamId()));
            boolean sound = id.area().equals(area)
                    && Fraction.parse(team.getScore()).compareTo(SCORE_MAX) <= 0
                    && scores.put(id.local(), team.getScore()) == null;
            if (!sound) {
                throw new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "/scores/" + index));
            }
        }
        return scores;
    }

    @Override
    public Mono<ResponseEntity<FeeAssessment>> getFeeAssessment(String assessmentId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.FEE_ASSESSMENT, assessmentId));
        return assessments
                .get(id.area(), id.uuid())
                .map(job -> ResponseEntity.ok().header("Retry-After", "1").body(FeeAnswers.toApi(job)));
    }

    @Override
    public Mono<ResponseEntity<FeeTrial>> tryFeePolicy(
            String policyId, Mono<FeeTrialOrder> body, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.POLICY, policyId));
        return body.flatMap(order -> trial(id, order))
                .map(trial -> ResponseEntity.ok(FeeAnswers.toApi(trial, id.area())));
    }

    private Mono<org.jiayi.app.fee.FeeTrial> trial(PublicId policy, FeeTrialOrder order) {
        LocalDate on = Optional.ofNullable(order.getOn()).orElseGet(() -> LocalDate.now(clock));
        if (order.getResidentId() == null) {
            return trials.onRoster(policy.area(), policy.uuid(), on);
        }
        PublicId resident = Refused.orThrow(PublicId.parse(PublicId.Kind.RESIDENT, order.getResidentId()));
        ServicePackage wanted = Optional.ofNullable(order.getServicePackage())
                .flatMap(ServicePackage::find)
                .orElseThrow(() -> new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "/servicePackage")));
        if (!resident.area().equals(policy.area())) {
            return Mono.error(new Refused(RefusalCode.UNKNOWN_RESIDENT));
        }
        return trials.onResident(policy.area(), policy.uuid(), on, resident.uuid(), wanted);
    }

    @Override
    public Mono<ResponseEntity<FeeTieOut>> getFeeTieOut(
            String area, @Nullable String month, ServerWebExchange exchange) {
        return tieOut.rows(area, Optional.ofNullable(month).map(Month::parse))
                .map(rows -> ResponseEntity.ok(FeeAnswers.tieOut(rows, area)));
    }
}
