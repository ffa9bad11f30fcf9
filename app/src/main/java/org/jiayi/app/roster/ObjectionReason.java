package org.jiayi.app.roster;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an institution says of a resident on the month's list, or of one who is not. */
public enum ObjectionReason {
    /** Not under contract with it. */
    NOT_OURS("非本机构签约", true),
    MOVED_AWAY("已迁出", true),
    DIED("已死亡", true),
    DUPLICATE("重复", true),
    /** Should be on the list. */
    MISSING("应计未计", false),
    WRONG_GROUP("人群归类有误", false);

    private final String label;
    private final boolean listed;

    ObjectionReason(String label, boolean listed) {
        this.label = label;
        this.listed = listed;
    }

    /** The reason of that code; empty for one we do not know. */
    public static Optional<ObjectionReason> find(String code) {
        return Arrays.stream(values())
                .filter(reason -> reason.code().equals(code))
                .findFirst();
    }

    /** The name in columns and in the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name in Chinese. */
    public String label() {
        return label;
    }

    /** Whether accepting it leaves the resident out of the month; what else is wrong is put right in the registers. */
    boolean leavesOut() {
        return listed;
    }

    /** Whether it is about somebody on the list. */
    boolean isOfSomebodyListed() {
        return this != MISSING;
    }
}
