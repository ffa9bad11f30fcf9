package org.jiayi.app.resident;

import java.util.UUID;
import org.jiayi.app.kernel.access.Caller;
import reactor.core.publisher.Mono;

/** Who in the service may read a resident; implemented by who knows whom a resident is or was under contract with. */
public interface ResidentAccess {

    /** Whether the caller's team or institution has, or has had, to do with the resident. */
    Mono<Boolean> mayRead(Caller caller, String area, UUID residentId);
}
