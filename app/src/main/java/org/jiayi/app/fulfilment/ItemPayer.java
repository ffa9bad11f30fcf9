package org.jiayi.app.fulfilment;

import java.util.Locale;

/** Who pays for a service item, so that none is paid twice (DOMAIN §4). */
public enum ItemPayer {
    CONTRACT_FEE,
    PUBLIC_HEALTH;

    /** The code in policies and in the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
