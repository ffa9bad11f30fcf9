package org.jiayi.app.kernel.decision;

import java.util.Locale;

/**
 * Every reason for which Jiayi says no, with its HTTP status. The Javadoc of a constant is its entry in the manual; the
 * texts people read are in {@code problems.properties}, in Chinese and in English, and a test compares the two lists.
 */
public enum RefusalCode {
    // policy documents
    /** The payers' shares do not make the whole price. */
    SHARES_NOT_WHOLE(422),
    /** Staff must receive at least 70 % of the contract-fee income (DOMAIN: contract fee). */
    STAFF_SHARE_TOO_LOW(422),
    /** The policy document has a value that makes no sense; the pointer says which. */
    POLICY_INVALID(422),
    /** An amount is negative or beyond what a policy may name. */
    AMOUNT_OUT_OF_RANGE(422),

    // contract fee
    /** There is money for the staff, but nobody in the team has points by which to distribute it. */
    STAFF_POINTS_MISSING(422);

    private final int status;

    RefusalCode(int status) {
        this.status = status;
    }

    /** The HTTP status a caller gets with this code. */
    public int status() {
        return status;
    }

    /** The code as it is written in answers and files: lower case with underscores, never changed once published. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
