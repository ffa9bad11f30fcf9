package org.jiayi.app.contract;

import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where contracts are found that a death ended, and become again what they were. */
public interface ReinstatementStore {

    /**
     * The contracts that a death ended or undid, of all registrations of the person, in the order of their terms. A person dies
     * once: whichever day it was said to be, what ended for it is found.
     */
    Flux<EndedByDeath> endedByDeath(String area, UUID residentId);

    /**
     * Adds versions that repeat earlier ones. Refused as a whole with {@code precondition_failed} where one of the versions
     * that they follow is not the latest any more.
     */
    Mono<Void> reinstate(String area, List<Reinstatement> reinstatements, ContractStore.Recording recording);
}
