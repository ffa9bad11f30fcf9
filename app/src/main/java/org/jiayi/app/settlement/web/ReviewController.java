package org.jiayi.app.settlement.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.ReviewApi;
import org.jiayi.api.model.Anomaly;
import org.jiayi.api.model.AnomalyList;
import org.jiayi.api.model.BatchComparison;
import org.jiayi.api.model.CapitationExplanation;
import org.jiayi.api.model.CapitationStep;
import org.jiayi.api.model.Correction;
import org.jiayi.api.model.CorrectionPage;
import org.jiayi.api.model.LineExplanation;
import org.jiayi.api.model.Page;
import org.jiayi.app.capitation.Anomalies;
import org.jiayi.app.capitation.Corrections;
import org.jiayi.app.capitation.Explanation;
import org.jiayi.app.capitation.Explanations;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchComparisons;
import org.jiayi.app.settlement.Batches;
import org.jiayi.app.settlement.LineExplanations;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.PublicIds;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@RestController
class ReviewController implements ReviewApi {

    private final Batches batches;
    private final BatchComparisons comparisons;
    private final Corrections corrections;
    private final Explanations explanations;
    private final LineExplanations lineExplanations;
    private final Anomalies anomalies;
    private final SettlementMapper mapper;

    ReviewController(
            Batches batches,
            BatchComparisons comparisons,
            Corrections corrections,
            Explanations explanations,
            LineExplanations lineExplanations,
            Anomalies anomalies,
            SettlementMapper mapper) {
        this.batches = batches;
        this.comparisons = comparisons;
        this.corrections = corrections;
        this.explanations = explanations;
        this.lineExplanations = lineExplanations;
        this.anomalies = anomalies;
        this.mapper = mapper;
    }

    @Override
    public Mono<ResponseEntity<CorrectionPage>> listCorrections(
            String batchId, Integer limit, @Nullable String after, ServerWebExchange exchange) {
        Optional<Corrections.Position> position = Optional.ofNullable(after).map(ReviewController::position);
        return findMonth(batchId)
                .flatMap(batch -> corrections
                        .page(
                                batch.area(),
                                batch.fund(),
                                batch.month(),
                                Callers.of(exchange).scope(),
                                position,
                                limit + 1)
                        .map(row -> mapper.correction(row, batch.area()))
                        .collectList())
                .map(rows -> {
                    List<Correction> data = rows.stream().limit(limit).toList();
                    Page page = new Page(limit);
                    if (rows.size() > limit) {
                        page.setNext(cursor(data.get(limit - 1)));
                    }
                    return ResponseEntity.ok(new CorrectionPage(data, page));
                });
    }

    private static String cursor(Correction last) {
        return last.getResidentId() + "." + last.getForMonth() + "." + last.getPersonMonths();
    }

    private static Corrections.Position position(String cursor) {
        String[] parts = cursor.split("\\.");
        if (parts.length != 3 || !parts[1].matches("[0-9]{4}-(0[1-9]|1[0-2])") || !parts[2].matches("-?1")) {
            throw new Refused(RefusalCode.NOT_FOUND);
        }
        return new Corrections.Position(
                Refused.orThrow(PublicId.parse(PublicId.Kind.RESIDENT, parts[0]))
                        .uuid(),
                LocalDate.parse(parts[1] + "-01"),
                Integer.parseInt(parts[2]));
    }

    @Override
    public Mono<ResponseEntity<BatchComparison>> compareBatch(String batchId, ServerWebExchange exchange) {
        return find(batchId, exchange)
                .flatMap(batch -> comparisons
                        .of(batch, Callers.of(exchange).scope())
                        .map(payee -> mapper.comparison(payee, batch.area()))
                        .collectList()
                        .map(payees -> ResponseEntity.ok(new BatchComparison(
                                batch.month().toString(),
                                batch.month().previous().toString(),
                                payees))));
    }

    /** 异常清单: jumping lines first, then doubtful heads. */
    @Override
    public Mono<ResponseEntity<AnomalyList>> listAnomalies(String batchId, ServerWebExchange exchange) {
        Scope scope = Callers.of(exchange).scope();
        return find(batchId, exchange)
                .flatMap(batch -> Flux.concat(
                                comparisons
                                        .of(batch, scope)
                                        .filter(BatchComparisons.PayeeComparison::standsOut)
                                        .map(payee -> mapper.jump(payee, batch.area())),
                                doubtfulHeads(batch, scope))
                        .collectList())
                .map(list -> ResponseEntity.ok(new AnomalyList(list)));
    }

    private Flux<Anomaly> doubtfulHeads(Batch batch, Scope scope) {
        return batch.isCapitationMonth()
                ? anomalies
                        .of(batch.area(), batch.scheme(), batch.month(), scope)
                        .map(head -> mapper.anomaly(head, batch.area()))
                : Flux.empty();
    }

    /** An institution's people see their own lines only. */
    @Override
    public Mono<ResponseEntity<LineExplanation>> explainBatchLine(
            String batchId, String payeeId, ServerWebExchange exchange) {
        Scope scope = Callers.of(exchange).scope();
        return find(batchId, exchange)
                .flatMap(batch -> batches.line(batch, Payees.payee(payeeId, batch.area()), scope)
                        .flatMap(line -> lineExplanations.of(batch, line))
                        .map(told -> ResponseEntity.ok(LineExplanationAnswers.of(told, batch.area()))));
    }

    @Override
    public Mono<ResponseEntity<CapitationExplanation>> explainHead(
            String batchId, String residentId, ServerWebExchange exchange) {
        UUID resident = Refused.orThrow(PublicId.parse(PublicId.Kind.RESIDENT, residentId))
                .uuid();
        return findMonth(batchId)
                .flatMap(batch -> explanations
                        .ofResident(batch.area(), batch.scheme(), batch.month(), resident)
                        .map(explanation -> answer(batch, explanation)));
    }

    private static ResponseEntity<CapitationExplanation> answer(Batch batch, Explanation explanation) {
        List<CapitationStep> steps = explanation.steps().stream()
                .map(step -> {
                    CapitationStep told = new CapitationStep(step.rule(), step.text());
                    step.formula().ifPresent(told::setFormula);
                    step.result().ifPresent(told::setResult);
                    return told;
                })
                .toList();
        return ResponseEntity.ok(new CapitationExplanation(
                explanation.sentence(),
                explanation.sentenceEn(),
                PublicIds.policy(batch.policyId().orElseThrow(), batch.area()),
                steps));
    }

    /** Heads are those of capitation months only. */
    private Mono<Batch> findMonth(String batchId) {
        return Mono.fromSupplier(() -> id(batchId)).flatMap(id -> batches.getMonth(id.area(), id.uuid()));
    }

    private Mono<Batch> find(String batchId, ServerWebExchange exchange) {
        return Mono.fromSupplier(() -> id(batchId))
                .flatMap(id ->
                        batches.get(id.area(), id.uuid(), Callers.of(exchange).scope()));
    }

    private static PublicId id(String batchId) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.BATCH, batchId));
    }
}
