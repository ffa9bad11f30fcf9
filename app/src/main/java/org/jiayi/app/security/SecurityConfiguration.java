package org.jiayi.app.security;

import java.time.InstantSource;
import java.util.List;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.web.ProblemAnswers;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.MatcherSecurityWebFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;
import org.springframework.security.web.server.header.HttpHeaderWriterWebFilter;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;

/**
 * OAuth2 resource server: Spring Security's firewall and headers, its verification of tokens, and one filter of ours. The
 * chain is put together by hand since an API that knows bearer tokens only has no use for the other filters.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {

    @Bean
    SecurityWebFilterChain accessChain(ReactiveJwtDecoder verifier) {
        ReactiveJwtDecoder tokens = new RememberedTokens(new BearerTokens(verifier), InstantSource.system());
        return new MatcherSecurityWebFilterChain(
                ServerWebExchangeMatchers.anyExchange(),
                List.of(new HttpHeaderWriterWebFilter(new SafeHeaders()), new AccessFilter(tokens)));
    }

    /**
     * Spring's firewall with its own rule about headers, asked without its regular expression, which reads the characters of
     * a token one by one each time anybody asks for a header.
     */
    @Bean
    ServerWebExchangeFirewall firewall() {
        StrictServerWebExchangeFirewall firewall = new StrictServerWebExchangeFirewall();
        firewall.setAllowedHeaderNames(
                name -> isPlain(name) || StrictServerWebExchangeFirewall.ALLOWED_HEADER_NAMES.test(name));
        firewall.setAllowedHeaderValues(
                value -> isPlain(value) || StrictServerWebExchangeFirewall.ALLOWED_HEADER_VALUES.test(value));
        return firewall;
    }

    /** What Spring's firewall does not let in, such as a semicolon in the address, is answered as every refusal is. */
    @Bean
    ServerExchangeRejectedHandler rejections(ProblemAnswers problems) {
        return (exchange, rejected) -> problems.write(exchange, RefusalCode.INVALID_VALUE);
    }

    /** Whether it is made of the visible characters of ASCII and blanks, as nearly every header is. */
    private static boolean isPlain(@Nullable String text) {
        return text == null || text.chars().allMatch(character -> character >= ' ' && character <= '~');
    }
}
