package org.jiayi.app.contract.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.TeamsApi;
import org.jiayi.api.model.Page;
import org.jiayi.api.model.PanelPage;
import org.jiayi.api.model.PanelResident;
import org.jiayi.api.model.TeamList;
import org.jiayi.app.contract.ContractViews;
import org.jiayi.app.contract.PanelEntry;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.organisation.Teams;
import org.jiayi.app.resident.IdentityNumber;
import org.jiayi.app.web.Callers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class TeamController implements TeamsApi {

    private final Teams teams;
    private final ContractViews contracts;
    private final ContractMapper mapper;
    private final Clock clock;

    TeamController(Teams teams, ContractViews contracts, ContractMapper mapper, Clock clock) {
        this.teams = teams;
        this.contracts = contracts;
        this.mapper = mapper;
        this.clock = clock;
    }

    @Override
    public Mono<ResponseEntity<TeamList>> listTeams(String area, ServerWebExchange exchange) {
        return contracts
                .inForceByTeam(area, LocalDate.now(clock))
                .flatMap(held -> teams.list(area, Callers.of(exchange).scope())
                        .map(team -> mapper.toApi(team, held.getOrDefault(team.number(), 0L), area))
                        .collectList())
                .map(list -> ResponseEntity.ok(new TeamList(list)));
    }

    @Override
    public Mono<ResponseEntity<PanelPage>> listTeamResidents(
            String teamId,
            @Nullable String q,
            @Nullable LocalDate on,
            @Nullable LocalDate knownOn,
            Integer limit,
            @Nullable String after,
            ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.TEAM, teamId));
        Optional<UUID> cursor = Optional.ofNullable(after)
                .map(text -> Refused.orThrow(PublicId.parse(PublicId.Kind.RESIDENT, text))
                        .uuid());
        // Names are sealed: whoever is searched for is looked for among the whole team.
        int read = q == null ? limit + 1 : Integer.MAX_VALUE;
        return teams.get(id.area(), id.local(), Callers.of(exchange).scope())
                .flatMap(team -> contracts
                        .panel(new ContractViews.PanelPage(
                                id.area(),
                                team.number(),
                                on == null ? LocalDate.now(clock) : on,
                                ContractAnswers.knownAt(knownOn),
                                cursor,
                                read))
                        .filter(entry -> q == null || matches(entry, q.strip()))
                        .take(limit + 1L)
                        .collectList())
                .map(rows -> ResponseEntity.ok(page(rows, limit, id.area())));
    }

    /** A part of the name, or the whole number: a part of a number finds nobody. */
    private static boolean matches(PanelEntry entry, String wanted) {
        return entry.resident().name().contains(wanted)
                || entry.resident()
                        .documentNumber()
                        .equals(IdentityNumber.normalise(wanted).value());
    }

    private PanelPage page(List<PanelEntry> rows, int limit, String area) {
        List<PanelResident> data = rows.stream()
                .limit(limit)
                .map(entry -> mapper.toApi(entry, area))
                .toList();
        Page page = new Page(limit);
        if (rows.size() > limit) {
            page.setNext(data.get(limit - 1).getResidentId());
        }
        return new PanelPage(data, page);
    }
}
