package org.jiayi.app.visit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jiayi.app.imports.EarlierRows;

/** The visits that are known of a chunk's serials: those that stand, and those that were cancelled. */
final class KnownVisits {

    /** A visit as a file has brought it. */
    record Row(String serial, int revision, UUID importId, String rowDigest, boolean cancelled) {}

    private final EarlierRevisions earlier;
    private final Map<String, Integer> next = new HashMap<>();

    KnownVisits(UUID importId, List<Row> rows) {
        earlier = new EarlierRevisions(
                importId,
                said(rows.stream().filter(row -> !row.cancelled())),
                said(rows.stream().filter(Row::cancelled)));
        rows.forEach(row -> next.merge(row.serial(), row.revision() + 1, Math::max));
    }

    private static List<EarlierRows.Earlier> said(Stream<Row> rows) {
        return rows.map(row -> new EarlierRows.Earlier(row.serial(), row.importId(), row.rowDigest()))
                .toList();
    }

    /** Where a visit stands that a row says in those words; a new one is remembered. */
    EarlierRows.Standing place(String serial, String digest) {
        return earlier.place(serial, digest);
    }

    /** The revision under which a new visit is taken in. */
    int revision(String serial) {
        return next.getOrDefault(serial, 0);
    }
}
