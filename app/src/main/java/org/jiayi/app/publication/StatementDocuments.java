package org.jiayi.app.publication;

import java.util.List;
import java.util.Optional;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchLine;
import reactor.core.publisher.Flux;

/** Makes the documents that people read of a batch; implemented by whoever can lay them out. */
public interface StatementDocuments {

    /** How many documents there will be. */
    int count(Batch batch, List<BatchLine> lines);

    /** The documents of an approved batch, one after the other; rendering happens off the event loop. */
    Flux<Document> of(Batch batch, List<BatchLine> lines);

    /**
     * One document.
     *
     * @param institutionCode whose it is; empty for the batch summary
     * @param name plain ASCII, unique within the batch
     * @param rows lines of detail in it
     */
    record Document(Optional<String> institutionCode, String name, String mediaType, long rows, byte[] content) {}
}
