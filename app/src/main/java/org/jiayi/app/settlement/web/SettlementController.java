package org.jiayi.app.settlement.web;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.SettlementApi;
import org.jiayi.api.model.BatchComputation;
import org.jiayi.api.model.BatchLineList;
import org.jiayi.api.model.BatchList;
import org.jiayi.api.model.MissingBatch;
import org.jiayi.api.model.MissingBatchList;
import org.jiayi.api.model.Page;
import org.jiayi.api.model.PersonMonthPage;
import org.jiayi.app.capitation.PersonMonths;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchKind;
import org.jiayi.app.settlement.Batches;
import org.jiayi.app.settlement.Computations;
import org.jiayi.app.settlement.MissingMonths;
import org.jiayi.app.web.Callers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class SettlementController implements SettlementApi {

    private final Batches batches;
    private final Computations computations;
    private final PersonMonths personMonths;
    private final MissingMonths missingMonths;
    private final SettlementMapper mapper;

    SettlementController(
            Batches batches,
            Computations computations,
            PersonMonths personMonths,
            MissingMonths missingMonths,
            SettlementMapper mapper) {
        this.batches = batches;
        this.computations = computations;
        this.personMonths = personMonths;
        this.missingMonths = missingMonths;
        this.mapper = mapper;
    }

    @Override
    public Mono<ResponseEntity<org.jiayi.api.model.Batch>> computeBatch(
            String area, Mono<BatchComputation> computation, ServerWebExchange exchange) {
        Caller caller = Callers.of(exchange);
        return computation.flatMap(wanted -> computations
                .compute(
                        new BatchKind.Order(
                                wanted.getKind().getValue(),
                                area,
                                wanted.getFund(),
                                Month.parse(wanted.getMonth()),
                                wanted.getKnownOn()),
                        wanted.getDryRun(),
                        caller)
                .map(batch -> {
                    var body = mapper.toApi(batch);
                    if (wanted.getDryRun()) {
                        return ResponseEntity.ok(body);
                    }
                    return ResponseEntity.created(URI.create("/api/v1/settlement-batches/" + body.getId()))
                            .eTag(batch.etag())
                            .body(body);
                }));
    }

    @Override
    public Mono<ResponseEntity<MissingBatchList>> listMissingBatches(String area, ServerWebExchange exchange) {
        return missingMonths
                .of(area)
                .map(missing -> new MissingBatch(
                        missing.scheme().code(), missing.month().toString(), missing.dueOn()))
                .collectList()
                .map(list -> ResponseEntity.ok(new MissingBatchList(list)));
    }

    @Override
    public Mono<ResponseEntity<BatchList>> listBatches(String area, ServerWebExchange exchange) {
        return batches.list(area, Callers.of(exchange).scope())
                .map(mapper::toApi)
                .collectList()
                .map(list -> ResponseEntity.ok(new BatchList(list)));
    }

    @Override
    public Mono<ResponseEntity<org.jiayi.api.model.Batch>> getBatch(String batchId, ServerWebExchange exchange) {
        return find(batchId, exchange).map(this::answer);
    }

    @Override
    public Mono<ResponseEntity<org.jiayi.api.model.Batch>> confirmBatch(
            String ifMatch, String batchId, ServerWebExchange exchange) {
        PublicId id = id(batchId);
        return batches.confirm(id.area(), id.uuid(), ifMatch, Callers.of(exchange))
                .map(this::answer);
    }

    @Override
    public Mono<ResponseEntity<org.jiayi.api.model.Batch>> approveBatch(
            String ifMatch, String batchId, ServerWebExchange exchange) {
        PublicId id = id(batchId);
        return batches.approve(id.area(), id.uuid(), ifMatch, Callers.of(exchange))
                .map(batch -> ResponseEntity.accepted()
                        .location(URI.create("/api/v1/settlement-batches/" + batchId))
                        .header(HttpHeaders.RETRY_AFTER, "1")
                        .eTag(batch.etag())
                        .body(mapper.toApi(batch)));
    }

    @Override
    public Mono<ResponseEntity<BatchLineList>> listBatchLines(String batchId, ServerWebExchange exchange) {
        return find(batchId, exchange)
                .flatMap(batch -> batches.lines(batch, Callers.of(exchange).scope())
                        .map(line -> mapper.line(line, batch))
                        .collectList())
                .map(lines -> ResponseEntity.ok(new BatchLineList(lines)));
    }

    @Override
    public Mono<ResponseEntity<PersonMonthPage>> listPersonMonths(
            String batchId, Integer limit, @Nullable String after, ServerWebExchange exchange) {
        Optional<UUID> cursor = Optional.ofNullable(after)
                .map(text -> Refused.orThrow(PublicId.parse(PublicId.Kind.RESIDENT, text))
                        .uuid());
        PublicId id = id(batchId);
        return batches.getMonth(id.area(), id.uuid())
                .flatMap(batch -> personMonths
                        .page(
                                batch.area(),
                                batch.fund(),
                                batch.month(),
                                Callers.of(exchange).scope(),
                                cursor,
                                limit + 1)
                        .map(row -> mapper.toApi(row, batch.area()))
                        .collectList())
                .map(rows -> {
                    List<org.jiayi.api.model.PersonMonth> data =
                            rows.stream().limit(limit).toList();
                    Page page = new Page(limit);
                    if (rows.size() > limit) {
                        page.setNext(data.get(limit - 1).getResidentId());
                    }
                    return ResponseEntity.ok(new PersonMonthPage(data, page));
                });
    }

    private ResponseEntity<org.jiayi.api.model.Batch> answer(Batch batch) {
        return ResponseEntity.ok().eTag(batch.etag()).body(mapper.toApi(batch));
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
