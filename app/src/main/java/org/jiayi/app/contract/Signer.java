package org.jiayi.app.contract;

import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;

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

    /** A team, with the resident's spoken consent. */
    public static final Signer ON_BEHALF = new Signer(Kind.ON_BEHALF, Optional.empty());

    /**
     * Who signs where a request names nobody: on a team's phone the team, which leaves the resident to confirm it; elsewhere
     * the resident, who sits at the counter or holds the phone.
     */
    public static Signer unnamed(Caller caller) {
        return Actor.of(caller) == Actor.TEAM ? ON_BEHALF : SELF;
    }

    /**
     * The same as far as the caller may say so: a resident's own phone signs for no team, and its holder is the guardian where
     * none is named.
     */
    public Signer by(Caller caller) {
        Optional<UUID> self = caller.scope().resident();
        if (self.isPresent() && kind == Kind.ON_BEHALF) {
            throw new Refused(RefusalCode.FORBIDDEN);
        }
        return kind == Kind.GUARDIAN ? new Signer(kind, guardianResidentId.or(() -> self)) : this;
    }

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
