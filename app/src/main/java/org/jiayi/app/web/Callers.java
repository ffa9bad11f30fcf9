package org.jiayi.app.web;

import org.jiayi.app.kernel.access.Caller;
import org.springframework.web.server.ServerWebExchange;

/** The caller of an exchange: put there once by the security filter, read by every controller. */
public final class Callers {

    private static final String ATTRIBUTE = Callers.class.getName();

    private Callers() {}

    /** Remembers who is asking. */
    public static void put(ServerWebExchange exchange, Caller caller) {
        exchange.getAttributes().put(ATTRIBUTE, caller);
    }

    /** Who is asking. */
    public static Caller of(ServerWebExchange exchange) {
        return exchange.getRequiredAttribute(ATTRIBUTE);
    }
}
