package org.jiayi.app.fee;

/** How often a contract of more than a year is charged (计费周期; a local setting). */
public enum ChargeRule {
    /** Once, when it is signed, for its whole term. */
    ONCE("按签约期一次计费"),
    /** For its first year when it is signed, and for each further one on that year's first day. */
    YEARLY("按签约年度计费");

    private final String label;

    ChargeRule(String label) {
        this.label = label;
    }

    /** The name in Chinese. */
    public String label() {
        return label;
    }
}
