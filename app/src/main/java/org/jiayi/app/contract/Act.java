package org.jiayi.app.contract;

import java.util.Locale;

/** What can be done in the life of a contract (签约业务); who may do it and when stands in {@link LifeCycle}. */
public enum Act {
    APPLY("申请签约"),
    ACCEPT("同意申请"),
    REFUSE("拒签"),
    RETRACT("撤回申请"),
    OFFER("扫码邀约"),
    AGREE("扫码确认"),
    LAPSE("逾期失效"),
    SIGN("签约"),
    START("缴费生效"),
    CONFIRM("补充确认"),
    RENEW("续约"),
    TRANSFER("转签"),
    AMEND("变更服务包"),
    REASSIGN("机构调整"),
    SUSPEND("中止"),
    RESUME("恢复"),
    TERMINATE("解约"),
    WITHDRAW("撤回签约"),
    RECORD_DEATH("登记死亡"),
    REVOKE_DEATH("撤销死亡登记"),
    EXPIRE("到期");

    private final String label;

    Act(String label) {
        this.label = label;
    }

    /** The name in Chinese. */
    public String label() {
        return label;
    }

    /** Whether the contract is over by it, or over earlier. */
    boolean endsTheContract() {
        return this == TRANSFER || this == AMEND || this == TERMINATE || this == WITHDRAW;
    }

    /** The code in the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
