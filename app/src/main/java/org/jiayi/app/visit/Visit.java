package org.jiayi.app.visit;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.Identity;

/**
 * A visit as it is shown.
 *
 * @param attribution under which contract it falls; empty where the resident had none on the day
 * @param referralUntil the last day of the referral that covers it; empty where none does
 */
public record Visit(
        String area,
        String serial,
        UUID residentId,
        Identity resident,
        String institutionCode,
        LocalDate visitedOn,
        Paid paid,
        Optional<String> referralNumber,
        Optional<LocalDate> referralUntil,
        Optional<String> scheme,
        Optional<Attribution> attribution,
        VisitClass visitClass) {

    /** Who paid what. */
    public record Paid(Money pooledFund, Money account, Money cash) {}

    /** The contract in force on the day of service. */
    public record Attribution(UUID contractId, String teamNumber, String institutionCode) {}

    /** Whether that scope reaches it: the resident's own, the payee's, and all of an area for who is not tied to one of them. */
    boolean isReachedBy(Scope scope) {
        return attribution
                .map(of -> scope.reachesResident(area, of.institutionCode(), of.teamNumber(), residentId))
                .orElseGet(() -> scope.reachesArea(area)
                        && scope.institution().isEmpty()
                        && scope.team().isEmpty()
                        && scope.resident().map(residentId::equals).orElse(true));
    }
}
