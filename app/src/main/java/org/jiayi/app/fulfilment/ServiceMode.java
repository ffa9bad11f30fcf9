package org.jiayi.app.fulfilment;

import java.util.Locale;

/** How a service is delivered (服务方式). */
public enum ServiceMode {
    /** 门诊 at the institution. */
    CLINIC,
    /** 电话 by phone or video. */
    PHONE,
    /** 上门 at the resident's home. */
    HOME;

    /** The code in the API and in the database. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
