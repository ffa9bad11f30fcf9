package org.jiayi.app.contract;

import java.util.Optional;
import java.util.UUID;

/**
 * Where a contract comes from.
 *
 * @param follows the contract before it; empty for one that was signed anew
 * @param basis what it rests on where nobody signed, such as the document that allows it
 */
public record Lineage(Origin origin, Optional<UUID> follows, Optional<String> basis) {

    /** A contract that follows none. */
    public static final Lineage SIGNED = new Lineage(Origin.SIGNED, Optional.empty(), Optional.empty());

    public Lineage {
        if ((origin == Origin.SIGNED) != follows.isEmpty()) {
            throw new IllegalArgumentException("a contract follows another unless it was signed anew");
        }
    }

    /** A contract that comes out of another. */
    static Lineage following(Origin origin, UUID contractId, Optional<String> basis) {
        return new Lineage(origin, Optional.of(contractId), basis);
    }
}
