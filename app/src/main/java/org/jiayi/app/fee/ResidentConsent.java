package org.jiayi.app.fee;

import java.time.LocalDate;
import org.jiayi.app.kernel.money.Money;

/**
 * A resident's consent (居民同意) to bear more of a fee than was agreed when it was charged.
 *
 * @param upTo what the resident was shown and agreed to bear of the contract, all in all, with their personal medical account
 * @param evidence where the consent can be looked up, such as the number of the paper that was signed
 */
public record ResidentConsent(Money upTo, LocalDate on, String evidence) {

    /** What is kept of it with the lines that rest on it. */
    String note() {
        return "居民于 " + on + " 同意个人承担 " + upTo.toYuan() + " 元，凭据：" + evidence;
    }
}
