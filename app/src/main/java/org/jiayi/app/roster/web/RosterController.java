package org.jiayi.app.roster.web;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jiayi.api.RostersApi;
import org.jiayi.api.model.Objection;
import org.jiayi.api.model.ObjectionAnswer;
import org.jiayi.api.model.ObjectionOrder;
import org.jiayi.api.model.Roster;
import org.jiayi.api.model.RosterPart;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.roster.ObjectionReason;
import org.jiayi.app.roster.Rosters;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.Created;
import org.jiayi.app.web.PublicIds;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class RosterController implements RostersApi {

    private final Rosters rosters;

    RosterController(Rosters rosters) {
        this.rosters = rosters;
    }

    /** Scheme and month of an address such as {@code 390-2026-03}. */
    private record RosterMonth(InsuranceScheme scheme, Month month) {

        static RosterMonth parse(String text) {
            InsuranceScheme scheme =
                    InsuranceScheme.find(text.substring(0, 3)).orElseThrow(() -> new Refused(RefusalCode.NOT_FOUND));
            return new RosterMonth(scheme, Month.parse(text.substring(4)));
        }
    }

    @Override
    public Mono<ResponseEntity<Roster>> getRoster(String area, String rosterMonth, ServerWebExchange exchange) {
        RosterMonth of = RosterMonth.parse(rosterMonth);
        return rosters.get(area, of.scheme(), of.month()).map(roster -> ok(roster, area, exchange));
    }

    @Override
    public Mono<ResponseEntity<Roster>> publishRoster(String area, String rosterMonth, ServerWebExchange exchange) {
        RosterMonth of = RosterMonth.parse(rosterMonth);
        return rosters.publish(area, of.scheme(), of.month(), Callers.of(exchange))
                .map(roster -> ok(roster, area, exchange));
    }

    @Override
    public Mono<ResponseEntity<Roster>> agreeToRoster(String area, String rosterMonth, ServerWebExchange exchange) {
        RosterMonth of = RosterMonth.parse(rosterMonth);
        return rosters.agree(area, of.scheme(), of.month(), Callers.of(exchange))
                .map(roster -> ok(roster, area, exchange));
    }

    @Override
    public Mono<ResponseEntity<Roster>> objectToRoster(
            String key, String area, String rosterMonth, Mono<ObjectionOrder> body, ServerWebExchange exchange) {
        RosterMonth of = RosterMonth.parse(rosterMonth);
        Caller caller = Callers.of(exchange);
        return body.flatMap(order -> rosters.object(area, of.scheme(), of.month(), claim(area, order), key, caller))
                .flatMap(answer -> rosters.get(area, of.scheme(), of.month())
                        .map(roster -> Created.at(
                                "/api/v1/pooling-areas/" + area + "/rosters/" + rosterMonth,
                                answer,
                                toApi(roster, area, caller.scope()))));
    }

    private static Rosters.Claim claim(String area, ObjectionOrder order) {
        PublicId resident = Refused.orThrow(PublicId.parse(PublicId.Kind.RESIDENT, order.getResidentId()));
        if (!resident.area().equals(area)) {
            throw new Refused(RefusalCode.NOT_FOUND);
        }
        return new Rosters.Claim(
                resident.uuid(),
                ObjectionReason.find(order.getReason().getValue()).orElseThrow(),
                order.getNote());
    }

    @Override
    public Mono<ResponseEntity<Roster>> answerObjection(
            String objectionId, Mono<ObjectionAnswer> body, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.OBJECTION, objectionId));
        return body.flatMap(ruling -> rosters.answer(
                        id.area(),
                        id.uuid(),
                        new Rosters.Ruling(ruling.getAccepted(), ruling.getAnswer()),
                        Callers.of(exchange)))
                .map(roster -> ok(roster, id.area(), exchange));
    }

    private static ResponseEntity<Roster> ok(
            org.jiayi.app.roster.Roster roster, String area, ServerWebExchange exchange) {
        return ResponseEntity.ok(toApi(roster, area, Callers.of(exchange).scope()));
    }

    /** An institution sees its own part and its own objections. */
    private static Roster toApi(org.jiayi.app.roster.Roster roster, String area, Scope scope) {
        List<RosterPart> parts = roster.parts().entrySet().stream()
                .filter(part -> scope.reachesInstitution(area, part.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .map(part -> new RosterPart(
                        PublicIds.institution(part.getKey(), area),
                        part.getValue().heads(),
                        part.getValue().agreed()))
                .toList();
        LocalDate deadline = roster.parts().entrySet().stream()
                .filter(part -> scope.reachesInstitution(area, part.getKey()))
                .map(part -> part.getValue().deadline())
                .max(Comparator.naturalOrder())
                .orElse(roster.deadline());
        List<Objection> objections = roster.objections().stream()
                .filter(objection -> scope.reachesInstitution(area, objection.institutionCode()))
                .map(objection -> toApi(objection, area))
                .toList();
        return new Roster(deadline, roster.closed(), roster.rule().silenceConsents(), parts, objections);
    }

    private static Objection toApi(org.jiayi.app.roster.Objection objection, String area) {
        Objection answer = new Objection(
                PublicId.of(PublicId.Kind.OBJECTION, area, objection.objectionId())
                        .toString(),
                PublicIds.institution(objection.institutionCode(), area),
                PublicIds.resident(objection.residentId(), area),
                objection.reason().code(),
                objection.reason().label(),
                objection.note());
        objection.accepted().ifPresent(answer::setAccepted);
        objection.answer().ifPresent(answer::setAnswer);
        return answer;
    }
}
