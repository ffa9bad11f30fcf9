package org.jiayi.app;

import java.time.Duration;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What a test of the whole application changes: whose tokens are believed, and what time it is. */
@TestConfiguration(proxyBeanMethods = false)
class TestBeans {

    private static final Duration ANSWER_WAIT = Duration.ofSeconds(30);

    @Bean
    TestIssuer testIssuer(MovableClock clock) {
        return new TestIssuer(clock);
    }

    @Bean
    ReactiveJwtDecoder testTokens(TestIssuer issuer) {
        return issuer.decoder();
    }

    @Bean
    @Primary
    MovableClock movableClock() {
        return new MovableClock();
    }

    @Bean
    TestDatabase testDatabase(Environment environment) {
        return environment.getRequiredProperty(TestDatabaseAddress.DATABASE, TestDatabase.class);
    }

    /** Real HTTP, so that nothing between the socket and the controller is left out. */
    @Bean
    @Lazy
    WebTestClient http(Environment environment) {
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + environment.getRequiredProperty("local.server.port"))
                .responseTimeout(ANSWER_WAIT)
                .build();
    }
}
