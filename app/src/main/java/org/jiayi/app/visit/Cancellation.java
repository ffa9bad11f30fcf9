package org.jiayi.app.visit;

import java.util.Optional;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;

/**
 * 冲销: that a visit counts no more.
 *
 * @param note what is to be said besides; never empty where the reason is {@link CancellationReason#OTHER}
 */
public record Cancellation(CancellationReason reason, Optional<String> note) {

    private static final int NOTE_LENGTH_MAX = 200;

    /** Refused where nobody could tell why afterwards; {@code field} is where the note stands. */
    static Decision<Cancellation> because(CancellationReason reason, String note, String field) {
        Optional<String> said = Optional.of(note.strip()).filter(text -> !text.isEmpty());
        if (said.filter(text -> text.length() > NOTE_LENGTH_MAX).isPresent()) {
            return Decision.refuse(RefusalCode.INVALID_VALUE, field);
        }
        return reason == CancellationReason.OTHER && said.isEmpty()
                ? Decision.refuse(RefusalCode.REASON_NEEDS_NOTE, field)
                : Decision.accept(new Cancellation(reason, said));
    }

    /** Everything it says, so that the same visit cancelled otherwise is noticed. */
    String digest() {
        return reason.code() + "|" + note.orElse("");
    }
}
