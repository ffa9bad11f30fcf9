package org.jiayi.app.fulfilment.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jiayi.api.model.DueWindow;
import org.jiayi.api.model.Fulfilment;
import org.jiayi.api.model.ServiceEntry;
import org.jiayi.api.model.ServiceEvidence;
import org.jiayi.api.model.ServicePlan;
import org.jiayi.api.model.ServicePlanItem;
import org.jiayi.api.model.ServiceRecord;
import org.jiayi.api.model.TeamFulfilment;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.fulfilment.FulfilmentRate;
import org.jiayi.app.fulfilment.ItemProgress;
import org.jiayi.app.fulfilment.NewRecord;
import org.jiayi.app.fulfilment.PlanProgress;
import org.jiayi.app.fulfilment.RecordFlag;
import org.jiayi.app.fulfilment.ServiceMode;
import org.jiayi.app.fulfilment.ServicePlans;
import org.jiayi.app.fulfilment.ServiceRecords;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.resident.Residents;
import org.jiayi.app.web.ApiValues;
import org.jiayi.app.web.PublicIds;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.Named;

/** What the API shows of plans, records and rates. */
@Mapper(uses = {ApiValues.class, PublicIds.class})
abstract class FulfilmentMapper {

    ServicePlan toApi(PlanProgress progress) {
        return toApi(progress, progress.contract().area());
    }

    @Mapping(target = "contractId", source = "contract.contractId", qualifiedByName = "contractId")
    @Mapping(target = "residentId", source = "contract.residentId", qualifiedByName = "residentId")
    @Mapping(target = "servicePackageName", source = "contract.servicePackage", qualifiedByName = "label")
    @Mapping(target = "populationGroups", source = "contract.populationGroups", qualifiedByName = "groups")
    @Mapping(target = "firstDay", source = "contract.term.from")
    @Mapping(target = "lastDay", source = "contract.term", qualifiedByName = "lastDay")
    @Mapping(target = "policyId", source = "policyId", qualifiedByName = "policyId")
    @Mapping(target = "asOf", source = "on")
    @Mapping(target = "fulfilment", source = "progress", qualifiedByName = "rate")
    protected abstract ServicePlan toApi(PlanProgress progress, @Context String area);

    @Mapping(target = "code", source = "item.code")
    @Mapping(target = "name", source = "item.name")
    @Mapping(target = "timesPerYear", source = "item.timesPerYear")
    @Mapping(target = "minimumSpacingDays", source = "item.minimumSpacingDays")
    @Mapping(target = "modes", source = "item.modes")
    @Mapping(target = "paidBy", source = "item.paidBy")
    @Mapping(target = "evidenceMin", source = "item.evidenceMin")
    @Mapping(target = "nextWindow", source = "next")
    @Mapping(target = "fulfilment", source = "rate")
    protected abstract ServicePlanItem toApi(ItemProgress item);

    protected Fulfilment toApi(FulfilmentRate rate) {
        Fulfilment fulfilment = new Fulfilment(rate.delivered(), rate.due());
        rate.percent().ifPresent(fulfilment::setPercent);
        return fulfilment;
    }

    @Named("rate")
    protected Fulfilment rate(PlanProgress progress) {
        return toApi(progress.rate());
    }

    @Named("label")
    protected String label(ServicePackage servicePackage) {
        return servicePackage.label();
    }

    @Named("lastDay")
    protected LocalDate lastDay(Term term) {
        return term.lastDay();
    }

    ServiceRecord toApi(ServiceRecords.Shown shown) {
        return toApi(shown, shown.record().area());
    }

    @Mapping(target = "id", source = "record.recordId", qualifiedByName = "recordId")
    @Mapping(target = "contractId", source = "record.contractId", qualifiedByName = "contractId")
    @Mapping(target = "itemCode", source = "record.itemCode")
    @Mapping(target = "mode", source = "record.mode")
    @Mapping(target = "place", source = "record.details.place")
    @Mapping(target = "note", source = "record.details.note")
    @Mapping(target = "startedAt", source = "record.startedAt")
    @Mapping(target = "endedAt", source = "record.endedAt")
    @Mapping(target = "practitionerCode", source = "record.practitionerCode")
    @Mapping(target = "evidence", source = "record.evidence")
    @Mapping(target = "recordedBy", source = "record.recordedBy")
    @Mapping(target = "recordedAt", source = "record.recordedAt")
    @Mapping(target = "voidedFor", source = "record.voidedFor")
    @Mapping(target = "answer", source = "record.answer", qualifiedByName = "answer")
    @Mapping(target = "disputeReason", source = "record.answer", qualifiedByName = "disputeReason")
    protected abstract ServiceRecord toApi(ServiceRecords.Shown shown, @Context String area);

