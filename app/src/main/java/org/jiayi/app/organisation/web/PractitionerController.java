package org.jiayi.app.organisation.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.PractitionersApi;
import org.jiayi.api.model.Employment;
import org.jiayi.api.model.EmploymentEnd;
import org.jiayi.api.model.Page;
import org.jiayi.api.model.Practitioner;
import org.jiayi.api.model.PractitionerPage;
import org.jiayi.api.model.PractitionerRegistration;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.Days;
import org.jiayi.app.organisation.Practitioners;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.Created;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class PractitionerController implements PractitionersApi {

    private final Practitioners practitioners;
    private final OrganisationMapper mapper;
    private final Clock clock;

    PractitionerController(Practitioners practitioners, OrganisationMapper mapper, Clock clock) {
        this.practitioners = practitioners;
        this.mapper = mapper;
        this.clock = clock;
    }

    @Override
    public Mono<ResponseEntity<PractitionerPage>> listPractitioners(
            String area, Integer limit, @Nullable String after, ServerWebExchange exchange) {
        Optional<UUID> cursor = Optional.ofNullable(after).map(text -> id(text).uuid());
        return practitioners
                .list(area, cursor)
                .take(limit + 1L)
                .map(practitioner -> mapper.toApi(practitioner, area))
                .collectList()
                .map(rows -> ResponseEntity.ok(page(rows, limit)));
    }

    private static PractitionerPage page(List<Practitioner> rows, int limit) {
        Page page = new Page(limit);
        if (rows.size() > limit) {
            page.setNext(rows.get(limit - 1).getId());
        }
        return new PractitionerPage(rows.stream().limit(limit).toList(), page);
    }

    @Override
    public Mono<ResponseEntity<Practitioner>> registerPractitioner(
            String idempotencyKey,
            String area,
            Mono<PractitionerRegistration> registration,
            ServerWebExchange exchange) {
        return registration.flatMap(wanted -> {
            var employment = new Practitioners.Employment(
                    kind(wanted.getKind().getValue()),
                    employer(area, wanted.getEmployerId()),
                    Days.from(wanted.getFirstDay()));
            return practitioners
                    .register(
                            area,
                            wanted.getName().strip(),
                            Optional.ofNullable(wanted.getDoctorCode()),
                            employment,
                            idempotencyKey,
                            Callers.of(exchange))
                    .flatMap(answer -> get(area, UUID.fromString(answer.id()), wanted.getFirstDay())
                            .map(body -> Created.at("/api/v1/practitioners/" + body.getId(), answer, body)));
        });
    }

    @Override
    public Mono<ResponseEntity<Practitioner>> recordEmployment(
            String idempotencyKey, String practitionerId, Mono<Employment> employment, ServerWebExchange exchange) {
        PublicId id = id(practitionerId);
        return employment.flatMap(wanted -> {
            Days days = Refused.orThrow(Days.of(wanted.getFirstDay(), Optional.ofNullable(wanted.getLastDay())));
            var recorded = new Practitioners.Employment(
                    kind(wanted.getKind().getValue()), employer(id.area(), wanted.getEmployerId()), days);
            return practitioners
                    .recordEmployment(id.area(), id.uuid(), recorded, idempotencyKey, Callers.of(exchange))
                    .flatMap(answer -> get(id.area(), id.uuid(), days.first())
                            .map(body -> Created.at("/api/v1/practitioners/" + practitionerId, answer, body)));
        });
    }

    @Override
    public Mono<ResponseEntity<Practitioner>> endEmployment(
            String idempotencyKey, String practitionerId, Mono<EmploymentEnd> end, ServerWebExchange exchange) {
        PublicId id = id(practitionerId);
        return end.flatMap(wanted -> practitioners
                .endEmployment(
                        id.area(),
                        id.uuid(),
                        employer(id.area(), wanted.getEmployerId()),
                        wanted.getLastDay(),
                        idempotencyKey,
                        Callers.of(exchange))
                .flatMap(answer -> get(id.area(), id.uuid(), wanted.getLastDay().plusDays(1))
                        .map(body -> Created.at("/api/v1/practitioners/" + practitionerId, answer, body))));
    }

    private Mono<Practitioner> get(String area, UUID practitionerId, LocalDate on) {
        LocalDate today = LocalDate.now(clock);
        return practitioners
                .find(area, practitionerId, on.isAfter(today) ? on : today)
                .map(practitioner -> mapper.toApi(practitioner, area));
    }

    private static Practitioners.Kind kind(String code) {
        return Practitioners.Kind.valueOf(code.toUpperCase(Locale.ROOT));
    }

    private static String employer(String area, String employerId) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.INSTITUTION, employerId));
        if (!id.area().equals(area)) {
            throw new Refused(RefusalCode.UNKNOWN_INSTITUTION);
        }
        return id.local();
    }

    private static PublicId id(String text) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.PRACTITIONER, text));
    }
}
