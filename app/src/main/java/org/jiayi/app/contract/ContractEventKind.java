package org.jiayi.app.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can end a contract before its last day. */
public enum ContractEventKind {
    DEATH("死亡"),
    MOVED_AWAY("迁出"),
    OWN_WISH("本人要求解约");

    private final String label;

    ContractEventKind(String label) {
        this.label = label;
    }

    /** The code in the API and in the database. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ContractEventKind> find(String label) {
        return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
    }
}
