package org.jiayi.app.kernel.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The six kinds of people and machines that use Jiayi. */
public enum Role {
    /** 居民: sees what is their own. */
    RESIDENT,
    /** 家庭医生团队: works for the residents of one team. */
    TEAM,
    /** 机构: sees its teams and its settlements. */
    INSTITUTION,
    /** 医保局: pays; computes, approves and pulls settlements of one pooling area. */
    BUREAU,
    /** 卫健委: watches coverage and quality of one pooling area, and no person. */
    COMMISSION,
    /** 管理员: opens pooling areas and loads their files. */
    ADMINISTRATOR;

    /** The name in tokens. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that name; empty for a name we do not know. */
    public static Optional<Role> find(String code) {
        return Arrays.stream(values()).filter(role -> role.code().equals(code)).findFirst();
    }
}
