package org.jiayi.app.contract;

import java.util.Locale;

/** What a contract came from. Every one but a signed one follows another contract of the same resident. */
public enum Origin {
    SIGNED("签约", true),
    RENEWED("续约", true),
    RENEWED_AUTOMATICALLY("自动续约", true),
    TRANSFERRED("转签", false),
    AMENDED("变更服务包", false),
    REASSIGNED("机构调整", false);

    private final String label;
    private final boolean charged;

    Origin(String label, boolean charged) {
        this.label = label;
        this.charged = charged;
    }

    /** The name in Chinese. */
    public String label() {
        return label;
    }

    /** Whether it is charged as a new contract; the fee of the others comes out of the one they follow. */
    public boolean isCharged() {
        return charged;
    }

    /** The code in the API and in the database, of the contract and of the event that made it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The origin of that code in the database. */
    public static Origin ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
