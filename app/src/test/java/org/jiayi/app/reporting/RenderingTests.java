package org.jiayi.app.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class RenderingTests {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @Test
    void renders_off_the_callers_thread() {
        var rendering = new Rendering(1, 1);
        var rendered = rendering.bytes(
                "a name", out -> out.write(Thread.currentThread().getName().getBytes(StandardCharsets.UTF_8)));

        StepVerifier.create(rendered.map(bytes -> new String(bytes, StandardCharsets.UTF_8)))
                .assertNext(name -> assertThat(name).startsWith("documents"))
                .expectComplete()
                .verify(DEADLINE);
    }

    @Test
    void refuses_more_than_may_wait() throws InterruptedException {
        var rendering = new Rendering(1, 1);
        var started = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        var first = rendering
                .bytes("the one at work", out -> {
                    started.countDown();
                    awaited(finish);
                })
                .toFuture();
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        var second = rendering.bytes("the one that waits", out -> {}).toFuture();

        StepVerifier.create(rendering.bytes("the one too many", out -> {}))
                .expectErrorSatisfies(refused ->
                        assertThat(((Refused) refused).refusal().code()).isEqualTo(RefusalCode.RENDERING_BUSY))
                .verify(DEADLINE);

        finish.countDown();
        assertThat(first.orTimeout(10, TimeUnit.SECONDS)).succeedsWithin(DEADLINE);
        assertThat(second).succeedsWithin(DEADLINE);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
