package org.jiayi.app.contract;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where applications and offers are kept. */
public interface ApplicationStore {

    /**
     * Adds one that is open.
     *
     * @param codeDigest of the code of an offer; empty for an application
     */
    Mono<Void> add(Application application, Optional<byte[]> codeDigest, String openedBy, Instant openedAt);

    /** The application or offer of that id; empty where there is none. */
    Mono<Application> find(String area, UUID applicationId);

    /** When it was opened; empty where there is none of that id. */
    Mono<Instant> openedAt(String area, UUID applicationId);

    /** The offer whose code has that digest. */
    Mono<Application> findOffer(String area, byte[] codeDigest);

    /** The open ones of a team, the oldest first. */
    Flux<Application> openOf(String area, String teamNumber, Instant now);

    /** Closes an open one: with what became of it, for whom and why. */
    Mono<Void> close(Application closed, String answeredBy, Instant answeredAt);

    /** Notes of what that resident asked for and nobody answered in time that it has lapsed, and tells which. */
    Flux<Application> lapse(String area, UUID residentId, Instant now);

    /** The same of so many that nobody answered in time, whosever they are, the first to lapse first. */
    Flux<Application> lapse(String area, Instant now, int limit);
}
