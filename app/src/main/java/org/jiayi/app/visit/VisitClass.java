package org.jiayi.app.visit;

import java.util.Locale;

/** Where and why a resident was seen, as far as money asks. Of several that fit, the first holds. */
public enum VisitClass {
    /** Other funds pay, such as work injury or a third party. */
    EXCLUDED("不计入"),
    /** At the payee itself. */
    OWN("本机构"),
    EMERGENCY("急诊"),
    /** The resident is registered for care in another area. */
    REMOTE_REGISTERED("异地备案"),
    /** A valid referral covers the visit. */
    REFERRED("转诊"),
    UN_REFERRED("未经转诊");

    private final String label;

    VisitClass(String label) {
        this.label = label;
    }

    /** The name in Chinese. */
    public String label() {
        return label;
    }

    /** The code in columns and in the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The class of that code. */
    public static VisitClass of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** Whether the visit was neither at the payee nor another fund's. */
    public boolean isElsewhere() {
        return this != OWN && this != EXCLUDED;
    }
}
