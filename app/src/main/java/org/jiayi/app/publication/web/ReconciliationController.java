package org.jiayi.app.publication.web;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jiayi.api.ReconciliationsApi;
import org.jiayi.api.model.DifferencePage;
import org.jiayi.api.model.Page;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.publication.Reconciliation;
import org.jiayi.app.publication.Reconciliations;
import org.jiayi.app.publication.Statements;
import org.jiayi.app.web.Callers;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class ReconciliationController implements ReconciliationsApi {

    private final Reconciliations reconciliations;
    private final Statements statements;
    private final PublicationMapper mapper;

    ReconciliationController(Reconciliations reconciliations, Statements statements, PublicationMapper mapper) {
        this.reconciliations = reconciliations;
        this.statements = statements;
        this.mapper = mapper;
    }

    /** The body is taken from the exchange as it streams in; the generated parameter would gather it in memory first. */
    @Override
    public Mono<ResponseEntity<org.jiayi.api.model.Reconciliation>> reconcile(
            String statementId, Mono<Resource> body, ServerWebExchange exchange) {
        return Mono.fromSupplier(() -> Refused.orThrow(PublicId.parse(PublicId.Kind.STATEMENT, statementId)))
                .flatMap(id -> statements.get(id.area(), id.uuid()))
                .flatMap(statement ->
                        reconciliations.upload(statement, exchange.getRequest().getBody(), Callers.of(exchange)))
                .map(mapper::toApi)
                .map(job -> ResponseEntity.accepted()
                        .location(URI.create("/api/v1/reconciliations/" + job.getId()))
                        .header(HttpHeaders.RETRY_AFTER, "1")
                        .body(job));
    }

    @Override
    public Mono<ResponseEntity<org.jiayi.api.model.Reconciliation>> getReconciliation(
            String reconciliationId, ServerWebExchange exchange) {
        return find(reconciliationId).map(job -> {
            ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
            return (job.isOver() ? answer : answer.header(HttpHeaders.RETRY_AFTER, "1")).body(mapper.toApi(job));
        });
    }

    @Override
    public Mono<ResponseEntity<DifferencePage>> listDifferences(
            String reconciliationId, Integer limit, @Nullable String after, ServerWebExchange exchange) {
        long cursor =
                Optional.ofNullable(after).map(ReconciliationController::number).orElse(0L);
        return find(reconciliationId)
                .flatMap(job ->
                        reconciliations.differences(job, cursor, limit + 1).collectList())
                .map(rows -> {
                    List<Reconciliation.Difference> shown =
                            rows.stream().limit(limit).toList();
                    Page page = new Page(limit);
                    if (rows.size() > limit) {
                        page.setNext(Long.toString(shown.get(limit - 1).number()));
                    }
                    return ResponseEntity.ok(
                            new DifferencePage(shown.stream().map(mapper::toApi).toList(), page));
                });
    }

    private static long number(String cursor) {
        if (!cursor.matches("[0-9]{1,18}")) {
            throw new Refused(RefusalCode.INVALID_VALUE);
        }
        return Long.parseLong(cursor);
    }

    private Mono<Reconciliation> find(String reconciliationId) {
        return Mono.fromSupplier(() -> Refused.orThrow(PublicId.parse(PublicId.Kind.RECONCILIATION, reconciliationId)))
                .flatMap(id -> reconciliations.get(id.area(), id.uuid()));
    }
}
