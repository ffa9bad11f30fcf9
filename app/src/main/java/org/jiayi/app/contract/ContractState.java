package org.jiayi.app.contract;

import java.util.Locale;

/** Where an application or a contract stands on a day. It is told from the facts, never stored. */
public enum ContractState {
    NONE("无"),
    /** A resident has asked; the team has not answered. */
    APPLIED("待受理"),
    /** A team has asked; the resident has not answered. */
    OFFERED("待居民确认"),
    REFUSED("已拒签"),
    RETRACTED("已撤回申请"),
    LAPSED("已失效"),
    /** Signed; begins when the resident has paid their share. */
    AWAITING_PAYMENT("待缴费"),
    /** Signed; the first day is still to come. */
    UPCOMING("待生效"),
    IN_FORCE("履约中"),
    SUSPENDED("已中止"),
    /** The last day has passed. */
    EXPIRED("已到期"),
    /** Ended before its time. */
    ENDED("已解约"),
    /** Undone as if it had never been; no longer known for any day. */
    WITHDRAWN("已撤回");

    private final String label;

    ContractState(String label) {
        this.label = label;
    }

    /** The name in Chinese. */
    public String label() {
        return label;
    }

    /** The code in the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
