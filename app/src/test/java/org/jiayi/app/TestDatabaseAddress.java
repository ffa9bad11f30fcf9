package org.jiayi.app;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;

/**
 * Gives an application with the profile {@code test} a {@link TestDatabase}, before the embedded database of its own
 * would start. Properties of a test come too late for that, so it is done here.
 */
@Order(Ordered.LOWEST_PRECEDENCE - 1)
class TestDatabaseAddress implements EnvironmentPostProcessor {

    /** The property that holds the {@link TestDatabase} itself. */
    static final String DATABASE = "jiayi.test-database";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (environment.acceptsProfiles(Profiles.of("test"))) {
            TestDatabase database = TestDatabase.create();
            Map<String, Object> properties = database.properties();
            properties.put(DATABASE, database);
            environment.getPropertySources().addFirst(new MapPropertySource("test-database", properties));
        }
    }
}
