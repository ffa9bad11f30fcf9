package org.jiayi.app.contract;

import java.util.Optional;
import java.util.UUID;

/**
 * Who signs for the resident's side (签署人).
 *
 * @param guardianResidentId the guardian, where a guardian signs who is registered too
 */
public record Signer(Kind kind, Optional<UUID> guardianResidentId) {

    /** On paper, taken over from a county's file: there is no electronic agreement. */
    public static final Signer PAPER = new Signer(Kind.PAPER, Optional.empty());

    /** The resident. */
    public static final Signer SELF = new Signer(Kind.SELF, Optional.empty());

    /** Nobody signs anew: what was signed before goes on. */
    public static final Signer UNCHANGED = new Signer(Kind.UNCHANGED, Optional.empty());

    /** In what way somebody signs. */
    public enum Kind {
        SELF,
        GUARDIAN,
        /** A team signs with the resident's spoken consent; the resident confirms later. */
        ON_BEHALF,
        /** What the one before already said goes on: nobody signs anew. */
        UNCHANGED,
        PAPER
    }

    /** Whether it is a signing of today, to which all rules apply, and not a record of one long made. */
    boolean isPresent() {
        return kind != Kind.PAPER;
    }
}
