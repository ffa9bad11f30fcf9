package org.jiayi.app.kernel.access;

import java.util.Set;

/**
 * Who is asking.
 *
 * @param subject the account's name at the issuer, written into what the caller changes
 * @param roles what the caller is
 * @param scope how far the caller sees
 */
public record Caller(String subject, Set<Role> roles, Scope scope) {

    public Caller {
        roles = Set.copyOf(roles);
    }
}
