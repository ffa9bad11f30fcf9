package org.jiayi.app.settlement.web;

import java.net.URI;
import java.util.stream.Collectors;
import org.jiayi.api.RunsApi;
import org.jiayi.api.model.MonthlyRun;
import org.jiayi.api.model.MonthlyRunList;
import org.jiayi.api.model.MonthlyRunOrder;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.settlement.MonthlyRuns;
import org.jiayi.app.web.Callers;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class MonthlyRunController implements RunsApi {

    private final MonthlyRuns runs;
    private final MonthlyRunMapper mapper;

    MonthlyRunController(MonthlyRuns runs, MonthlyRunMapper mapper) {
        this.runs = runs;
        this.mapper = mapper;
    }

    @Override
    public Mono<ResponseEntity<MonthlyRun>> startMonthlyRun(
            String area, Mono<MonthlyRunOrder> order, ServerWebExchange exchange) {
        return order.flatMap(wanted -> runs.start(order(area, wanted), Callers.of(exchange)))
                .map(mapper::toApi)
                .map(run -> ResponseEntity.accepted()
                        .location(URI.create("/api/v1/monthly-runs/" + run.getId()))
                        .body(run));
    }

    private static MonthlyRuns.Order order(String area, MonthlyRunOrder wanted) {
        return new MonthlyRuns.Order(
                area,
                wanted.getSchemes().stream()
                        .map(scheme -> InsuranceScheme.find(scheme.getValue()).orElseThrow())
                        .collect(Collectors.toSet()),
                Month.parse(wanted.getFromMonth()),
                Month.parse(wanted.getThroughMonth()),
                wanted.getKnownOn());
    }

    @Override
    public Mono<ResponseEntity<MonthlyRunList>> listMonthlyRuns(String area, ServerWebExchange exchange) {
        return runs.list(area)
                .map(mapper::toApi)
                .collectList()
                .map(list -> ResponseEntity.ok(new MonthlyRunList(list)));
    }

    @Override
    public Mono<ResponseEntity<MonthlyRun>> getMonthlyRun(String runId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.MONTHLY_RUN, runId));
        return runs.get(id.area(), id.uuid()).map(mapper::toApi).map(ResponseEntity::ok);
    }
}
