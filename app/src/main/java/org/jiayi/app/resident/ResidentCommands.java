package org.jiayi.app.resident;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.period.Days;

/** What can be asked of the register of residents, in clear: lives in memory only. */
public final class ResidentCommands {

    private ResidentCommands() {}

    /** A document; the number as people write it. */
    public record Document(DocumentType type, String number) {

        @Override
        public String toString() {
            return "Document[" + type + "]";
        }
    }

    /**
     * That a number was recorded by mistake.
     *
     * @param number as people write it
     * @param reason {@code another_persons}, {@code mistyped} or {@code invalid}
     * @param replacement the document that takes its place; empty where the resident has others
     */
    public record Withdrawal(String number, String reason, Optional<Document> replacement) {

        /** Whether it is somebody else's number. */
        boolean isAnothers() {
            return reason.equals("another_persons");
        }

        @Override
        public String toString() {
            return "Withdrawal[" + reason + "]";
        }

        String content() {
            return String.join("|", number, reason, replacement.toString())
                    + replacement.map(Document::number).orElse("");
        }
    }

    /** That a resident belongs to a group, or no longer does, as somebody found. */
    public record GroupEntry(PopulationGroup group, String source, boolean belongs) {}

    /** A guardian as named by a command; texts that were not given are empty. */
    public record GuardianEntry(
            Optional<UUID> residentId,
            String name,
            String number,
            String phone,
            String relationship,
            String evidenceKind,
            String evidenceReference,
            LocalDate firstDay,
            Optional<LocalDate> lastDay) {

        @Override
        public String toString() {
            return "GuardianEntry[" + residentId + "]";
        }

        String content() {
            return String.join("|", residentId.toString(), name, number, phone, relationship, evidenceKind)
                    + String.join("|", evidenceReference, firstDay.toString(), lastDay.toString());
        }
    }

    /** A new resident. */
    public record Registration(
            String name,
            Optional<Document> document,
            LocalDate birthDate,
            int sex,
            String phone,
            EconomicCategory economicCategory,
            Optional<InsuranceScheme> scheme,
            Optional<LocalDate> insuredFrom,
            List<GroupEntry> groups,
            String household,
            String householdRelationship,
            Optional<GuardianEntry> guardian) {

        public Registration {
            groups = List.copyOf(groups);
        }

        @Override
        public String toString() {
            return "Registration[" + birthDate + "]";
        }

        String content() {
            return String.join("|", name, document.map(Document::number).orElse(""), document.toString(), phone)
                    + String.join("|", birthDate + "", sex + "", economicCategory + "", scheme + "", insuredFrom + "")
                    + String.join("|", groups + "", household, householdRelationship)
                    + guardian.map(GuardianEntry::content).orElse("");
        }
    }

    /**
     * Circumstances from a day on, or on some days; what is empty stays as it is.
     *
     * @param scheme empty where the insurance is not spoken of; otherwise the scheme or none
     */
    public record Circumstances(
            Days days,
            Optional<Optional<InsuranceScheme>> scheme,
            Optional<EconomicCategory> economicCategory,
            List<GroupEntry> groups) {

        public Circumstances {
            groups = List.copyOf(groups);
        }

        boolean saysNothing() {
            return scheme.isEmpty() && economicCategory.isEmpty() && groups.isEmpty();
        }
    }
}
