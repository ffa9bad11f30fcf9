package org.jiayi.reports.table;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * One column of a section.
 *
 * @param width its share of the page's width, beside the shares of the other columns
 * @param value what it shows of a line
 * @param total what it comes to, as the document says; empty where it is not added up
 */
record Column<D, L>(
        String heading, int width, Kind kind, Function<L, Object> value, Optional<ToLongFunction<D>> total) {

    /** What a template prints of a line. */
    Object printed(L line) {
        return kind.printed(value.apply(line));
    }
}
