package org.jiayi.app.distribution.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jiayi.api.DistributionsApi;
import org.jiayi.api.model.DistributionPart;
import org.jiayi.api.model.MemberPoints;
import org.jiayi.api.model.StaffDistribution;
import org.jiayi.api.model.StaffDistributionList;
import org.jiayi.api.model.StaffDistributionOrder;
import org.jiayi.app.distribution.TeamDistribution;
import org.jiayi.app.distribution.TeamDistributions;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.Created;
import org.jiayi.app.web.PublicIds;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class DistributionController implements DistributionsApi {

    private final TeamDistributions distributions;

    DistributionController(TeamDistributions distributions) {
        this.distributions = distributions;
    }

    private static PublicId team(String teamId) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.TEAM, teamId));
    }

    private static PublicId distribution(String distributionId) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.STAFF_DISTRIBUTION, distributionId));
    }

    @Override
    public Mono<ResponseEntity<StaffDistributionList>> listStaffDistributions(
            String teamId, ServerWebExchange exchange) {
        PublicId id = team(teamId);
        return distributions
                .ofTeam(id.area(), id.local(), Callers.of(exchange))
                .map(DistributionController::toApi)
                .collectList()
                .map(list -> ResponseEntity.ok(new StaffDistributionList(list)));
    }

    @Override
    public Mono<ResponseEntity<StaffDistribution>> prepareStaffDistribution(
            String key, String teamId, Mono<StaffDistributionOrder> body, ServerWebExchange exchange) {
        PublicId id = team(teamId);
        return body.map(order -> new TeamDistributions.Order(
                        id.area(),
                        id.local(),
                        Month.parse(order.getFirstMonth()),
                        Month.parse(order.getLastMonth()),
                        points(order.getPoints(), id.area())))
                .flatMap(order -> distributions.prepare(order, key, Callers.of(exchange)))
                .flatMap(answer -> distributions
                        .get(id.area(), UUID.fromString(answer.id()), Callers.of(exchange))
                        .map(DistributionController::toApi)
                        .map(prepared ->
                                Created.at("/api/v1/staff-distributions/" + prepared.getId(), answer, prepared)));
    }

    private static Map<UUID, String> points(List<MemberPoints> given, String area) {
        Map<UUID, String> points = new LinkedHashMap<>();
        for (int index = 0; index < given.size(); index++) {
            MemberPoints member = given.get(index);
            PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.PRACTITIONER, member.getPractitionerId()));
            if (!id.area().equals(area) || points.put(id.uuid(), member.getPoints()) != null) {
                throw new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "/points/" + index));
            }
        }
        return points;
    }

    @Override
    public Mono<ResponseEntity<StaffDistribution>> getStaffDistribution(
            String distributionId, ServerWebExchange exchange) {
        PublicId id = distribution(distributionId);
        return distributions
                .get(id.area(), id.uuid(), Callers.of(exchange))
                .map(found -> ResponseEntity.ok(toApi(found)));
    }

    @Override
    public Mono<ResponseEntity<StaffDistribution>> voidStaffDistribution(
            String distributionId, ServerWebExchange exchange) {
        PublicId id = distribution(distributionId);
        return distributions
                .makeVoid(id.area(), id.uuid(), Callers.of(exchange))
                .map(found -> ResponseEntity.ok(toApi(found)));
    }

    private static StaffDistribution toApi(TeamDistribution found) {
        StaffDistribution answer = new StaffDistribution(
                PublicId.of(PublicId.Kind.STAFF_DISTRIBUTION, found.area(), found.distributionId())
                        .toString(),
                PublicIds.team(found.teamNumber(), found.area()),
                PublicIds.institution(found.institutionCode(), found.area()),
                found.firstMonth().toString(),
                found.lastMonth().toString(),
                StaffDistribution.StatusEnum.fromValue(found.status()),
                found.cut().fen(),
                found.income().fen(),
                found.pool().fen(),
                found.institutionPart().fen(),
                found.preparedBy(),
                found.parts().stream()
                        .map(part -> new DistributionPart(
                                PublicIds.practitioner(part.practitionerId(), found.area()),
                                part.name(),
                                part.points(),
                                part.amount().fen()))
                        .toList());
        found.resolvedBy().ifPresent(answer::setResolvedBy);
        return answer;
    }
}
