package org.jiayi.app.architecture.violations;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class Waits {

    @Nullable
    String forOne(Mono<String> one) {
        return one.block();
    }

    @Nullable
    String forTheFirst(Flux<String> many) {
        return many.blockFirst();
    }

    Stream<String> forAll(Flux<String> many) {
        return many.toStream();
    }

    String inDisguise(Mono<String> one) {
        return one.toFuture().join();
    }

    void asleep() throws InterruptedException {
        Thread.sleep(1);
    }
}
