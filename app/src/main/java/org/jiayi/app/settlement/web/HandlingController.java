package org.jiayi.app.settlement.web;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.HandlingApi;
import org.jiayi.api.model.AdjustmentLine;
import org.jiayi.api.model.AdjustmentOrder;
import org.jiayi.api.model.Batch;
import org.jiayi.api.model.BatchAct;
import org.jiayi.api.model.BatchComment;
import org.jiayi.api.model.BatchDiscarding;
import org.jiayi.api.model.BatchReturn;
import org.jiayi.api.model.BatchReview;
import org.jiayi.api.model.LineObjection;
import org.jiayi.api.model.LineObjectionAnswer;
import org.jiayi.api.model.LineObjectionList;
import org.jiayi.api.model.LineObjectionOrder;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.settlement.Adjustments;
import org.jiayi.app.settlement.BatchHistory;
import org.jiayi.app.settlement.Batches;
import org.jiayi.app.settlement.LineObjections;
import org.jiayi.app.settlement.OrderAdjustment;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.Created;
import org.jiayi.app.web.PublicIds;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What people do to a batch between its computation and its end. */
@RestController
class HandlingController implements HandlingApi {

    private final Batches batches;
    private final LineObjections objections;
    private final OrderAdjustment adjustment;
    private final BatchHistory history;
    private final SettlementMapper mapper;

    HandlingController(
            Batches batches,
            LineObjections objections,
            OrderAdjustment adjustment,
            BatchHistory history,
            SettlementMapper mapper) {
        this.batches = batches;
        this.objections = objections;
        this.adjustment = adjustment;
        this.history = history;
        this.mapper = mapper;
    }

