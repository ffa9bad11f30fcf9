package org.jiayi.app.phone;

import java.util.Map;
import java.util.Optional;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;

/**
 * One command as a phone kept it.
 *
 * @param key the idempotency key given to it when it was made
 * @param act what to do, by {@link PhoneAct#code()}
 * @param subjectId the thing it is about; empty where it makes one
 * @param seen the ETag of the thing when the phone saw it
 * @param body what the operation of that act takes
 */
public record PhoneItem(
        String key, String act, Optional<String> subjectId, Optional<String> seen, Map<String, Object> body) {

    /** The thing it is about; refused where the phone did not say. */
    public String requireSubject() {
        return subjectId.orElseThrow(() -> new Refused(Refusal.of(RefusalCode.INVALID_VALUE, "/subjectId")));
    }

    /** What the phone saw of it; refused where the phone did not say. */
    public String requireSeen() {
        return seen.orElseThrow(() -> new Refused(RefusalCode.PRECONDITION_REQUIRED));
    }
}
