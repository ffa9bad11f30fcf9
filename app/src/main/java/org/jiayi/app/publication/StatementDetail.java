package org.jiayi.app.publication;

import org.jiayi.app.database.CsvPage;
import org.jiayi.app.settlement.Batch;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The lines that batches of one kind rest on, as machines read them. Whoever knows them implements it: no name and no document number
 * is in them.
 */
public interface StatementDetail {

    /** The kind of batches it knows. */
    String batchKind();

    /** What a line holds. */
    DetailLayout layout();

    /** What the summed column must come to, or nothing is published: fen, or person-months. */
    default long total(Batch batch) {
        return batch.dueFen();
    }

    /** All lines in an order that never changes. */
    Flux<CsvPage> pages(Batch batch);

    /** How many people the lines name. */
    default Mono<Long> persons(Batch batch) {
        return Mono.just(0L);
    }
}
