package org.jiayi.app.database;

import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/**
 * Reads of a whole area. For most of them the planner may not choose nested loops: just after a bulk load it takes a county for a handful
 * of rows, and a loop over all with all takes minutes where a hash join takes the blink of an eye.
 */
@Component
public class SetBasedReads {

    private final DatabaseClient database;
    private final ShieldedTransactions transactions;

    SetBasedReads(DatabaseClient database, ShieldedTransactions transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    /** Reads in one transaction; what is read is held in memory, so it has to be bounded. */
    public <T> Flux<T> run(Supplier<Flux<T>> reads) {
        return transactions
                .run(() -> database.sql("SELECT set_config('enable_nestloop', 'off', true)")
                        .then()
                        .thenMany(Flux.defer(reads))
                        .collectList())
                .flatMapIterable(Function.identity());
    }

    /**
     * The same for what looks through an area in the order of an index until it has found enough. Loops are right for that, and
     * where there is hardly anything to find it takes longer than a request may.
     */
    public <T> Flux<T> search(Supplier<Flux<T>> reads) {
        return transactions.runLong(() -> reads.get().collectList()).flatMapIterable(Function.identity());
    }
}
