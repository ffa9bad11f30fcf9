package org.jiayi.app.resident;

import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.period.Days;

/**
 * Somebody who acts for a resident (监护人), by evidence and on days.
 *
 * @param residentId the guardian, where they are a resident of the area
 * @param name of a guardian who is not; empty otherwise, and so number and phone
 * @param relationship of the guardian to the resident
 * @param evidenceReference such as the number of a certificate; sealed like a name
 */
record Guardian(
        Optional<UUID> residentId,
        String name,
        String number,
        String phone,
        Relationship relationship,
        String evidenceKind,
        String evidenceReference,
        Days days) {

    private static final String SEPARATOR = "\u001f";

    /** A guardian as a command names them, checked; who it is, is either a resident or a name with a number. */
    static Decision<Guardian> read(ResidentCommands.GuardianEntry entry) {
        Optional<Relationship> relationship = Relationship.find(entry.relationship());
        if (relationship.isEmpty()) {
            return Decision.refuse(RefusalCode.UNKNOWN_RELATIONSHIP);
        }
        boolean named = !entry.name().isBlank() && !entry.number().isBlank();
        boolean anybody = !entry.name().isBlank() || !entry.number().isBlank();
        if (entry.residentId().isPresent() ? anybody : !named) {
            return Decision.refuse(RefusalCode.GUARDIAN_UNKNOWN);
        }
        return Days.of(entry.firstDay(), entry.lastDay())
                .then(days -> Decision.accept(new Guardian(
                        entry.residentId(),
                        entry.name().strip(),
                        IdentityNumber.normalise(entry.number()).value(),
                        entry.phone().strip(),
                        relationship.get(),
                        entry.evidenceKind(),
                        entry.evidenceReference().strip(),
                        days)));
    }

    /** What is sealed of it. */
    String joined() {
        return String.join(SEPARATOR, name, number, phone, evidenceReference);
    }

    /** What was sealed: name, number, phone and the evidence's reference. */
    static String[] split(String joined) {
        return joined.split(SEPARATOR, -1);
    }
}
