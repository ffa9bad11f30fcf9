package org.jiayi.app.settlement;

import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;

/** Makes the files of a batch; implemented by whoever can lay out documents. */
public interface BatchDocuments {

    /** The files of an approved batch, one after the other; rendering happens off the event loop. */
    Flux<Document> of(Batch batch, List<BatchLine> lines);

    /**
     * One file.
     *
     * @param institutionCode whose statement it is; empty for the batch summary
     * @param name plain ASCII, unique within the batch
     * @param rows lines of detail in it
     */
    record Document(Optional<String> institutionCode, String name, String mediaType, long rows, byte[] content) {}
}
