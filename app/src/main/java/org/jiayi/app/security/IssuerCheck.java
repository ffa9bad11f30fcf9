package org.jiayi.app.security;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Outside the demo, refuses to start before it is said whose tokens are believed. */
@Component
@Profile("!demo")
class IssuerCheck implements InitializingBean {

    private static final String PREFIX = "spring.security.oauth2.resourceserver.jwt.";

    private final Environment environment;

    IssuerCheck(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void afterPropertiesSet() {
        if (!environment.containsProperty(PREFIX + "issuer-uri")
                && !environment.containsProperty(PREFIX + "jwk-set-uri")) {
            throw new IllegalStateException(
                    "No token issuer is configured. Set SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_"
                            + "ISSUER_URI to your OpenID provider, or start the demo with --spring.profiles.active=demo");
        }
    }
}
