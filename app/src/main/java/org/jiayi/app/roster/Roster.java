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
 * @param deadline the last day on which an institution may object
 * @param countedAt when the list was counted last
 * @param heads of each institution on it
 * @param agreed the institutions that have agreed
 */
public record Roster(
        RosterRule rule,
        LocalDate deadline,
        Instant countedAt,
        Map<String, Long> heads,
        Set<String> agreed,
        List<Objection> objections,
        boolean closed) {

    /** Whether institutions may still object. */
    boolean isOpen(LocalDate today) {
        return !closed && !today.isAfter(deadline);
    }

    /** Why the list is not final; empty where it is (DOMAIN §6). */
    Optional<RefusalCode> refusalToClose(LocalDate today) {
        if (objections.stream().anyMatch(objection -> objection.accepted().isEmpty())) {
            return Optional.of(RefusalCode.OBJECTIONS_OPEN);
        }
        if (objections.stream().anyMatch(this::changedTheList)) {
            return Optional.of(RefusalCode.ROSTER_CHANGED);
        }
        boolean silenceConsents = rule.silenceConsents() && today.isAfter(deadline);
        return silenceConsents || agreed.containsAll(heads.keySet())
                ? Optional.empty()
                : Optional.of(RefusalCode.ROSTER_NOT_AGREED);
    }

    private boolean changedTheList(Objection objection) {
        return objection.accepted().orElse(false)
                && objection.answeredAt().map(at -> !at.isBefore(countedAt)).orElse(false);
    }
}
