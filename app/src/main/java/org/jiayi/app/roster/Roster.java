package org.jiayi.app.roster;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jiayi.app.capitation.RosterRule;
import org.jiayi.app.kernel.decision.RefusalCode;

/**
 * A month's list as it stands between the bureau and the institutions.
 *
 * @param deadline the last day on which an institution may object, as it was published
 * @param countedAt when the list was counted last
 * @param heads of each institution on it
 * @param deadlines of the institutions: later ones where their part of the list was counted otherwise since
 * @param agreed the institutions that have agreed to their part as it is now
 */
public record Roster(
        RosterRule rule,
        LocalDate deadline,
        Instant countedAt,
        Map<String, Long> heads,
        Map<String, LocalDate> deadlines,
        Set<String> agreed,
        List<Objection> objections,
        boolean closed) {

    /** The last day on which that institution may object. */
    public LocalDate deadlineOf(String institutionCode) {
        return deadlines.getOrDefault(institutionCode, deadline);
    }

    /** Whether that institution may still object. */
    boolean isOpen(String institutionCode, LocalDate today) {
        return !closed && !today.isAfter(deadlineOf(institutionCode));
    }

    /** Why the list is not final; empty where it is (DOMAIN §6). */
    Optional<RefusalCode> refusalToClose(LocalDate today) {
        if (objections.stream().anyMatch(objection -> objection.accepted().isEmpty())) {
            return Optional.of(RefusalCode.OBJECTIONS_OPEN);
        }
        if (objections.stream().anyMatch(this::changedTheList)) {
            return Optional.of(RefusalCode.ROSTER_CHANGED);
        }
        return heads.keySet().stream().allMatch(institution -> consents(institution, today))
                ? Optional.empty()
                : Optional.of(RefusalCode.ROSTER_NOT_AGREED);
    }

    private boolean consents(String institution, LocalDate today) {
        return agreed.contains(institution) || rule.silenceConsents() && today.isAfter(deadlineOf(institution));
    }

    private boolean changedTheList(Objection objection) {
        return objection.accepted().orElse(false)
                && objection.answeredAt().map(at -> !at.isBefore(countedAt)).orElse(false);
    }
}
