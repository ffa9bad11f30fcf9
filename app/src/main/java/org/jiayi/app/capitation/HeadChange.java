package org.jiayi.app.capitation;

import java.util.Locale;

/** Why a head is not what it was: in late corrections, and from one month to the next. */
public enum HeadChange {
    /** From one month to the next only. */
    JOINED("新增"),
    /** Late corrections only: a contract, an insurance or an institution that was heard of late. */
    COUNTED_LATE("补计"),
    DEATH("死亡"),
    CONTRACT_ENDED("协议终止"),
    INSURANCE_CHANGED("参保变化"),
    /** The contract is suspended, or the institution is not open. */
    NOT_ELIGIBLE("不符合计入条件"),
    /** Another registration of the same person counts. */
    DUPLICATE("重复登记"),
    /** Another team. */
    TRANSFERRED("转签"),
    /** Another risk group or grade. */
    RATE_CHANGED("定额变化");

    private final String label;

    HeadChange(String label) {
        this.label = label;
    }

    /** The change of that code. */
    public static HeadChange ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** The name in columns and in the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name in Chinese. */
    public String label() {
        return label;
    }
}
