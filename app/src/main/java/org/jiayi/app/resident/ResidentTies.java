package org.jiayi.app.resident;

import java.util.UUID;
import reactor.core.publisher.Mono;

/** What ties residents elsewhere, so that the register knows what it must not join; implemented by who has the ties. */
public interface ResidentTies {

    /** Whether both, by all that is known now, are under contract on a common day. */
    Mono<Boolean> holdOverlappingContracts(String area, UUID one, UUID other);
}
