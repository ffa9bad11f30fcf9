package org.jiayi.app;

import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import java.time.Duration;
import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;

/**
 * One event loop for each processor, for callers and database alike. By default each side has loops of its own, four at
 * least, which on a small machine take the processors from each other and hand every answer over from one to another.
 *
 * <p>Their number is odd: connections to the database are dealt out to every other loop, and of an even number half would
 * never get one.
 */
@Configuration(proxyBeanMethods = false)
class EventLoops {

    @Bean
    ReactorResourceFactory loops() {
        int processors = Runtime.getRuntime().availableProcessors();
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        // When they stop, the server and the pool have stopped before: nothing is left to be quiet about.
        resources.setShutdownQuietPeriod(Duration.ZERO);
        resources.setLoopResourcesSupplier(() -> LoopResources.create("jiayi", 1, processors | 1, true, false));
        return resources;
    }

    @Bean
    ConnectionFactoryOptionsBuilderCustomizer databaseOnThem(ReactorResourceFactory loops) {
        return options -> options.option(PostgresqlConnectionFactoryProvider.LOOP_RESOURCES, loops.getLoopResources());
    }
}
