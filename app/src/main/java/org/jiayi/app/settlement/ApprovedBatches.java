package org.jiayi.app.settlement;

import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What whoever publishes batches needs: those that wait for it, their content, and the step it ends with. */
@Component
public class ApprovedBatches {

    private final BatchStore store;
    private final DatabaseClient database;

    ApprovedBatches(BatchStore store, DatabaseClient database) {
        this.store = store;
        this.database = database;
    }

    /** Approved batches that are not published yet. */
    public Flux<Batch> waiting() {
        return store.toPublish();
    }

    /** Every line of the batch, by payee. */
    public Flux<BatchLine> lines(Batch batch) {
        return store.lines(batch);
    }

    /** 批准 → 发布, inside the transaction that publishes; false where somebody else has done so. */
    public Mono<Boolean> published(Batch batch, Instant at) {
        return database.sql("""
                        UPDATE settlement_batch SET status = 'published', published_at = $3
                        WHERE area = $1 AND batch_id = $2 AND status = 'approved'
                        """)
                .bind(0, batch.area())
                .bind(1, batch.batchId())
                .bind(2, at)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }
}
