package org.jiayi.app.architecture.violations.kernel;

import reactor.core.publisher.Mono;

class ReactsInTheKernel {

    Mono<String> later() {
        return Mono.empty();
    }
}
