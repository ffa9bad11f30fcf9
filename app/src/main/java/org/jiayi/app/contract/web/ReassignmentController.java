package org.jiayi.app.contract.web;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jiayi.api.ReassignmentsApi;
import org.jiayi.api.model.Reassignment;
import org.jiayi.api.model.ReassignmentOrder;
import org.jiayi.api.model.ReassignmentRefusal;
import org.jiayi.api.model.TeamMove;
import org.jiayi.app.contract.ReassignContracts;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.PublicIds;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class ReassignmentController implements ReassignmentsApi {

    private final ReassignContracts reassignments;

    ReassignmentController(ReassignContracts reassignments) {
        this.reassignments = reassignments;
    }

    @Override
    public Mono<ResponseEntity<Reassignment>> startReassignment(
            String key, String area, Mono<ReassignmentOrder> body, ServerWebExchange exchange) {
        return body.flatMap(order -> reassignments.order(
                        new ReassignContracts.Order(
                                area, order.getBasis(), order.getFirstDay(), order.getDryRun(), moves(order, area)),
                        key,
                        Callers.of(exchange)))
                .flatMap(answer -> reassignments
                        .get(area, UUID.fromString(answer.id()))
                        .map(ReassignmentController::toApi)
                        .map(job -> ResponseEntity.accepted()
                                .location(URI.create("/api/v1/reassignments/" + job.getId()))
                                .header("Idempotency-Replayed", Boolean.toString(answer.replayed()))
                                .body(job)));
    }

    private static Map<String, String> moves(ReassignmentOrder order, String area) {
        Map<String, String> moves = new LinkedHashMap<>();
        for (TeamMove move : order.getMoves()) {
            String from = team(move.getFromTeamId(), area);
            if (moves.put(from, team(move.getToTeamId(), area)) != null) {
                throw new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "/moves"));
            }
        }
        return moves;
    }

    private static String team(String teamId, String area) {
        PublicId team = Refused.orThrow(PublicId.parse(PublicId.Kind.TEAM, teamId));
        if (!team.area().equals(area)) {
            throw new Refused(Refusal.of(RefusalCode.UNKNOWN_TEAM, "/moves"));
        }
        return team.local();
    }

    @Override
    public Mono<ResponseEntity<Reassignment>> getReassignment(String reassignmentId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.REASSIGNMENT, reassignmentId));
        return reassignments
                .get(id.area(), id.uuid())
                .map(ReassignmentController::toApi)
                .map(job -> ResponseEntity.ok().header("Retry-After", "1").body(job));
    }

    private static Reassignment toApi(org.jiayi.app.contract.Reassignment job) {
        List<ReassignmentRefusal> refusals = job.refusals().stream()
                .map(left -> new ReassignmentRefusal(PublicIds.contract(left.contractId(), job.area()), left.code()))
                .toList();
        return new Reassignment(
                PublicId.of(PublicId.Kind.REASSIGNMENT, job.area(), job.reassignmentId())
                        .toString(),
                job.basis(),
                job.firstDay(),
                job.dryRun(),
                Reassignment.StatusEnum.fromValue(job.status().code()),
                job.contracts(),
                job.moved(),
                job.refused(),
                refusals);
    }
}