    private static PublicId id(String batchId) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.BATCH, batchId));
    }

    @Override
    public Mono<ResponseEntity<Batch>> reviewBatch(
            String ifMatch, String batchId, Mono<BatchReview> body, ServerWebExchange exchange) {
        PublicId id = id(batchId);
        return body.flatMap(review -> batches.review(
                        id.area(),
                        id.uuid(),
                        ifMatch,
                        Optional.ofNullable(review.getConfirmUntil()),
                        Optional.ofNullable(review.getNote()).orElse(""),
                        Callers.of(exchange)))
                .map(this::answer);
    }

    @Override
    public Mono<ResponseEntity<Batch>> returnBatch(
            String ifMatch, String batchId, Mono<BatchReturn> body, ServerWebExchange exchange) {
        PublicId id = id(batchId);
        return body.flatMap(
                        wish -> batches.putBack(id.area(), id.uuid(), ifMatch, wish.getReason(), Callers.of(exchange)))
                .map(this::answer);
    }

    @Override
    public Mono<ResponseEntity<Batch>> discardBatch(
            String ifMatch, String batchId, Mono<BatchDiscarding> body, ServerWebExchange exchange) {
        PublicId id = id(batchId);
        return body.flatMap(
                        wish -> batches.discard(id.area(), id.uuid(), ifMatch, wish.getReason(), Callers.of(exchange)))
                .map(this::answer);
    }

    @Override
    public Mono<ResponseEntity<Batch>> closeBatch(String ifMatch, String batchId, ServerWebExchange exchange) {
        PublicId id = id(batchId);
        return batches.close(id.area(), id.uuid(), ifMatch, Callers.of(exchange))
                .map(this::answer);
    }

    @Override
    public Mono<ResponseEntity<Batch>> confirmBatchLine(
            String ifMatch, String batchId, String payeeId, ServerWebExchange exchange) {
        PublicId id = id(batchId);
        return batches.confirmLine(
                        id.area(), id.uuid(), Payees.payee(payeeId, id.area()), ifMatch, Callers.of(exchange))
                .map(this::answer);
    }

    @Override
    public Mono<ResponseEntity<LineObjection>> objectToBatchLine(
            String key, String batchId, String payeeId, Mono<LineObjectionOrder> body, ServerWebExchange exchange) {
        PublicId id = id(batchId);
        return body.flatMap(order -> objections.object(
                        id.area(),
                        id.uuid(),
                        Payees.payee(payeeId, id.area()),
                        order.getReason(),
                        key,
                        Callers.of(exchange)))
                .flatMap(answer -> objections
                        .get(id.area(), UUID.fromString(answer.id()))
                        .map(objection -> Created.at(
                                "/api/v1/settlement-batches/" + batchId + "/objections",
                                answer,
                                toApi(objection, id.area()))));
    }

    @Override
    public Mono<ResponseEntity<LineObjectionList>> listLineObjections(String batchId, ServerWebExchange exchange) {
        PublicId id = id(batchId);
        return batches.get(id.area(), id.uuid(), Callers.of(exchange).scope())
                .flatMap(batch -> objections
                        .list(batch, Callers.of(exchange).scope())
                        .map(objection -> toApi(objection, id.area()))
                        .collectList())
                .map(list -> ResponseEntity.ok(new LineObjectionList(list)));
    }

    @Override
    public Mono<ResponseEntity<LineObjection>> answerLineObjection(
            String objectionId, Mono<LineObjectionAnswer> body, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.LINE_OBJECTION, objectionId));
        return body.flatMap(ruling -> objections.answer(
                        id.area(), id.uuid(), ruling.getAccepted(), ruling.getAnswer(), Callers.of(exchange)))
                .map(objection -> ResponseEntity.ok(toApi(objection, id.area())));
    }

    @Override
    public Mono<ResponseEntity<org.jiayi.api.model.BatchHistory>> getBatchHistory(
            String batchId, ServerWebExchange exchange) {
        PublicId id = id(batchId);
        return batches.get(id.area(), id.uuid(), Callers.of(exchange).scope())
                .flatMap(batch -> history.of(batch, Callers.of(exchange).scope())
                        .map(act -> toApi(act, id.area()))
                        .collectList())
                .map(acts -> ResponseEntity.ok(new org.jiayi.api.model.BatchHistory(acts)));
    }

    @Override
    public Mono<ResponseEntity<Void>> commentOnBatch(
            String batchId, Mono<BatchComment> body, ServerWebExchange exchange) {
        PublicId id = id(batchId);
        return body.flatMap(comment -> history.comment(
                        id.area(),
                        id.uuid(),
                        Optional.ofNullable(comment.getPayeeId()).map(payee -> Payees.payee(payee, id.area())),
                        comment.getText(),
                        Callers.of(exchange)))
                .thenReturn(ResponseEntity.noContent().build());
    }

    @Override
    public Mono<ResponseEntity<Batch>> adjustBatch(
            String key, String batchId, Mono<AdjustmentOrder> body, ServerWebExchange exchange) {
        PublicId id = id(batchId);
        Caller caller = Callers.of(exchange);
        return body.flatMap(order -> adjustment.of(id.area(), id.uuid(), corrections(order, id.area()), key, caller))
                .flatMap(answer -> batches.get(id.area(), UUID.fromString(answer.id()))
                        .map(batch -> {
                            Batch created = mapper.toApi(batch);
                            return Created.at("/api/v1/settlement-batches/" + created.getId(), answer, created);
                        }));
    }

    private static List<Adjustments.Correction> corrections(AdjustmentOrder order, String area) {
        return order.getLines().stream()
                .map((AdjustmentLine line) -> new Adjustments.Correction(
                        Payees.payee(line.getPayeeId(), area), Money.ofFen(line.getAmountFen()), line.getReason()))
                .toList();
    }

    private ResponseEntity<Batch> answer(org.jiayi.app.settlement.Batch batch) {
        return ResponseEntity.ok().eTag(batch.etag()).body(mapper.toApi(batch));
    }

    private static LineObjection toApi(org.jiayi.app.settlement.LineObjection objection, String area) {
        LineObjection told = new LineObjection(
                PublicId.of(PublicId.Kind.LINE_OBJECTION, area, objection.objectionId())
                        .toString(),
                PublicIds.batch(objection.batchId(), area),
                PublicIds.institution(objection.institutionCode(), area),
                objection.reason(),
                objection.objectedBy());
        if (!objection.payee().equals(objection.institutionCode())) {
            told.setTeamId(PublicIds.team(objection.payee(), area));
        }
        objection
                .answer()
                .ifPresent(answer ->
                        told.accepted(answer.accepted()).answer(answer.text()).answeredBy(answer.answeredBy()));
        return told;
    }

    private static BatchAct toApi(BatchHistory.Act act, String area) {
        BatchAct told = new BatchAct(
                BatchAct.ActEnum.fromValue(act.act()),
                act.note(),
                act.digestSm3(),
                act.doneBy(),
                act.doneAt().atOffset(ZoneOffset.ofHours(8)));
        act.payee()
                .ifPresent(payee ->
                        told.setPayeeId(Payees.id(payee, act.institutionCode().orElse(payee), area)));
        return told;
    }
}
