package org.jiayi.app.yearend;

import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.resident.InsuranceScheme;

/**
 * A recovery as it stands in the books.
 *
 * @param reversed whether it was taken back
 */
record BookedRecovery(InsuranceScheme scheme, String recordedBy, boolean reversed) {

    /** Lets it be taken back once, by another person than the one who booked it. */
    Decision<BookedRecovery> reversedBy(String person) {
        if (reversed) {
            return Decision.refuse(RefusalCode.RECOVERY_REVERSED);
        }
        return recordedBy.equals(person) ? Decision.refuse(RefusalCode.SECOND_PERSON_NEEDED) : Decision.accept(this);
    }
}
