package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.resident.Residents;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Whose contracts a caller reaches: those of their team or institution, their own, and those of whom they are guardian of,
 * whichever registration of a person holds them.
 */
@Component
public class ContractAccess {

    private final Residents residents;

    ContractAccess(Residents residents) {
        this.residents = residents;
    }

    /** Passes where the contract with that team is in the caller's reach; what is not is refused as unknown. */
    public Mono<Void> requireReach(
            Caller caller, String area, String institutionCode, String teamNumber, UUID residentId, LocalDate today) {
        if (caller.scope().reachesResident(area, institutionCode, teamNumber, residentId)) {
            return Mono.empty();
        }
        return requireActsFor(caller, area, residentId, today);
    }

    /** Passes where the caller is that resident or acts for them; refused as unknown otherwise. */
    public Mono<Void> requireActsFor(Caller caller, String area, UUID residentId, LocalDate today) {
        return Mono.justOrEmpty(caller.scope().resident())
                .filter(self -> caller.scope().reachesArea(area))
                .flatMap(self ->
                        self.equals(residentId) ? Mono.just(true) : residents.mayActFor(area, self, residentId, today))
                .filter(acts -> acts)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .then();
    }

    /** Passes unless a resident's own phone names somebody else as the guardian who signs. */
    Mono<Void> requireOwnHand(Caller caller, String area, Optional<UUID> guardian) {
        return Mono.justOrEmpty(caller.scope().resident())
                .flatMap(self -> Mono.justOrEmpty(guardian)
                        .filterWhen(named ->
                                residents.isOnePerson(area, self, named).map(same -> !same)))
                .flatMap(another -> Mono.<Void>error(new Refused(Refusal.of(RefusalCode.GUARDIAN_NEEDED, "/signer"))));
    }

    /**
     * Passes where the caller may ask what a contract would cost that resident. A price is nobody's secret, but it shows the
     * resident's economic category: residents ask for those they act for, and teams for whom they are about to sign.
     */
    public Mono<Void> requireMayAskPrice(Caller caller, String area, UUID residentId, LocalDate today) {
        return caller.scope().resident().isPresent() ? requireActsFor(caller, area, residentId, today) : Mono.empty();
    }
}
