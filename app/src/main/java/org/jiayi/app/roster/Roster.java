package org.jiayi.app.roster;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiayi.app.capitation.RosterRule;
import org.jiayi.app.kernel.decision.RefusalCode;

/**
 * A month's list as it stands between the bureau and the institutions.
 *
 * @param deadline the last day on which an institution may object, as it was published
 * @param countedAt when the list was counted last
 * @param parts of the institutions; one that has nobody on the list any more has a part still, to which it consents or not
 */
public record Roster(
        RosterRule rule,
        LocalDate deadline,
        Instant countedAt,
        Map<String, Part> parts,
        List<Objection> objections,
        boolean closed) {

    /**
     * What a list says of an institution.
     *
     * @param deadline the last day on which it may object: a later one where its part was counted otherwise since
     * @param agreed whether it has agreed to its part as it is now
     */
    public record Part(long heads, LocalDate deadline, boolean agreed) {}

    /** Whether that institution may still object. */
    boolean isOpen(String institutionCode, LocalDate today) {
        LocalDate until = Optional.ofNullable(parts.get(institutionCode))
                .map(Part::deadline)
                .orElse(deadline);
        return !closed && !today.isAfter(until);
    }

    /** Why the list is not final; empty where it is (DOMAIN §6). */
    Optional<RefusalCode> refusalToClose(LocalDate today) {
        if (objections.stream().anyMatch(objection -> objection.accepted().isEmpty())) {
            return Optional.of(RefusalCode.OBJECTIONS_OPEN);
        }
        if (objections.stream().anyMatch(this::changedTheList)) {
            return Optional.of(RefusalCode.ROSTER_CHANGED);
        }
        return parts.values().stream().allMatch(part -> consents(part, today))
                ? Optional.empty()
                : Optional.of(RefusalCode.ROSTER_NOT_AGREED);
    }

    private boolean consents(Part part, LocalDate today) {
        return part.agreed() || rule.silenceConsents() && today.isAfter(part.deadline());
    }

    private boolean changedTheList(Objection objection) {
        return objection.accepted().orElse(false)
                && objection.answeredAt().map(at -> !at.isBefore(countedAt)).orElse(false);
    }
}
