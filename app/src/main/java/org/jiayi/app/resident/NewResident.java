package org.jiayi.app.resident;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;

/**
 * A resident to be registered, checked.
 *
 * @param number empty for a newborn without any document
 */
record NewResident(
        ResidentCommands.Registration registration, Optional<IdentityNumber> number, Optional<Guardian> guardian) {

    private static final Set<Integer> SEXES = Set.of(0, 1, 2, 9);

    /** Checks what a command says; the first rule it breaks is what it is refused for. */
    static Decision<NewResident> read(ResidentCommands.Registration wanted, LocalDate today) {
        if (wanted.name().isBlank()) {
            return Decision.refuse(RefusalCode.EMPTY_NAME);
        }
        if (wanted.birthDate().isAfter(today)) {
            return Decision.refuse(RefusalCode.IMPOSSIBLE_DATE);
        }
        if (!SEXES.contains(wanted.sex())) {
            return Decision.refuse(RefusalCode.SEX_MISMATCH);
        }
        Decision<Boolean> household = household(wanted);
        return household
                .then(sound -> guardian(wanted))
                .then(guardian -> number(wanted, guardian, today)
                        .then(number -> Decision.accept(new NewResident(wanted, number, guardian))));
    }

    private static Decision<Boolean> household(ResidentCommands.Registration wanted) {
        if (wanted.household().isEmpty()) {
            return Decision.accept(true);
        }
        if (wanted.householdRelationship().isEmpty()) {
            return Decision.refuse(RefusalCode.RELATIONSHIP_MISSING);
        }
        return Relationship.find(wanted.householdRelationship())
                .map(known -> Decision.accept(true))
                .orElseGet(() -> Decision.refuse(RefusalCode.UNKNOWN_RELATIONSHIP));
    }

    private static Decision<Optional<Guardian>> guardian(ResidentCommands.Registration wanted) {
        return wanted.guardian()
                .map(entry -> Guardian.read(entry).then(guardian -> Decision.accept(Optional.of(guardian))))
                .orElseGet(() -> Decision.accept(Optional.empty()));
    }

    private static Decision<Optional<IdentityNumber>> number(
            ResidentCommands.Registration wanted, Optional<Guardian> guardian, LocalDate today) {
        if (wanted.document().isPresent()) {
            return number(wanted.document().get(), wanted.birthDate(), wanted.sex())
                    .then(number -> Decision.accept(Optional.of(number)));
        }
        if (guardian.isEmpty()) {
            return Decision.refuse(RefusalCode.DOCUMENT_MISSING);
        }
        return wanted.birthDate().isAfter(today.minusYears(1))
                ? Decision.accept(Optional.empty())
                : Decision.refuse(RefusalCode.NOT_A_NEWBORN);
    }

    /** The number of a document that belongs to somebody born on that day, of that sex. */
    static Decision<IdentityNumber> number(ResidentCommands.Document document, LocalDate birthDate, int sex) {
        return document.type().read(document.number()).then(number -> {
            if (!document.type().isChecked(number)) {
                return Decision.accept(number);
            }
            if (!number.birthDate().equals(birthDate)) {
                return Decision.refuse(RefusalCode.BIRTH_MISMATCH);
            }
            return number.sex() == sex ? Decision.accept(number) : Decision.refuse(RefusalCode.SEX_MISMATCH);
        });
    }
}
