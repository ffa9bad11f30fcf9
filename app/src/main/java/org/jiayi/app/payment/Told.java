package org.jiayi.app.payment;

import java.util.Optional;
import org.jiayi.app.kernel.decision.RefusalCode;

/**
 * What became of something a provider told.
 *
 * @param outcome the code in the notice's row; empty where it was not booked
 * @param refusal why it was not booked; empty where it was, now or before
 */
record Told(String outcome, Optional<RefusalCode> refusal) {

    static final Told BOOKED = new Told("booked", Optional.empty());
    static final Told BOOKED_LATE = new Told("booked_late", Optional.empty());
    static final Told KNOWN = new Told("known", Optional.empty());

    static Told refused(RefusalCode code) {
        return new Told("", Optional.of(code));
    }
}
