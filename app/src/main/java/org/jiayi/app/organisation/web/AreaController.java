package org.jiayi.app.organisation.web;

import org.jiayi.api.AreasApi;
import org.jiayi.api.model.PoolingArea;
import org.jiayi.api.model.PoolingAreaOpening;
import org.jiayi.app.organisation.PoolingAreas;
import org.jiayi.app.web.Callers;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class AreaController implements AreasApi {

    private final PoolingAreas areas;

    AreaController(PoolingAreas areas) {
        this.areas = areas;
    }

    @Override
    public Mono<ResponseEntity<PoolingArea>> getPoolingArea(String area, ServerWebExchange exchange) {
        return areas.get(area).map(AreaController::toApi);
    }

    @Override
    public Mono<ResponseEntity<PoolingArea>> openPoolingArea(
            String area, Mono<PoolingAreaOpening> opening, ServerWebExchange exchange) {
        return opening.flatMap(wanted -> areas.open(area, wanted.getName(), Callers.of(exchange)))
                .map(AreaController::toApi);
    }

    private static ResponseEntity<PoolingArea> toApi(PoolingAreas.PoolingArea area) {
        return ResponseEntity.ok(new PoolingArea(area.area(), area.name()));
    }
}
