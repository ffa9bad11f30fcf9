package org.jiayi.reports.text;

import java.util.List;
import java.util.function.ToLongFunction;

/** Compares the lines of a document with what it says they come to. */
public final class Total {

    private Total() {}

    /**
     * Refuses a total that is not the sum of its column: such a paper must never be stamped.
     *
     * @param lines the lines
     * @param column the column
     * @param total what it is said to come to
     * @param meaning what is added up, for the message
     * @throws IllegalArgumentException if it is not the sum
     */
    public static <L> void require(List<L> lines, ToLongFunction<L> column, long total, String meaning) {
        long sum = lines.stream().mapToLong(column).reduce(0, Math::addExact);
        if (sum != total) {
            throw new IllegalArgumentException("the lines add up to " + sum + ", not to " + total + ", of " + meaning);
        }
    }
}
