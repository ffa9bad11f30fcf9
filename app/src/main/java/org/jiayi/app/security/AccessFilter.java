package org.jiayi.app.security;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.web.Callers;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Asks of every request, once and in this order: whose token it bears, whether the table lets them do it, and whether the
 * pooling area that the address names is in their reach; what is out of reach is "not found". Every id carries its area, so
 * one look at the address sees them all; what is narrower than an area is asked of the caller's scope by the module that
 * knows whose the thing is. The caller is left in the exchange.
 */
final class AccessFilter implements WebFilter {

    private static final String SCHEME = "bearer";
    private static final String AREAS = "pooling-areas";
    private static final Pattern ID = Pattern.compile("[a-z]{3}_([0-9]{6})_");

    private final ReactiveJwtDecoder tokens;

    AccessFilter(ReactiveJwtDecoder tokens) {
        this.tokens = tokens;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String credentials = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (credentials == null || !isBearer(credentials)) {
            return pass(Optional.empty(), exchange, chain);
        }
        return tokens.decode(credentials.substring(SCHEME.length()))
                .map(TokenClaims::caller)
                .onErrorMap(BadJwtException.class, notBelieved -> new Refused(RefusalCode.UNAUTHENTICATED))
                .flatMap(caller -> pass(Optional.of(caller), exchange, chain));
    }

    private static boolean isBearer(String credentials) {
        return credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    private static Mono<Void> pass(Optional<Caller> caller, ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        RequestPath address = request.getPath();
        Optional<RefusalCode> refusal =
                AccessRules.refusal(caller, request.getMethod(), address.pathWithinApplication());
        if (refusal.isPresent()) {
            return Mono.error(new Refused(refusal.get()));
        }
        if (caller.isPresent()) {
            if (!reaches(caller.get().scope(), address)) {
                return Mono.error(new Refused(RefusalCode.NOT_FOUND));
            }
            Callers.put(exchange, caller.get());
        }
        return chain.filter(exchange);
    }

    /** Looks at the address as a controller will read it: cut into segments, decoded, without matrix parameters. */
    private static boolean reaches(Scope scope, PathContainer address) {
        boolean areaFollows = false;
        for (PathContainer.Element element : address.elements()) {
            if (element instanceof PathContainer.PathSegment segment) {
                String text = segment.valueToMatch();
                Matcher id = ID.matcher(text);
                if (areaFollows && !scope.reachesArea(text) || id.lookingAt() && !scope.reachesArea(id.group(1))) {
                    return false;
                }
                areaFollows = text.equals(AREAS);
            }
        }
        return true;
    }
}
