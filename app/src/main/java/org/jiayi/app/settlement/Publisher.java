package org.jiayi.app.settlement;

import java.time.Clock;
import java.time.Duration;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.worker.BackgroundWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Makes the files of approved batches. A batch whose making was interrupted is made again from the start; nobody sees a
 * file before all of them are written.
 */
@Component
class Publisher extends BackgroundWork {

    private static final Logger log = LoggerFactory.getLogger(Publisher.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final BatchStore store;
    private final BatchDocuments documents;
    private final SettlementFiles files;
    private final ShieldedTransactions transactions;
    private final Clock clock;

    Publisher(
            BatchStore store,
            BatchDocuments documents,
            SettlementFiles files,
            ShieldedTransactions transactions,
            Clock clock) {
        super(POLL);
        this.store = store;
        this.documents = documents;
        this.files = files;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    protected Mono<Void> round() {
        return store.toPublish().concatMap(this::publish).then();
    }

    private Mono<Void> publish(Batch batch) {
        return store.lines(batch)
                .collectList()
                .flatMapMany(lines -> documents.of(batch, lines))
                .publishOn(Schedulers.boundedElastic(), 1)
                .map(document -> files.write(batch, document))
                .collectList()
                .flatMap(written -> transactions.run(() -> files.publish(batch, written, clock.instant())))
                .doOnNext(ours -> log.info("Published {} {} of {}", batch.scheme(), batch.month(), batch.area()))
                .then();
    }
}
