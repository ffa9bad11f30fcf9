package org.jiayi.app.security;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;

/** Reads what follows the word "Bearer": one blank and a token of the form of RFC 6750, or it is not even verified. */
final class BearerTokens implements ReactiveJwtDecoder {

    private static final Pattern FORM = Pattern.compile(" ([A-Za-z0-9-._~+/]+=*)");

    private final ReactiveJwtDecoder verifier;

    BearerTokens(ReactiveJwtDecoder verifier) {
        this.verifier = verifier;
    }

    @Override
    public Mono<Jwt> decode(String credentials) {
        Matcher form = FORM.matcher(credentials);
        return form.matches() ? verifier.decode(form.group(1)) : Mono.error(new BadJwtException("not of the form"));
    }
}
