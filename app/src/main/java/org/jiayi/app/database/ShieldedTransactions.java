package org.jiayi.app.database;

import java.util.function.Supplier;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * The only door to a transaction.
 *
 * <p>On this stack a caller who hangs up while {@code BEGIN} is in flight sends the connection back to the pool, and the
 * late {@code ROLLBACK} ends the transaction of the next caller, whose remaining statements then commit one by one. So a
 * transaction here is subscribed apart from its caller: once begun it runs to its end, whoever is still listening. Time
 * limits belong to PostgreSQL ({@code statement_timeout}, {@code lock_timeout}); never put {@code take}, {@code next} or
 * {@code timeout} inside. An architecture test allows no other use of Spring's transactions.
 */
@Component
public class ShieldedTransactions {

    private final TransactionalOperator transaction;
    private final DatabaseClient database;

    ShieldedTransactions(ReactiveTransactionManager transactions, DatabaseClient database) {
        this.transaction = TransactionalOperator.create(transactions);
        this.database = database;
    }

    /**
     * Runs {@code work} in one transaction that the caller's cancel cannot reach. An error rolls all of it back.
     *
     * @param work called once per subscription, after the transaction has begun
     */
    public <T> Mono<T> run(Supplier<Mono<T>> work) {
        return Mono.deferContextual(caller -> Mono.fromFuture(
                () -> transaction
                        .transactional(Mono.defer(work))
                        .contextWrite(caller)
                        .toFuture(),
                true));
    }

    /**
     * As {@link #run}, for work upon a few rows: PostgreSQL plans its statements once for a connection and not each time. A list
     * of one looks cheaper to it than the list of ten that it plans for without looking, so of what asks for one it would
     * make a new plan for ever, which costs more than the answer. What works upon thousands of rows has to look.
     */
    public <T> Mono<T> runSmall(Supplier<Mono<T>> work) {
        return runWith("plan_cache_mode", "force_generic_plan", work);
    }

    /** As {@link #run}, for work upon a whole area: a statement may take half an hour, which no request has. */
    public <T> Mono<T> runLong(Supplier<Mono<T>> work) {
        return runWith("statement_timeout", "30min", work);
    }

    private <T> Mono<T> runWith(String setting, String value, Supplier<Mono<T>> work) {
        return run(() -> database.sql("SELECT set_config($1, $2, true)")
                .bind(0, setting)
                .bind(1, value)
                .then()
                .then(Mono.defer(work)));
    }

    /**
     * A dry run: does {@code work} in one transaction and takes all of it back.
     *
     * @return what it would have answered
     */
    public <T> Mono<T> rehearse(Supplier<Mono<T>> work) {
        return this.<T>run(() -> work.get().flatMap(answer -> Mono.error(new Rehearsed(answer))))
                .onErrorResume(Rehearsed.class, rehearsed -> Mono.just(rehearsed.answer()));
    }

    /** Ends a transaction that was never meant to be kept. */
    private static final class Rehearsed extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Object answer;

        private Rehearsed(Object answer) {
            super("rehearsed", null, false, false);
            this.answer = answer;
        }

        @SuppressWarnings("unchecked")
        private <T> T answer() {
            return (T) answer;
        }
    }
}
