package org.jiayi.app.contract.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.TeamworkApi;
import org.jiayi.api.model.Dissolution;
import org.jiayi.api.model.HouseholdSigning;
import org.jiayi.api.model.HouseholdSigningResult;
import org.jiayi.api.model.MemberPackage;
import org.jiayi.api.model.MemberSigning;
import org.jiayi.api.model.Page;
import org.jiayi.api.model.Reminder;
import org.jiayi.api.model.ReminderList;
import org.jiayi.api.model.TeamChange;
import org.jiayi.api.model.TeamChangePage;
import org.jiayi.app.contract.ContractViews;
import org.jiayi.app.contract.DissolveTeam;
import org.jiayi.app.contract.RoutineStore;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.contract.SignHousehold;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.organisation.Teams;
import org.jiayi.app.outbox.Outbox;
import org.jiayi.app.outbox.PositionedEvent;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.ItemProblems;
import org.jiayi.app.web.PublicIds;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@RestController
class TeamworkController implements TeamworkApi {

    private static final String CONTRACT_EVENTS = "contract.";

    private final SignHousehold households;
    private final DissolveTeam dissolutions;
    private final Teams teams;
    private final ContractViews contracts;
    private final RoutineStore routine;
    private final Outbox outbox;
    private final ContractAnswers answers;
    private final ItemProblems problems;

    TeamworkController(
            SignHousehold households,
            DissolveTeam dissolutions,
            Teams teams,
            ContractViews contracts,
            RoutineStore routine,
            Outbox outbox,
            ContractAnswers answers,
            ItemProblems problems) {
        this.households = households;
        this.dissolutions = dissolutions;
        this.teams = teams;
        this.contracts = contracts;
        this.routine = routine;
        this.outbox = outbox;
        this.answers = answers;
        this.problems = problems;
    }

    private static PublicId team(String teamId) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.TEAM, teamId));
    }

    @Override
    public Mono<ResponseEntity<HouseholdSigningResult>> signHousehold(
            String key, String teamId, Mono<HouseholdSigning> body, ServerWebExchange exchange) {
        PublicId id = team(teamId);
        var caller = Callers.of(exchange);
        return teams.get(id.area(), id.local(), caller.scope())
                .then(body)
                .flatMap(signing -> households.sign(command(id, signing), key, caller))
                .map(members -> members.stream()
                        .map(member -> toApi(member, id.area(), exchange))
                        .toList())
                .map(list -> ResponseEntity.ok(new HouseholdSigningResult(list)));
    }

    private static SignHousehold.Command command(PublicId team, HouseholdSigning signing) {
        Map<UUID, ServicePackage> packages = new LinkedHashMap<>();
        for (MemberPackage member : Optional.ofNullable(signing.getPackages()).orElse(List.of())) {
            packages.put(
                    ContractCommands.resident(member.getResidentId(), team.area()),
                    ContractCommands.servicePackage(member.getServicePackage()));
        }
        return new SignHousehold.Command(
                team.area(),
                team.local(),
                ContractCommands.resident(signing.getHouseholdOf(), team.area()),
                ContractCommands.servicePackage(signing.getServicePackage()),
                packages,
                Optional.ofNullable(signing.getFirstDay()),
                Optional.ofNullable(signing.getLastDay()));
    }

    private MemberSigning toApi(SignHousehold.Member member, String area, ServerWebExchange exchange) {
        MemberSigning answer = new MemberSigning(PublicIds.resident(member.residentId(), area));
        return member.contract()
                .fold(
                        refusal -> answer.problem(
                                problems.of(refusal, exchange.getLocaleContext().getLocale())),
                        contractId -> answer.contractId(PublicIds.contract(contractId, area)));
    }

    /** Each changed contract is told once a page, as it is now, by the last of its events on the page. */
    @Override
    public Mono<ResponseEntity<TeamChangePage>> listTeamChanges(
            String teamId, Integer limit, @Nullable String after, ServerWebExchange exchange) {
        PublicId id = team(teamId);
        long position = position(after);
        return teams.get(id.area(), id.local(), Callers.of(exchange).scope())
                .then(Mono.defer(() -> outbox.sequence(id.area())))
                .thenMany(Flux.defer(() -> outbox.after(id.area(), position, limit, Optional.of(id.local()))))
                .collectList()
                .flatMap(events -> Flux.fromIterable(latestByContract(events))
                        .concatMap(event -> change(id.area(), event))
                        .collectList()
                        .map(changes -> new TeamChangePage(changes, page(limit, position, events))))
                .map(ResponseEntity::ok);
    }

    private static long position(@Nullable String after) {
        if (after != null && !after.matches("[0-9]{1,18}")) {
            throw new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "after"));
        }
        return after == null ? 0 : Long.parseLong(after);
    }

    private static List<PositionedEvent> latestByContract(List<PositionedEvent> events) {
        Map<String, PositionedEvent> latest = new LinkedHashMap<>();
        for (PositionedEvent event : events) {
            if (event.event().kind().startsWith(CONTRACT_EVENTS)) {
                latest.remove(event.event().subjectId());
                latest.put(event.event().subjectId(), event);
            }
        }
        return List.copyOf(latest.values());
    }

    private Mono<TeamChange> change(String area, PositionedEvent positioned) {
        PublicId contract = Refused.orThrow(
                PublicId.parse(PublicId.Kind.CONTRACT, positioned.event().subjectId()));
        return contracts
                .find(area, contract.uuid())
                .flatMap(view -> answers.toApi(view, answers.today()))
                .map(view -> new TeamChange(
                        positioned.event().kind(), positioned.event().effectiveOn(), view));
    }

    private static Page page(int limit, long position, List<PositionedEvent> events) {
        long reached =
                events.isEmpty() ? position : events.get(events.size() - 1).position();
        return new Page(limit).next(Long.toString(reached));
    }

    @Override
    public Mono<ResponseEntity<ReminderList>> listTeamReminders(String teamId, ServerWebExchange exchange) {
        PublicId id = team(teamId);
        return teams.get(id.area(), id.local(), Callers.of(exchange).scope())
                .flatMapMany(team -> routine.remindersOf(id.area(), id.local(), answers.today()))
                .map(reminder -> new Reminder(
                        PublicIds.contract(reminder.contractId(), id.area()),
                        PublicIds.resident(reminder.residentId(), id.area()),
                        reminder.lastDay(),
                        reminder.daysBefore()))
                .collectList()
                .map(list -> ResponseEntity.ok(new ReminderList(list)));
    }

    @Override
    public Mono<ResponseEntity<Void>> dissolveTeam(
            String key, String teamId, Mono<Dissolution> body, ServerWebExchange exchange) {
        PublicId id = team(teamId);
        return body.flatMap(dissolution -> dissolutions.dissolve(
                        id.area(), id.local(), dissolution.getLastDay(), key, Callers.of(exchange)))
                .map(answer -> ResponseEntity.noContent()
                        .header("Idempotency-Replayed", Boolean.toString(answer.replayed()))
                        .build());
    }
}
