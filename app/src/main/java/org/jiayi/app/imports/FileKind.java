package org.jiayi.app.imports;

import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** One kind of export file: its columns, and what becomes of its rows. */
public interface FileKind {

    /** The name in the API and in {@code import_job.kind}. */
    String code();

    /** The header names that the file must have, in the order in which {@link CsvLine#fields()} gives them. */
    List<String> columns();

    /** Header names that the file may have; they come after the others, and are empty where the file lacks them. */
    default List<String> optionalColumns() {
        return List.of();
    }

    /**
     * Takes in one chunk, in file order, inside the chunk's transaction. Rows that break a rule are refused in the tally;
     * an error fails the chunk as a whole and none of it remains.
     */
    Mono<Tally> take(Chunk chunk);

    /**
     * Puts away what was kept of earlier chunks for the sake of later ones, in a transaction of its own: every row of the
     * file is answered. Comes again where a worker was killed just then.
     */
    default Mono<Void> end(String area, UUID importId) {
        return Mono.empty();
    }
}
