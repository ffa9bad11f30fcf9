package org.jiayi.app.organisation.web;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jiayi.api.InstitutionsApi;
import org.jiayi.api.model.AllianceList;
import org.jiayi.api.model.AllianceMembership;
import org.jiayi.api.model.Institution;
import org.jiayi.api.model.InstitutionPage;
import org.jiayi.api.model.InstitutionStanding;
import org.jiayi.api.model.Page;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.Days;
import org.jiayi.app.organisation.Alliances;
import org.jiayi.app.organisation.InstitutionParticulars;
import org.jiayi.app.organisation.InstitutionRegistrations;
import org.jiayi.app.organisation.Institutions;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.Created;
import org.jiayi.app.web.WrittenDays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class InstitutionController implements InstitutionsApi {

    private final Institutions institutions;
    private final InstitutionRegistrations registrations;
    private final Alliances alliances;
    private final OrganisationMapper mapper;
    private final Clock clock;

    InstitutionController(
            Institutions institutions,
            InstitutionRegistrations registrations,
            Alliances alliances,
            OrganisationMapper mapper,
            Clock clock) {
        this.institutions = institutions;
        this.registrations = registrations;
        this.alliances = alliances;
        this.mapper = mapper;
        this.clock = clock;
    }

    @Override
    public Mono<ResponseEntity<InstitutionPage>> listInstitutions(
            String area, Integer limit, @Nullable String after, ServerWebExchange exchange) {
        Optional<String> cursor = Optional.ofNullable(after).map(text -> id(text).local());
        return institutions
                .list(area, LocalDate.now(clock), Callers.of(exchange).scope(), cursor)
                .take(limit + 1L)
                .map(institution -> mapper.toApi(institution, area))
                .collectList()
                .map(rows -> ResponseEntity.ok(page(rows, limit)));
    }

    private static InstitutionPage page(List<Institution> rows, int limit) {
        Page page = new Page(limit);
        if (rows.size() > limit) {
            page.setNext(rows.get(limit - 1).getId());
        }
        return new InstitutionPage(rows.stream().limit(limit).toList(), page);
    }

    @Override
    public Mono<ResponseEntity<Institution>> getInstitution(
            String institutionId, @Nullable String on, @Nullable String knownOn, ServerWebExchange exchange) {
        PublicId id = id(institutionId);
        LocalDate day = WrittenDays.find(on, "on").orElseGet(() -> LocalDate.now(clock));
        Instant knownAt = WrittenDays.knownAt(knownOn);
        return institutions
                .get(id.area(), id.local(), day, knownAt, Callers.of(exchange).scope())
                .map(institution -> ResponseEntity.ok(mapper.toApi(institution, id.area())));
    }

    @Override
    public Mono<ResponseEntity<Institution>> recordInstitutionParticulars(
            String idempotencyKey,
            String institutionId,
            Mono<org.jiayi.api.model.InstitutionParticulars> particulars,
            ServerWebExchange exchange) {
        PublicId id = id(institutionId);
        Caller caller = Callers.of(exchange);
        return particulars.flatMap(wanted -> {
            Days days = Refused.orThrow(Days.of(wanted.getFirstDay(), Optional.ofNullable(wanted.getLastDay())));
            return registrations
                    .recordParticulars(id.area(), id.local(), read(wanted, id.area()), days, idempotencyKey, caller)
                    .flatMap(answer -> get(id, days.first(), caller)
                            .map(body -> Created.at("/api/v1/institutions/" + institutionId, answer, body)));
        });
    }

    /** A parent of another area is none here. */
    private static InstitutionParticulars read(org.jiayi.api.model.InstitutionParticulars wanted, String area) {
        Optional<PublicId> parent = Optional.ofNullable(wanted.getParentId()).map(InstitutionController::id);
        if (parent.filter(other -> !other.area().equals(area)).isPresent()) {
            throw new Refused(Refusal.of(RefusalCode.UNKNOWN_INSTITUTION, "/parentId"));
        }
        return new InstitutionParticulars(
                wanted.getUscc().strip(),
                wanted.getName().strip(),
                wanted.getKind().strip(),
                wanted.getDivision().strip(),
                parent.map(PublicId::local));
    }

    @Override
    public Mono<ResponseEntity<Institution>> recordInstitutionStanding(
            String idempotencyKey,
            String institutionId,
            Mono<InstitutionStanding> standing,
            ServerWebExchange exchange) {
        PublicId id = id(institutionId);
        Caller caller = Callers.of(exchange);
        return standing.flatMap(wanted -> {
            Days days = Refused.orThrow(Days.of(wanted.getFirstDay(), Optional.ofNullable(wanted.getLastDay())));
            var kind = Institutions.Standing.valueOf(
                    wanted.getStanding().getValue().toUpperCase(Locale.ROOT));
            return institutions
                    .recordStanding(id.area(), id.local(), kind, days, idempotencyKey, caller)
                    .flatMap(answer -> get(id, days.first(), caller)
                            .map(body -> Created.at("/api/v1/institutions/" + institutionId, answer, body)));
        });
    }

    @Override
    public Mono<ResponseEntity<Institution>> recordAllianceMembership(
            String idempotencyKey,
            String institutionId,
            Mono<AllianceMembership> membership,
            ServerWebExchange exchange) {
        PublicId id = id(institutionId);
        Caller caller = Callers.of(exchange);
        return membership.flatMap(wanted -> {
            Days days = Refused.orThrow(Days.of(wanted.getFirstDay(), Optional.ofNullable(wanted.getLastDay())));
            return institutions
                    .recordAlliance(
                            id.area(),
                            id.local(),
                            wanted.getAlliance().strip(),
                            wanted.getLeads(),
                            days,
                            idempotencyKey,
                            caller)
                    .flatMap(answer -> get(id, days.first(), caller)
                            .map(body -> Created.at("/api/v1/institutions/" + institutionId, answer, body)));
        });
    }

    @Override
    public Mono<ResponseEntity<AllianceList>> listAlliances(
            String area, @Nullable String on, ServerWebExchange exchange) {
        LocalDate day = WrittenDays.find(on, "on").orElseGet(() -> LocalDate.now(clock));
        return alliances.list(area, day).collectList().map(list -> ResponseEntity.ok(mapper.toApi(list, area)));
    }

    private Mono<Institution> get(PublicId id, LocalDate day, Caller caller) {
        return institutions
                .get(id.area(), id.local(), day, caller.scope())
                .map(institution -> mapper.toApi(institution, id.area()));
    }

    private static PublicId id(String text) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.INSTITUTION, text));
    }
}
