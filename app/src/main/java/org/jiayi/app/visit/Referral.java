package org.jiayi.app.visit;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;

/**
 * A referral (转诊).
 *
 * @param number unique in the area; what a claim names
 * @param fromInstitution who refers
 * @param toInstitution the only one it holds for; empty where the resident may go anywhere
 * @param issuedOn the first day it holds
 * @param lastDay the last day it holds; empty where the policy's window says it
 */
public record Referral(
        String number,
        UUID residentId,
        String fromInstitution,
        Optional<String> toInstitution,
        LocalDate issuedOn,
        Optional<LocalDate> lastDay) {

    /** Refused where it was issued in the future, or ended before. The field is that of the API. */
    static Decision<Referral> checked(Referral referral, LocalDate today) {
        if (referral.issuedOn().isAfter(today)) {
            return Decision.refuse(RefusalCode.IN_THE_FUTURE, "/issuedOn");
        }
        return referral.lastDay()
                        .filter(day -> day.isBefore(referral.issuedOn()))
                        .isPresent()
                ? Decision.refuse(RefusalCode.END_BEFORE_START, "/lastDay")
                : Decision.accept(referral);
    }

    /** Everything it says, so that the same number said otherwise is noticed. */
    String digest() {
        return String.join(
                "|",
                residentId.toString(),
                fromInstitution,
                toInstitution.orElse(""),
                issuedOn.toString(),
                lastDay.map(LocalDate::toString).orElse(""));
    }
}
