package org.jiayi.app.fee;

import java.util.Locale;

/** Why a line of a contract's fee stands where it does. */
public enum FeeLineReason {
    /** Charged. */
    CONTRACT_FEE("签约服务费"),
    /** Given back: the line is negative. */
    REFUND("退费"),
    /** Moved on to the contract that follows: the line is negative. */
    MOVED_OUT("转出"),
    /** Moved in from the contract before. */
    MOVED_IN("转入"),
    /** Another tier of the assessment than was charged: the difference, either way. */
    ASSESSED("考核调整"),
    /** The same fee among other payers: a waiver heard of late, or a payer changed. The lines of one act make nothing. */
    RESPLIT("付费方调整"),
    /** Charged again: it was given back for an end that turned out to be none. */
    REINSTATED("恢复计费");

    private final String label;

    FeeLineReason(String label) {
        this.label = label;
    }

    /** The name in Chinese. */
    public String label() {
        return label;
    }

    /** The code in the database, of the line and of its transfer. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static FeeLineReason of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
