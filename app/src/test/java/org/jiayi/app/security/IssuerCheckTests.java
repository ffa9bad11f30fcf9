package org.jiayi.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class IssuerCheckTests {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withUserConfiguration(IssuerCheck.class);

    @Test
    void without_an_issuer_the_application_does_not_start() {
        application.run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUER_URI"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"issuer-uri", "jwk-set-uri"})
    void an_issuer_or_its_keys_are_enough(String property) {
        application
                .withPropertyValues("spring.security.oauth2.resourceserver.jwt." + property + "=https://issuer.test")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void the_demo_is_its_own_issuer() {
        application
                .withPropertyValues("spring.profiles.active=demo")
                .run(context -> assertThat(context).hasNotFailed());
    }
}
