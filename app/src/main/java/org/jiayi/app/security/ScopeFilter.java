package org.jiayi.app.security;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.web.Callers;
import org.jiayi.app.web.ProblemAnswers;
import org.springframework.http.server.PathContainer;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Puts the caller into the exchange, and answers "not found" where the address names a pooling area out of reach. Every
 * id carries its area, so this one filter sees them all; what is narrower than an area is asked of the caller's scope by
 * the module that knows whose the thing is.
 */
final class ScopeFilter implements WebFilter {

    private static final String AREAS = "pooling-areas";
    private static final Pattern ID = Pattern.compile("[a-z]{3}_([0-9]{6})_");

    private final ProblemAnswers problems;

    ScopeFilter(ProblemAnswers problems) {
        this.problems = problems;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return ReactiveSecurityContextHolder.getContext()
                .map(SecurityContext::getAuthentication)
                .ofType(JwtAuthenticationToken.class)
                .map(authentication -> TokenClaims.caller(authentication.getToken()))
                .map(caller -> {
                    Callers.put(exchange, caller);
                    return reaches(caller, exchange.getRequest().getPath());
                })
                .defaultIfEmpty(true)
                .flatMap(reached -> reached ? chain.filter(exchange) : problems.write(exchange, RefusalCode.NOT_FOUND));
    }

    /** Looks at the address as a controller will read it: cut into segments, decoded, without matrix parameters. */
    private static boolean reaches(Caller caller, PathContainer address) {
        boolean areaFollows = false;
        for (PathContainer.Element element : address.elements()) {
            if (element instanceof PathContainer.PathSegment segment) {
                String text = segment.valueToMatch();
                Matcher id = ID.matcher(text);
                if (areaFollows && !caller.scope().reachesArea(text)
                        || id.lookingAt() && !caller.scope().reachesArea(id.group(1))) {
                    return false;
                }
                areaFollows = text.equals(AREAS);
            }
        }
        return true;
    }
}
