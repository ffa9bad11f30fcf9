package org.jiayi.app.fee;

import java.util.Locale;

/** Why a line of a contract's fee stands where it does. */
enum FeeLineReason {
    /** Charged. */
    CONTRACT_FEE,
    /** Given back: the line is negative. */
    REFUND,
    /** Moved on to the contract that follows: the line is negative. */
    MOVED_OUT,
    /** Moved in from the contract before. */
    MOVED_IN;

    /** The code in the database, of the line and of its transfer. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it takes away from what the payer bears. */
    boolean isNegative() {
        return this == REFUND || this == MOVED_OUT;
    }
}
