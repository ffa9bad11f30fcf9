package org.jiayi.app.visit;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A visit as it was taken in: the first time under the revision 0, and each time after it was cancelled under the next one.
 *
 * @param cancelled empty where it stands; of the revisions of a serial, only the latest can
 */
public record VisitRevision(String serial, int revision, Optional<Cancelled> cancelled) {

    /**
     * How it was cancelled.
     *
     * @param importId the file that said so; empty where it was done by hand
     */
    public record Cancelled(Cancellation why, Optional<UUID> importId, String by, Instant at) {}
}
