package org.jiayi.app.progress;

import java.util.Locale;
import java.util.Set;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Role;
import org.jiayi.app.kernel.id.PublicId;

/** The kinds of long jobs: what their ids look like, and which roles may follow and stop them. */
public enum JobKind {
    /** 数据导入: a file's rows. What was taken in when it is cancelled stays. */
    IMPORT(PublicId.Kind.IMPORT, "数据导入", Role.ADMINISTRATOR),
    /** 结算清单发布: the files of an approved batch. Cancelled, it leaves no statement. */
    PUBLICATION(PublicId.Kind.PUBLICATION, "结算清单发布", Role.BUREAU),
    /** 对账: a bureau's own detail file against ours. Cancelled, it is dropped. */
    RECONCILIATION(PublicId.Kind.RECONCILIATION, "对账", Role.BUREAU),
    /** 机构调整: the contracts of whole teams. What was moved when it is cancelled stays. */
    REASSIGNMENT(PublicId.Kind.REASSIGNMENT, "机构调整", Role.ADMINISTRATOR, Role.BUREAU),
    /** 考核计费: the fees of whole teams brought to the tiers of their scores. Teams that are done when it is cancelled stay so. */
    FEE_ASSESSMENT(PublicId.Kind.FEE_ASSESSMENT, "考核计费", Role.BUREAU),
    /** 月度测算: capitation months. Those that are computed or begun when it is cancelled stay. */
    MONTHLY_RUN(PublicId.Kind.MONTHLY_RUN, "月度测算", Role.BUREAU);

    private final PublicId.Kind ids;
    private final String label;
    private final Set<Role> followers;

    JobKind(PublicId.Kind ids, String label, Role... followers) {
        this.ids = ids;
        this.label = label;
        this.followers = Set.of(followers);
    }

    /** The name in the API, which is also its name in English. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name in Chinese. */
    public String label() {
        return label;
    }

    /** What the ids of its jobs name. */
    public PublicId.Kind ids() {
        return ids;
    }

    boolean isFollowedBy(Caller caller) {
        return followers.stream().anyMatch(caller.roles()::contains);
    }
}
