package org.jiayi.app.security;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.web.ProblemAnswers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** OAuth2 resource server: a signed token on every request, the table of operations, then the reach of the caller. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {

    @Bean
    SecurityWebFilterChain accessChain(ServerHttpSecurity http, ProblemAnswers problems, ReactiveJwtDecoder verifier) {
        ReactiveJwtDecoder tokens = new RememberedTokens(verifier, InstantSource.system());
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .requestCache(cache -> cache.requestCache(NoOpServerRequestCache.getInstance()))
                .authorizeExchange(SecurityConfiguration::allowByTable)
                .oauth2ResourceServer(server -> server.jwt(jwt ->
                                jwt.jwtDecoder(tokens).jwtAuthenticationConverter(SecurityConfiguration::authenticate))
                        .authenticationEntryPoint(
                                (exchange, error) -> problems.write(exchange, RefusalCode.UNAUTHENTICATED))
                        .accessDeniedHandler((exchange, error) -> problems.write(exchange, refusal(exchange))))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (exchange, error) -> problems.write(exchange, RefusalCode.UNAUTHENTICATED))
                        .accessDeniedHandler((exchange, error) -> problems.write(exchange, refusal(exchange))))
                .addFilterAfter(new ScopeFilter(problems), SecurityWebFiltersOrder.AUTHORIZATION)
                .build();
    }

    /** What Spring's firewall does not let in, such as a semicolon in the address, is answered as every refusal is. */
    @Bean
    ServerExchangeRejectedHandler rejections(ProblemAnswers problems) {
        return (exchange, rejected) -> problems.write(exchange, RefusalCode.INVALID_VALUE);
    }

    private static void allowByTable(ServerHttpSecurity.AuthorizeExchangeSpec exchanges) {
        exchanges
                .pathMatchers(HttpMethod.GET, "/actuator/health/**", "/demo/**")
                .permitAll()
                .pathMatchers(HttpMethod.POST, "/demo/payments/*") // there in the demo only
                .permitAll();
        for (AccessRules.Rule rule : AccessRules.RULES) {
            for (HttpMethod method : rule.methods()) {
                var matched = exchanges.pathMatchers(method, rule.path());
                if (rule.open()) {
                    matched.permitAll();
                } else {
                    matched.hasAnyAuthority(rule.authorities());
                }
            }
        }
        exchanges.anyExchange().denyAll();
    }

    private static RefusalCode refusal(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        return AccessRules.refusal(request.getMethod(), request.getPath().pathWithinApplication());
    }

    private static Mono<AbstractAuthenticationToken> authenticate(Jwt token) {
        Collection<GrantedAuthority> authorities = TokenClaims.roles(token).stream()
                .map(role -> (GrantedAuthority) new SimpleGrantedAuthority(role.code()))
                .toList();
        return Mono.just(new JwtAuthenticationToken(token, List.copyOf(authorities)));
    }
}
