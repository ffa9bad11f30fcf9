package org.jiayi.app.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a contract ended before its time (解约原因). */
public enum EndReason {
    MOVED_AWAY("迁出", true),
    LOST_CONTACT("失联满一年", true),
    REFUSED_SERVICE("拒绝服务满一年", true),
    OWN_WISH("本人要求解约", true),
    DEATH("死亡", false),
    TRANSFER("转签", false),
    AMENDMENT("变更服务包", false),
    REASSIGNMENT("机构调整", false),
    OTHER("其他", true);

    private final String label;
    private final boolean forTermination;

    EndReason(String label, boolean forTermination) {
        this.label = label;
        this.forTermination = forTermination;
    }

    /** The name in Chinese. */
    public String label() {
        return label;
    }

    /** The code in the API and in the database. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether somebody may end a contract for it; the others come with an act of their own. */
    boolean isForTermination() {
        return forTermination;
    }

    /** The reason of that label in a county's file; empty for a word that ends no contract. */
    static Optional<EndReason> find(String label) {
        return Arrays.stream(values())
                .filter(reason -> reason.forTermination || reason == DEATH)
                .filter(reason -> reason.label.equals(label))
                .findFirst();
    }

    /** The reason of that code in the database. */
    public static EndReason ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
