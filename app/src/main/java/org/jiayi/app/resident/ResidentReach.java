package org.jiayi.app.resident;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Who may read a resident: the resident by whichever registration, their guardian, and in the service whom {@link ResidentAccess} lets. */
@Component
class ResidentReach {

    private final ResidentAccess access;
    private final Residents residents;
    private final Clock clock;

    ResidentReach(ResidentAccess access, Residents residents, Clock clock) {
        this.access = access;
        this.residents = residents;
        this.clock = clock;
    }

    /** Completes where the caller may read the resident; refused as unknown otherwise. */
    Mono<Void> check(Caller caller, String area, UUID residentId) {
        return mayRead(caller, area, residentId)
                .flatMap(may -> may ? Mono.empty() : Mono.error(new Refused(RefusalCode.NOT_FOUND)));
    }

    private Mono<Boolean> mayRead(Caller caller, String area, UUID residentId) {
        Optional<UUID> self = caller.scope().resident();
        if (self.isEmpty()) {
            return access.mayRead(caller, area, residentId);
        }
        if (!caller.scope().reachesArea(area)) {
            return Mono.just(false);
        }
        return self.get().equals(residentId)
                ? Mono.just(true)
                : residents.mayActFor(area, self.get(), residentId, LocalDate.now(clock));
    }
}
