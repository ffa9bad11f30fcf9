package org.jiayi.app.publication;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * 对账: one comparison of a bureau's own detail file with a statement.
 *
 * @param rows of the uploaded file
 * @param stage {@code waiting}, {@code loading}, {@code comparing}, {@code finished}, {@code failed} or
 *     {@code cancelled}
 * @param done lines of both sides that are loaded
 * @param result empty until it is finished
 */
public record Reconciliation(
        String area,
        UUID reconciliationId,
        UUID statementId,
        long rows,
        String stage,
        long done,
        long total,
        String uploadedBy,
        Instant uploadedAt,
        Optional<Instant> finishedAt,
        Optional<Result> result) {

    private static final Set<String> OPEN = Set.of("waiting", "loading", "comparing");

    /**
     * What came out, in lines. Matched, different and only ours make our lines; all but only ours make theirs.
     *
     * @param duplicate lines of theirs whose key stood in an earlier line already
     */
    public record Result(long matched, long different, long onlyOurs, long onlyTheirs, long duplicate) {}

    /**
     * One difference.
     *
     * @param key of the line, as CSV
     * @param ours the rest of our line; empty where we have none
     * @param theirs the rest of their line; empty where they have none
     */
    public record Difference(long number, String kind, String key, Optional<String> ours, Optional<String> theirs) {}

    /** Whether nothing more will happen to it. */
    public boolean isOver() {
        return !OPEN.contains(stage);
    }
}
