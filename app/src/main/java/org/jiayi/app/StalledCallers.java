package org.jiayi.app;

import io.netty.handler.timeout.WriteTimeoutHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Cuts off callers who take next to nothing of their answer: what waits for them is memory that others need. */
@Configuration(proxyBeanMethods = false)
class StalledCallers {

    /** For each part of an answer, and for the megabyte of a download that waits before it: three kilobytes a second. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Bean
    NettyServerCustomizer cutOffs() {
        return cutOffs(PATIENCE);
    }

    static NettyServerCustomizer cutOffs(Duration patience) {
        return server -> server.doOnConnection(connection ->
                connection.addHandlerLast(new WriteTimeoutHandler(patience.toMillis(), TimeUnit.MILLISECONDS)));
    }
}
