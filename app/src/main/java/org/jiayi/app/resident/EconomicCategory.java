package org.jiayi.app.resident;

import java.util.Locale;

/** The economic category (经济类型) that decides who pays in place of the resident. */
public enum EconomicCategory {
    ORDINARY("一般"),
    LOW_INCOME("低保"),
    EXTREME_POVERTY("特困"),
    OUT_OF_POVERTY("脱贫人口");

    private final String label;

    EconomicCategory(String label) {
        this.label = label;
    }

    /** The name in columns and in the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The category of that code in the database. */
    public static EconomicCategory ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** The name in Chinese, as in the counties' export files. */
    public String label() {
        return label;
    }
}
