package org.jiayi.app.resident;

import java.util.UUID;
import reactor.core.publisher.Mono;

/** What ties residents elsewhere, so that the register knows what it must not join; implemented by who has the ties. */
public interface ResidentTies {

    /** Whether the one is, by all that is known now, under contract on a day on which the other is, by any registration. */
    Mono<Boolean> holdOverlappingContracts(String area, UUID mergedId, UUID survivorId);
}
