package org.jiayi.app.visit;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jiayi.app.imports.EarlierRows;

/**
 * Tells a new row of a serial, which may come again, from one that was said before. What was said of an earlier revision is not heard a
 * second time: a file that is sent again revives nothing that was cancelled, and cancels nothing that was taken in anew.
 */
final class EarlierRevisions {

    private record Said(String serial, String digest) {}

    private final EarlierRows latest;
    private final Set<Said> over = new HashSet<>();

    /**
     * @param latest what holds now, for each serial one row at most
     * @param over what held of earlier revisions
     */
    EarlierRevisions(UUID importId, Iterable<EarlierRows.Earlier> latest, Collection<EarlierRows.Earlier> over) {
        this.latest = new EarlierRows(importId, latest);
        over.forEach(row -> this.over.add(new Said(row.key(), row.rowDigest())));
    }

    /** Where the row stands; a new one is remembered. */
    EarlierRows.Standing place(String serial, String digest) {
        return over.contains(new Said(serial, digest)) ? EarlierRows.Standing.UNCHANGED : latest.place(serial, digest);
    }
}
