package org.jiayi.app.resident.web;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.model.DocumentWithdrawal;
import org.jiayi.api.model.GroupRecord;
import org.jiayi.api.model.GuardianOfNewResident;
import org.jiayi.api.model.GuardianRegistration;
import org.jiayi.api.model.ResidentCircumstances;
import org.jiayi.api.model.ResidentDocument;
import org.jiayi.api.model.ResidentRegistration;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.Days;
import org.jiayi.app.resident.DocumentType;
import org.jiayi.app.resident.EconomicCategory;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.resident.PopulationGroup;
import org.jiayi.app.resident.ResidentCommands;
import org.jspecify.annotations.Nullable;

/** Reads the words of the API into those of the register. */
final class ResidentCommandsReader {

    private ResidentCommandsReader() {}

    static ResidentCommands.Registration registration(ResidentRegistration wanted, String area) {
        boolean typed = wanted.getDocumentType() != null;
        if (typed != (wanted.getDocumentNumber() != null)) {
            throw new Refused(RefusalCode.INVALID_VALUE);
        }
        return new ResidentCommands.Registration(
                text(wanted.getName()),
                Optional.ofNullable(wanted.getDocumentType())
                        .map(type -> new ResidentCommands.Document(
                                documentType(type.getValue()), text(wanted.getDocumentNumber()))),
                wanted.getBirthDate(),
                wanted.getSex(),
                text(wanted.getPhone()),
                Optional.ofNullable(wanted.getEconomicCategory())
                        .map(category -> category(category.getValue()))
                        .orElse(EconomicCategory.ORDINARY),
                Optional.ofNullable(wanted.getScheme()).flatMap(scheme -> InsuranceScheme.find(scheme.getValue())),
                Optional.ofNullable(wanted.getInsuredFrom()),
                groups(wanted.getGroups()),
                text(wanted.getHousehold()),
                text(wanted.getHouseholdRelationship()),
                Optional.ofNullable(wanted.getGuardian()).map(guardian -> guardian(guardian, area)));
    }

    static ResidentCommands.Document document(ResidentDocument wanted) {
        return document(wanted.getType().getValue(), wanted.getNumber());
    }

    private static ResidentCommands.Document document(String type, String number) {
        return new ResidentCommands.Document(documentType(type), text(number));
    }

    static ResidentCommands.Withdrawal withdrawal(DocumentWithdrawal wanted) {
        return new ResidentCommands.Withdrawal(
                text(wanted.getNumber()),
                wanted.getReason().getValue(),
                Optional.ofNullable(wanted.getReplacement())
                        .map(document -> document(document.getType().getValue(), document.getNumber())));
    }

    static ResidentCommands.Circumstances circumstances(ResidentCircumstances wanted) {
        return new ResidentCommands.Circumstances(
                Refused.orThrow(Days.of(wanted.getFirstDay(), Optional.ofNullable(wanted.getLastDay()))),
                Optional.ofNullable(wanted.getInsurance())
                        .map(insurance -> Optional.ofNullable(insurance.getScheme())
                                .flatMap(scheme -> InsuranceScheme.find(scheme.getValue()))),
                Optional.ofNullable(wanted.getEconomicCategory()).map(category -> category(category.getValue())),
                groups(wanted.getGroups()));
    }

    static ResidentCommands.GuardianEntry guardian(GuardianRegistration wanted, String area) {
        return new ResidentCommands.GuardianEntry(
                resident(wanted.getResidentId(), area),
                text(wanted.getName()),
                text(wanted.getDocumentNumber()),
                text(wanted.getPhone()),
                wanted.getRelationship(),
                wanted.getEvidenceKind().getValue(),
                text(wanted.getEvidenceReference()),
                wanted.getFirstDay(),
                Optional.ofNullable(wanted.getLastDay()));
    }

    private static ResidentCommands.GuardianEntry guardian(GuardianOfNewResident wanted, String area) {
        return new ResidentCommands.GuardianEntry(
                resident(wanted.getResidentId(), area),
                text(wanted.getName()),
                text(wanted.getDocumentNumber()),
                text(wanted.getPhone()),
                wanted.getRelationship(),
                wanted.getEvidenceKind().getValue(),
                text(wanted.getEvidenceReference()),
                wanted.getFirstDay(),
                Optional.ofNullable(wanted.getLastDay()));
    }

    private static Optional<UUID> resident(@Nullable String residentId, String area) {
        return Optional.ofNullable(residentId).map(text -> {
            PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.RESIDENT, text));
            if (!id.area().equals(area)) {
                throw new Refused(RefusalCode.GUARDIAN_UNKNOWN);
            }
            return id.uuid();
        });
    }

    /** A group named twice in one command would be joined and left at once. */
    private static List<ResidentCommands.GroupEntry> groups(List<GroupRecord> groups) {
        List<ResidentCommands.GroupEntry> entries = groups.stream()
                .map(group -> new ResidentCommands.GroupEntry(
                        PopulationGroup.find(group.getGroup().getValue())
                                .orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_GROUP)),
                        group.getSource().getValue(),
                        !Boolean.FALSE.equals(group.getBelongs())))
                .toList();
        if (entries.stream().map(ResidentCommands.GroupEntry::group).distinct().count() < entries.size()) {
            throw new Refused(RefusalCode.DUPLICATE_ROW);
        }
        return entries;
    }

    private static DocumentType documentType(String code) {
        return DocumentType.valueOf(code.toUpperCase(Locale.ROOT));
    }

    private static EconomicCategory category(String code) {
        return EconomicCategory.valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** Text as given; control characters stand in nobody's name or number, and part what is sealed together. */
    private static String text(@Nullable String text) {
        String given = Objects.requireNonNullElse(text, "");
        if (given.chars().anyMatch(Character::isISOControl)) {
            throw new Refused(RefusalCode.INVALID_VALUE);
        }
        return given;
    }
}
