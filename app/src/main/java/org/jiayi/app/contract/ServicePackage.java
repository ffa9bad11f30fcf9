package org.jiayi.app.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The service packages (服务包) a resident can sign up for. */
public enum ServicePackage {
    BASIC("基础包"),
    ELDERLY("老年包"),
    CHRONIC("慢病包"),
    CHILD("儿童包"),
    MATERNAL("孕产妇包");

    private final String label;

    ServicePackage(String label) {
        this.label = label;
    }

    /** The name in Chinese, as in the counties' export files. */
    public String label() {
        return label;
    }

    /** The package of that code; empty for one we do not know. */
    public static Optional<ServicePackage> find(String code) {
        return Arrays.stream(values())
                .filter(known -> known.code().equals(code))
                .findFirst();
    }

    /** The package of that code in the database. */
    public static ServicePackage ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** The code in the API and in the database. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
