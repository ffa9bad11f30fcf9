package org.jiayi.app.database;

/**
 * Rows as lines of CSV that PostgreSQL writes.
 *
 * @param key the columns by which rows are told apart and put in order
 * @param rows reads the key, and whatever the lines are made of, of the rows after a key, in any
 *     order; its parameters are what the rows are about, then that key
 * @param lines reads the key, {@code text} and {@code summed} of each row of {@code page}, which is a page of the rows
 */
public record CsvLines(String key, String rows, String lines) {

    /** A page that begins after a key. */
    String page(int mostRows) {
        return """
                WITH page AS (SELECT * FROM (%2$s) r ORDER BY %1$s LIMIT %3$s),
                line AS (%4$s)
                SELECT coalesce(string_agg(text, '' ORDER BY %1$s), '') AS text, count(*) AS lines,
                    coalesce(sum(summed), 0)::bigint AS sum
                FROM line
                """.formatted(key, rows, mostRows, lines);
    }

    /** The key at which a full page ends that begins after a key; no row where it is not full. */
    String end(int mostRows) {
        return "SELECT %1$s FROM (%2$s) r ORDER BY %1$s OFFSET %3$s LIMIT 1".formatted(key, rows, mostRows - 1);
    }
}
