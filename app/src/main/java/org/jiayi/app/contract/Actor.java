package org.jiayi.app.contract;

import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Role;

/** Who acts in the life of a contract. */
public enum Actor {
    /** The resident, or the guardian for them. */
    RESIDENT("居民（监护人）", "居民手机"),
    TEAM("团队", "团队手机"),
    INSTITUTION("机构", "机构窗口"),
    BUREAU("医保局", "医保局"),
    /** The system's own daily round, by what the policy says. */
    ROUTINE("系统", "系统");

    private final String label;
    private final String channel;

    Actor(String label, String channel) {
        this.label = label;
        this.channel = channel;
    }

    /** The name in Chinese. */
    public String label() {
        return label;
    }

    /** How what this actor signs came in (签约渠道). */
    String channel() {
        return channel;
    }

    /** As whom a caller acts: of several roles the one that reaches least. */
    static Actor of(Caller caller) {
        if (caller.roles().contains(Role.RESIDENT)) {
            return RESIDENT;
        }
        if (caller.roles().contains(Role.TEAM)) {
            return TEAM;
        }
        return caller.roles().contains(Role.INSTITUTION) ? INSTITUTION : BUREAU;
    }
}