    @Mapping(target = "teamId", source = "fulfilment.teamNumber", qualifiedByName = "teamId")
    @Mapping(target = "asOf", source = "fulfilment.on")
    @Mapping(target = "fulfilment", source = "fulfilment.rate")
    abstract TeamFulfilment toApi(ServicePlans.TeamFulfilment fulfilment, @Context String area);

    NewRecord fromApi(PublicId contract, ServiceEntry entry) {
        return new NewRecord(
                contract.area(),
                contract.uuid(),
                entry.getItemCode(),
                ServiceMode.valueOf(entry.getMode().name()),
                entry.getStartedAt().toInstant(),
                entry.getEndedAt().toInstant(),
                entry.getPractitionerCode(),
                new org.jiayi.app.fulfilment.ServiceRecord.Details(
                        entry.getPlace(), Objects.requireNonNullElse(entry.getNote(), "")),
                Optional.ofNullable(entry.getEvidence()).orElse(List.of()).stream()
                        .map(this::fromApi)
                        .toList());
    }

    protected org.jiayi.app.fulfilment.ServiceRecord.Evidence fromApi(ServiceEvidence evidence) {
        return new org.jiayi.app.fulfilment.ServiceRecord.Evidence(
                org.jiayi.app.fulfilment.ServiceRecord.Evidence.Kind.valueOf(
                        evidence.getKind().name()),
                evidence.getReference(),
                evidence.getSha256());
    }

    protected ServiceEvidence toApi(org.jiayi.app.fulfilment.ServiceRecord.Evidence evidence) {
        return new ServiceEvidence(
                ServiceEvidence.KindEnum.fromValue(evidence.kind().code()), evidence.reference(), evidence.sha256());
    }

    protected @Nullable DueWindow window(Optional<Term> term) {
        return term.map(window -> new DueWindow(window.from(), window.lastDay()))
                .orElse(null);
    }

    protected List<ServicePlanItem.ModesEnum> modes(Set<ServiceMode> modes) {
        return modes.stream()
                .sorted()
                .map(mode -> ServicePlanItem.ModesEnum.fromValue(mode.code()))
                .toList();
    }

    protected List<ServiceRecord.FlagsEnum> flags(Set<RecordFlag> flags) {
        return flags.stream()
                .sorted()
                .map(flag -> ServiceRecord.FlagsEnum.fromValue(flag.code()))
                .toList();
    }

    protected ServiceRecord.@Nullable VoidedForEnum voidedFor(
            Optional<org.jiayi.app.fulfilment.ServiceRecord.VoidReason> reason) {
        return reason.map(why -> ServiceRecord.VoidedForEnum.fromValue(why.code()))
                .orElse(null);
    }

    @Named("answer")
    protected ServiceRecord.@Nullable AnswerEnum answer(
            Optional<org.jiayi.app.fulfilment.ServiceRecord.Answer> answer) {
        return answer.map(said ->
                        said.confirmed() ? ServiceRecord.AnswerEnum.CONFIRMED : ServiceRecord.AnswerEnum.DISPUTED)
                .orElse(null);
    }

    @Named("disputeReason")
    protected @Nullable String disputeReason(Optional<org.jiayi.app.fulfilment.ServiceRecord.Answer> answer) {
        return answer.filter(said -> !said.confirmed())
                .map(org.jiayi.app.fulfilment.ServiceRecord.Answer::reason)
                .orElse(null);
    }

    @Named("recordId")
    protected String recordId(UUID id, @Context String area) {
        return PublicId.of(PublicId.Kind.SERVICE_RECORD, area, id).toString();
    }

    @Named("groups")
    protected List<String> groups(int populationGroups) {
        return Residents.groupLabels(populationGroups);
    }
}
