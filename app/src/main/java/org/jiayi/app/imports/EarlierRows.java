package org.jiayi.app.imports;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Tells a new row from one that an earlier file, or this one, has brought already. */
public final class EarlierRows {

    /** What a row is to what is known. */
    public enum Standing {
        NEW,
        /** Said by an earlier file in the same words. */
        UNCHANGED,
        /** The same file has it on an earlier line. */
        REPEATED,
        /** Known from an earlier file with other facts. */
        OTHER_FACTS
    }

    /**
     * A row that is in already.
     *
     * @param key what identifies the thing
     * @param importId the file that brought it
     * @param rowDigest of what the row said
     */
    public record Earlier(String key, UUID importId, String rowDigest) {}

    private final UUID importId;
    private final Map<String, Earlier> known = new HashMap<>();

    /** Starts from what the database knows of the chunk's keys. */
    public EarlierRows(UUID importId, Iterable<Earlier> inDatabase) {
        this.importId = importId;
        inDatabase.forEach(row -> known.put(row.key(), row));
    }

    /** Where the row stands; a new one is remembered. */
    public Standing place(String key, String rowDigest) {
        Earlier earlier = known.putIfAbsent(key, new Earlier(key, importId, rowDigest));
        if (earlier == null) {
            return Standing.NEW;
        }
        if (earlier.importId().equals(importId)) {
            return Standing.REPEATED;
        }
        return earlier.rowDigest().equals(rowDigest) ? Standing.UNCHANGED : Standing.OTHER_FACTS;
    }
}
