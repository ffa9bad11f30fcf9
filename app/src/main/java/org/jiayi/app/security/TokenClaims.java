package org.jiayi.app.security;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Role;
import org.jiayi.app.kernel.access.Scope;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Reads a caller from a token's claims: {@code roles}, {@code area}, {@code institution}, {@code team} and
 * {@code resident}. A role that is tied to an institution, a team or a person reaches nothing without that claim.
 */
final class TokenClaims {

    private static final String NOTHING = "";
    private static final UUID NOBODY = new UUID(0, 0);

    private TokenClaims() {}

    static Set<Role> roles(Jwt token) {
        List<String> names =
                Optional.ofNullable(token.getClaimAsStringList("roles")).orElse(List.of());
        return names.stream().flatMap(name -> Role.find(name).stream()).collect(Collectors.toUnmodifiableSet());
    }

    static Caller caller(Jwt token) {
        Set<Role> roles = roles(token);
        return new Caller(Objects.requireNonNullElse(token.getSubject(), "unknown"), roles, scope(token, roles));
    }

    private static Scope scope(Jwt token, Set<Role> roles) {
        return new Scope(
                claim(token, "area").orElse(NOTHING),
                roles.contains(Role.INSTITUTION)
                        ? claim(token, "institution").or(() -> Optional.of(NOTHING))
                        : Optional.empty(),
                roles.contains(Role.TEAM) ? claim(token, "team").or(() -> Optional.of(NOTHING)) : Optional.empty(),
                roles.contains(Role.RESIDENT)
                        ? claim(token, "resident").flatMap(TokenClaims::uuid).or(() -> Optional.of(NOBODY))
                        : Optional.empty());
    }

    private static Optional<String> claim(Jwt token, String name) {
        return Optional.ofNullable(token.getClaimAsString(name));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
