package org.jiayi.app.resident;

import java.util.Arrays;
import java.util.Optional;

/** The insurance scheme (险种): two pools, two quotas. */
public enum InsuranceScheme {
    EMPLOYEE("310", "职工基本医疗保险"),
    RESIDENT("390", "城乡居民基本医疗保险");

    private final String code;
    private final String label;

    InsuranceScheme(String code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The scheme of that national code; empty for a code that is none. */
    public static Optional<InsuranceScheme> find(String code) {
        return Arrays.stream(values())
                .filter(scheme -> scheme.code.equals(code))
                .findFirst();
    }

    /** The national code. */
    public String code() {
        return code;
    }

    /** The name in Chinese. */
    public String label() {
        return label;
    }
}
