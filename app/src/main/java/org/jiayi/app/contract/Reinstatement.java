package org.jiayi.app.contract;

import java.time.Instant;
import java.util.UUID;

/**
 * That a contract is again what it was.
 *
 * @param version its latest version, ended or undone
 * @param restored the version that the next one repeats
 * @param knownFrom the moment from which that is known
 */
public record Reinstatement(UUID contractId, int version, int restored, Instant knownFrom) {

    static Reinstatement of(EndedByDeath ended, ContractVersion next) {
        return new Reinstatement(
                next.contractId(), ended.latest().version(), ended.before().version(), next.knownFrom());
    }
}
