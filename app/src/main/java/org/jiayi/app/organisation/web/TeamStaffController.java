package org.jiayi.app.organisation.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jiayi.api.StaffingApi;
import org.jiayi.api.model.GroupCap;
import org.jiayi.api.model.TeamCapacityRule;
import org.jiayi.api.model.TeamDetail;
import org.jiayi.api.model.TeamMembership;
import org.jiayi.api.model.TeamMembershipEnd;
import org.jiayi.api.model.TeamName;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.Days;
import org.jiayi.app.organisation.CapacityRule;
import org.jiayi.app.organisation.TeamNames;
import org.jiayi.app.organisation.TeamStaff;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.Changed;
import org.jiayi.app.web.WrittenDays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class TeamStaffController implements StaffingApi {

    private final TeamStaff staff;
    private final TeamNames names;
    private final OrganisationMapper mapper;
    private final Clock clock;

    TeamStaffController(TeamStaff staff, TeamNames names, OrganisationMapper mapper, Clock clock) {
        this.staff = staff;
        this.names = names;
        this.mapper = mapper;
        this.clock = clock;
    }

    @Override
    public Mono<ResponseEntity<TeamDetail>> getTeam(
            String teamId, @Nullable String on, @Nullable String knownOn, ServerWebExchange exchange) {
        PublicId id = id(teamId);
        LocalDate day = WrittenDays.find(on, "on").orElseGet(() -> LocalDate.now(clock));
        Scope scope = Callers.of(exchange).scope();
        return staff.get(id.area(), id.local(), day, WrittenDays.knownAt(knownOn), scope)
                .map(staffing -> ResponseEntity.ok().eTag(staffing.etag()).body(mapper.toApi(staffing, id.area())));
    }

    @Override
    public Mono<ResponseEntity<TeamDetail>> addTeamMember(
            String idempotencyKey, String teamId, Mono<TeamMembership> membership, ServerWebExchange exchange) {
        PublicId id = id(teamId);
        Caller caller = Callers.of(exchange);
        return membership.flatMap(wanted -> {
            PublicId who = Refused.orThrow(PublicId.parse(PublicId.Kind.PRACTITIONER, wanted.getPractitionerId()));
            if (!who.area().equals(id.area())) {
                return Mono.error(new Refused(RefusalCode.UNKNOWN_PRACTITIONER));
            }
            Days days = Refused.orThrow(Days.of(wanted.getFirstDay(), Optional.ofNullable(wanted.getLastDay())));
            var role = TeamStaff.Role.valueOf(wanted.getRole().getValue().toUpperCase(Locale.ROOT));
            return staff.add(id.area(), id.local(), who.uuid(), role, days, idempotencyKey, caller)
                    .flatMap(answer -> staff.get(id.area(), id.local(), days.first(), caller.scope())
                            .map(staffing -> ResponseEntity.status(201)
                                    .header(HttpHeaders.LOCATION, "/api/v1/teams/" + teamId)
                                    .header("Idempotency-Replayed", Boolean.toString(answer.replayed()))
                                    .eTag(staffing.etag())
                                    .body(mapper.toApi(staffing, id.area()))));
        });
    }

    @Override
    public Mono<ResponseEntity<TeamDetail>> renameTeam(
            String key, String teamId, Mono<TeamName> name, ServerWebExchange exchange) {
        PublicId id = id(teamId);
        Caller caller = Callers.of(exchange);
        return name.flatMap(wanted -> {
            Days days = Refused.orThrow(Days.of(wanted.getFirstDay(), Optional.ofNullable(wanted.getLastDay())));
            return names.rename(id.area(), id.local(), wanted.getName().strip(), days, key, caller)
                    .flatMap(done -> changed(id, days.first(), done, caller));
        });
    }

    @Override
    public Mono<ResponseEntity<TeamDetail>> endTeamMembership(
            String key,
            String ifMatch,
            String teamId,
            String membershipId,
            Mono<TeamMembershipEnd> end,
            ServerWebExchange exchange) {
        PublicId id = id(teamId);
        PublicId membership = Refused.orThrow(PublicId.parse(PublicId.Kind.MEMBERSHIP, membershipId));
        Caller caller = Callers.of(exchange);
        return end.flatMap(wanted -> staff.end(
                        id.area(), id.local(), membership.uuid(), wanted.getLastDay(), ifMatch, key, caller)
                .flatMap(done -> changed(id, wanted.getLastDay().plusDays(1), done, caller)));
    }

    @Override
    public Mono<ResponseEntity<TeamDetail>> setTeamCapacity(
            String key, String ifMatch, String teamId, Mono<TeamCapacityRule> rule, ServerWebExchange exchange) {
        PublicId id = id(teamId);
        Caller caller = Callers.of(exchange);
        return rule.flatMap(wanted -> staff.setRule(
                        id.area(),
                        id.local(),
                        CapacityRule.Basis.valueOf(wanted.getBasis().getValue().toUpperCase(Locale.ROOT)),
                        wanted.getCap(),
                        caps(wanted),
                        ifMatch,
                        key,
                        caller)
                .flatMap(done -> changed(id, LocalDate.now(clock), done, caller)));
    }

    /** A group named twice has two caps, which is none. */
    private static Map<String, Integer> caps(TeamCapacityRule rule) {
        Map<String, Integer> caps = new HashMap<>();
        for (GroupCap cap : rule.getGroupCaps()) {
            if (caps.put(cap.getGroup().getValue(), cap.getCap()) != null) {
                throw new Refused(RefusalCode.DUPLICATE_ROW);
            }
        }
        return caps;
    }

    private Mono<ResponseEntity<TeamDetail>> changed(
            PublicId id, LocalDate on, CommandKeys.Answer done, Caller caller) {
        return staff.get(id.area(), id.local(), on, caller.scope())
                .map(staffing -> Changed.by(done).eTag(staffing.etag()).body(mapper.toApi(staffing, id.area())));
    }

    private static PublicId id(String text) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.TEAM, text));
    }
}
