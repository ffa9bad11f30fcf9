package org.jiayi.app.publication;

import java.util.List;
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
    List<Column> columns();

    /** The columns that together tell lines of one statement apart, by their place. */
    List<Integer> key();

    /** The place of the column whose sum stands in {@code #TOTAL}. */
    int summed();

    /** What that sum must come to, or nothing is published: person-months, or fen. */
    long total(Batch batch);

    /** All lines in an order that never changes, in pages of text. */
    Flux<DetailPage> pages(Batch batch);

    /** How many people the lines are about. */
    Mono<Long> persons(Batch batch);

    /**
     * Some lines.
     *
     * @param text CSV, each line ending in CRLF
     * @param sum of the lines' person-months, or fen
     */
    record DetailPage(String text, long lines, long sum) {}
}
