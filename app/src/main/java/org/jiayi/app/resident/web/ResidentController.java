package org.jiayi.app.resident.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.ResidentsApi;
import org.jiayi.api.model.DocumentWithdrawal;
import org.jiayi.api.model.GuardianEnd;
import org.jiayi.api.model.GuardianRegistration;
import org.jiayi.api.model.HouseholdMembership;
import org.jiayi.api.model.Incapacity;
import org.jiayi.api.model.IncapacityEnd;
import org.jiayi.api.model.LookupList;
import org.jiayi.api.model.LookupTrace;
import org.jiayi.api.model.ResidentCircumstances;
import org.jiayi.api.model.ResidentDocument;
import org.jiayi.api.model.ResidentFound;
import org.jiayi.api.model.ResidentLookup;
import org.jiayi.api.model.ResidentMerge;
import org.jiayi.api.model.ResidentRecord;
import org.jiayi.api.model.ResidentRegistration;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.Days;
import org.jiayi.app.resident.ResidentFacts;
import org.jiayi.app.resident.ResidentLookups;
import org.jiayi.app.resident.ResidentMerges;
import org.jiayi.app.resident.ResidentRecords;
import org.jiayi.app.resident.ResidentRegister;
import org.jiayi.app.web.ApiValues;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.Created;
import org.jiayi.app.web.PublicIds;
import org.jiayi.app.web.WrittenDays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class ResidentController implements ResidentsApi {

    private final ResidentRegister register;
    private final ResidentFacts facts;
    private final ResidentMerges merges;
    private final ResidentLookups lookups;
    private final ResidentRecords records;
    private final ResidentMapper mapper;
    private final Clock clock;

    ResidentController(
            ResidentRegister register,
            ResidentFacts facts,
            ResidentMerges merges,
            ResidentLookups lookups,
            ResidentRecords records,
            ResidentMapper mapper,
            Clock clock) {
        this.register = register;
        this.facts = facts;
        this.merges = merges;
        this.lookups = lookups;
        this.records = records;
        this.mapper = mapper;
        this.clock = clock;
    }

    @Override
    public Mono<ResponseEntity<ResidentRecord>> registerResident(
            String idempotencyKey, String area, Mono<ResidentRegistration> registration, ServerWebExchange exchange) {
        Caller caller = Callers.of(exchange);
        return registration
                .map(wanted -> ResidentCommandsReader.registration(wanted, area))
                .flatMap(wanted -> register.register(area, wanted, idempotencyKey, caller))
                .flatMap(answer -> answer(area, answer, LocalDate.now(clock), caller));
    }

    @Override
    public Mono<ResponseEntity<ResidentFound>> lookUpResident(
            String area, Mono<ResidentLookup> lookup, ServerWebExchange exchange) {
        return lookup.flatMap(wanted -> lookups.lookUp(
                        area, wanted.getNumber(), wanted.getPurpose().getValue(), Callers.of(exchange)))
                .map(found -> ResponseEntity.ok(
                        found.map(resident -> found(resident, area)).orElseGet(() -> new ResidentFound(false))));
    }

    @Override
    public Mono<ResponseEntity<LookupList>> listLookups(String residentId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.RESIDENT, residentId));
        Caller caller = Callers.of(exchange);
        return lookups.of(id.area(), id.uuid(), caller)
                .map(trace -> trace(trace, caller.scope().isOfWholeAreas()))
                .collectList()
                .map(traces -> ResponseEntity.ok(new LookupList(traces)));
    }

    /** @param named whether the user is named, beside whom they worked for */
    private static LookupTrace trace(ResidentLookups.Trace trace, boolean named) {
        LookupTrace answer = new LookupTrace(
                ApiValues.moment(trace.lookedUpAt()), LookupTrace.PurposeEnum.fromValue(trace.purpose()));
        trace.institutionName().ifPresent(answer::setInstitutionName);
        trace.teamNumber().ifPresent(answer::setTeamNumber);
        if (named) {
            answer.setLookedUpBy(trace.lookedUpBy());
        }
        return answer;
    }

    private static ResidentFound found(ResidentLookups.Found resident, String area) {
        ResidentFound found = new ResidentFound(true);
        found.setResidentId(PublicIds.resident(resident.residentId(), area));
        found.setMaskedName(resident.maskedName());
        found.setMaskedDocumentNumber(resident.maskedDocumentNumber());
        found.setSex(resident.sex());
        found.setBirthYear(resident.birthYear());
        return found;
    }

    @Override
    public Mono<ResponseEntity<ResidentRecord>> getResident(
            String residentId, @Nullable String on, @Nullable String knownOn, ServerWebExchange exchange) {
        PublicId id = id(residentId);
        LocalDate day = WrittenDays.find(on, "on").orElseGet(() -> LocalDate.now(clock));
        Optional<LocalDate> known = WrittenDays.find(knownOn, "knownOn");
        return records.get(id.area(), id.uuid(), day, known, Callers.of(exchange))
                .map(view -> ResponseEntity.ok().eTag(view.etag()).body(mapper.toApi(view)));
    }

    @Override
    public Mono<ResponseEntity<ResidentRecord>> recordDocument(
            String idempotencyKey,
            String residentId,
            Mono<ResidentDocument> document,
            @Nullable String ifMatch,
            ServerWebExchange exchange) {
        var command = command(residentId, idempotencyKey, ifMatch, exchange);
        return document.flatMap(wanted -> facts.recordDocument(command, ResidentCommandsReader.document(wanted)))
                .flatMap(answer -> answer(command, answer, LocalDate.now(clock)));
    }

    @Override
    public Mono<ResponseEntity<ResidentRecord>> withdrawDocument(
            String idempotencyKey,
            String residentId,
            Mono<DocumentWithdrawal> withdrawal,
            @Nullable String ifMatch,
            ServerWebExchange exchange) {
        var command = command(residentId, idempotencyKey, ifMatch, exchange);
        return withdrawal
                .flatMap(wanted -> facts.withdrawDocument(command, ResidentCommandsReader.withdrawal(wanted)))
                .flatMap(answer -> answer(command, answer, LocalDate.now(clock)));
    }

    @Override
    public Mono<ResponseEntity<ResidentRecord>> recordCircumstances(
            String idempotencyKey,
            String residentId,
            Mono<ResidentCircumstances> circumstances,
            @Nullable String ifMatch,
            ServerWebExchange exchange) {
        var command = command(residentId, idempotencyKey, ifMatch, exchange);
        return circumstances.flatMap(
                wanted -> facts.recordCircumstances(command, ResidentCommandsReader.circumstances(wanted))
                        .flatMap(answer -> answer(command, answer, wanted.getFirstDay())));
    }

    @Override
    public Mono<ResponseEntity<ResidentRecord>> recordHousehold(
            String idempotencyKey,
            String residentId,
            Mono<HouseholdMembership> household,
            @Nullable String ifMatch,
            ServerWebExchange exchange) {
        var command = command(residentId, idempotencyKey, ifMatch, exchange);
        return household.flatMap(wanted -> facts.recordHousehold(
                        command,
                        Objects.requireNonNullElse(wanted.getHousehold(), ""),
                        Objects.requireNonNullElse(wanted.getRelationship(), ""),
                        days(wanted.getFirstDay(), wanted.getLastDay()))
                .flatMap(answer -> answer(command, answer, wanted.getFirstDay())));
    }

    @Override
    public Mono<ResponseEntity<ResidentRecord>> recordGuardian(
            String idempotencyKey,
            String residentId,
            Mono<GuardianRegistration> guardian,
            @Nullable String ifMatch,
            ServerWebExchange exchange) {
        var command = command(residentId, idempotencyKey, ifMatch, exchange);
        return guardian.flatMap(
                wanted -> facts.recordGuardian(command, ResidentCommandsReader.guardian(wanted, command.area()))
                        .flatMap(answer -> answer(command, answer, wanted.getFirstDay())));
    }

    @Override
    public Mono<ResponseEntity<ResidentRecord>> endGuardian(
            String idempotencyKey,
            String residentId,
            String guardianId,
            Mono<GuardianEnd> end,
            @Nullable String ifMatch,
            ServerWebExchange exchange) {
        var command = command(residentId, idempotencyKey, ifMatch, exchange);
        UUID guardian = Refused.orThrow(PublicId.parse(PublicId.Kind.GUARDIAN, guardianId))
                .uuid();
        return end.flatMap(wanted -> facts.endGuardian(command, guardian, wanted.getLastDay())
                .flatMap(answer -> answer(command, answer, wanted.getLastDay().plusDays(1))));
    }

    @Override
    public Mono<ResponseEntity<ResidentRecord>> recordIncapacity(
            String idempotencyKey,
            String residentId,
            Mono<Incapacity> incapacity,
            @Nullable String ifMatch,
            ServerWebExchange exchange) {
        var command = command(residentId, idempotencyKey, ifMatch, exchange);
        return incapacity.flatMap(wanted -> facts.recordIncapacity(
                        command,
                        wanted.getEvidenceKind().getValue(),
                        wanted.getEvidenceReference(),
                        days(wanted.getFirstDay(), wanted.getLastDay()))
                .flatMap(answer -> answer(command, answer, wanted.getFirstDay())));
    }

    @Override
    public Mono<ResponseEntity<ResidentRecord>> endIncapacity(
            String idempotencyKey,
            String residentId,
            Mono<IncapacityEnd> end,
            @Nullable String ifMatch,
            ServerWebExchange exchange) {
        var command = command(residentId, idempotencyKey, ifMatch, exchange);
        return end.flatMap(wanted -> facts.endIncapacity(
                        command,
                        wanted.getEvidenceKind().getValue(),
                        wanted.getEvidenceReference(),
                        wanted.getLastDay())
                .flatMap(answer -> answer(command, answer, wanted.getLastDay().plusDays(1))));
    }

    @Override
    public Mono<ResponseEntity<ResidentRecord>> mergeResident(
            String idempotencyKey,
            String residentId,
            Mono<ResidentMerge> merge,
            @Nullable String ifMatch,
            ServerWebExchange exchange) {
        var command = command(residentId, idempotencyKey, ifMatch, exchange);
        return merge.flatMap(wanted -> {
                    PublicId survivor = id(wanted.getSurvivorId());
                    return survivor.area().equals(command.area())
                            ? merges.merge(
                                    command, survivor.uuid(), wanted.getReason().getValue())
                            : Mono.error(new Refused(RefusalCode.UNKNOWN_RESIDENT));
                })
                .flatMap(answer -> answer(command, answer, LocalDate.now(clock)));
    }

    @Override
    public Mono<ResponseEntity<ResidentRecord>> undoResidentMerge(
            String idempotencyKey, String residentId, @Nullable String ifMatch, ServerWebExchange exchange) {
        var command = command(residentId, idempotencyKey, ifMatch, exchange);
        return merges.undo(command).flatMap(answer -> answer(command, answer, LocalDate.now(clock)));
    }

    private Mono<ResponseEntity<ResidentRecord>> answer(
            ResidentFacts.Command command, CommandKeys.Answer answer, LocalDate on) {
        return answer(command.area(), answer, on, command.caller());
    }

    private Mono<ResponseEntity<ResidentRecord>> answer(
            String area, CommandKeys.Answer answer, LocalDate on, Caller caller) {
        return records.get(area, UUID.fromString(answer.id()), on, Optional.empty(), caller)
                .map(view -> {
                    ResidentRecord resident = mapper.toApi(view);
                    return Created.at("/api/v1/residents/" + resident.getId(), answer, view.etag(), resident);
                });
    }

    private static ResidentFacts.Command command(
            String residentId, String key, @Nullable String ifMatch, ServerWebExchange exchange) {
        PublicId id = id(residentId);
        return new ResidentFacts.Command(id.area(), id.uuid(), key, Optional.ofNullable(ifMatch), Callers.of(exchange));
    }

    private static Days days(LocalDate first, @Nullable LocalDate last) {
        return Refused.orThrow(Days.of(first, Optional.ofNullable(last)));
    }

    private static PublicId id(String text) {
        return Refused.orThrow(PublicId.parse(PublicId.Kind.RESIDENT, text));
    }
}
