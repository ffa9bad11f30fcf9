package org.jiayi.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.TestConstructor;

/**
 * Starts the whole application on a port of its own for one test class, on a database of its own.
 *
 * <p>A test takes what it needs by its constructor: a {@code WebTestClient} that talks to the port, the {@link TestIssuer}
 * that signs tokens, the {@link MovableClock}, the {@link TestDatabase}, any bean. With the class the application ends, and its connections go back.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.security.oauth2.resourceserver.jwt.issuer-uri=" + TestIssuer.ISSUER,
            "jiayi.payments.simulator=true"
        })
@ActiveProfiles("test")
@Import(TestBeans.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
public @interface JiayiTest {}
