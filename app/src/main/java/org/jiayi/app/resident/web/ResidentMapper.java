package org.jiayi.app.resident.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.model.ResidentGroup;
import org.jiayi.api.model.ResidentGuardian;
import org.jiayi.api.model.ResidentRecord;
import org.jiayi.app.resident.GuardianView;
import org.jiayi.app.resident.IdentityNumber;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.resident.Relationship;
import org.jiayi.app.resident.ResidentRecords;
import org.jiayi.app.web.ApiValues;
import org.jiayi.app.web.PublicIds;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.Named;

/** What the API shows of residents: numbers and phones masked. */
@Mapper(uses = {ApiValues.class, PublicIds.class})
abstract class ResidentMapper {

    ResidentRecord toApi(ResidentRecords.View view) {
        return toApi(view, view.area());
    }

    @Mapping(target = "id", source = "residentId", qualifiedByName = "residentId")
    @Mapping(target = "name", source = "identity.name")
    @Mapping(target = "maskedDocumentNumber", expression = "java(orAbsent(view.identity().maskedDocumentNumber()))")
    @Mapping(target = "maskedPhone", expression = "java(orAbsent(view.identity().maskedPhone()))")
    @Mapping(target = "scheme", expression = "java(scheme(view))")
    @Mapping(target = "schemeName", expression = "java(schemeName(view))")
    @Mapping(target = "householdRelationshipName", source = "householdRelationship", qualifiedByName = "relationship")
    @Mapping(target = "mergedInto", source = "mergedInto", qualifiedByName = "residentIdOrNull")
    protected abstract ResidentRecord toApi(ResidentRecords.View view, @Context String area);

    protected ResidentGroup toApi(ResidentRecords.Group group) {
        return new ResidentGroup(group.group().code(), group.group().label(), group.source());
    }

    protected ResidentGuardian toApi(GuardianView guardian, @Context String area) {
        ResidentGuardian shown =
                new ResidentGuardian(guardian.name(), guardian.relationship(), guardian.evidenceKind());
        guardian.guardianId().ifPresent(id -> shown.setId(PublicIds.guardian(id, area)));
        shown.setResidentId(residentId(guardian.residentId(), area));
        shown.setMaskedDocumentNumber(orAbsent(IdentityNumber.mask(guardian.number())));
        shown.setFirstDay(day(guardian.firstDay()));
        shown.setLastDay(day(guardian.dayAfter().map(day -> day.minusDays(1))));
        return shown;
    }

    protected abstract List<ResidentGuardian> guardians(List<GuardianView> guardians, @Context String area);

    protected @Nullable String scheme(ResidentRecords.View view) {
        return view.scheme().map(InsuranceScheme::code).orElse(null);
    }

    protected @Nullable String schemeName(ResidentRecords.View view) {
        return view.scheme().map(InsuranceScheme::label).orElse(null);
    }

    @Named("relationship")
    protected @Nullable String relationship(Optional<String> code) {
        return code.flatMap(Relationship::find).map(Relationship::label).orElse(null);
    }

    @Named("residentIdOrNull")
    protected @Nullable String residentId(Optional<UUID> residentId, @Context String area) {
        return residentId.map(id -> PublicIds.resident(id, area)).orElse(null);
    }

    @Named("orAbsent")
    protected @Nullable String orAbsent(String text) {
        return text.isEmpty() ? null : text;
    }

    protected @Nullable LocalDate day(Optional<LocalDate> day) {
        return day.orElse(null);
    }
}
