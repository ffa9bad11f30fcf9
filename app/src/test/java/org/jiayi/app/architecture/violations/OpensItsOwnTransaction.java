package org.jiayi.app.architecture.violations;

import io.r2dbc.spi.Connection;
import org.reactivestreams.Publisher;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

class OpensItsOwnTransaction {

    @Transactional
    Mono<Void> annotated() {
        return Mono.empty();
    }

    Mono<String> operated(TransactionalOperator transaction) {
        return transaction.transactional(Mono.just("unshielded"));
    }

    Publisher<Void> byHand(Connection connection) {
        return connection.beginTransaction();
    }
}
