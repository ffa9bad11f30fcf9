package org.jiayi.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

class StalledCallersTests {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final int BYTES = 32 << 20;

    private final Sinks.Empty<Void> ended = Sinks.empty();
    private final DisposableServer server = StalledCallers.cutOffs(Duration.ofMillis(500))
            .apply(HttpServer.create())
            .host("127.0.0.1")
            .port(0)
            .handle((request, response) -> Mono.from(
                            response.sendByteArray(Flux.just(new byte[1 << 10]).repeat(BYTES / (1 << 10))))
                    .doFinally(signal -> ended.tryEmitEmpty()))
            .bindNow(WAIT);

    @AfterEach
    void stop() {
        server.disposeNow(WAIT);
    }

    @Test
    void who_reads_nothing_is_cut_off() throws IOException {
        try (var caller = asking()) {
            ended.asMono().block(WAIT);
            assertThat(caller.getInputStream().readAllBytes()).hasSizeLessThan(BYTES);
        }
    }

    @Test
    void who_reads_gets_everything() throws IOException {
        try (var caller = asking()) {
            assertThat(caller.getInputStream().readNBytes(BYTES)).hasSize(BYTES);
        }
    }

    private Socket asking() throws IOException {
        var caller = new Socket(InetAddress.getLoopbackAddress(), server.port());
        caller.getOutputStream().write("GET / HTTP/1.1\r\nHost: jiayi\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return caller;
    }
}
