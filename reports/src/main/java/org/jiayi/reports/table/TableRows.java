package org.jiayi.reports.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a template, one at a time: the lines of each section, or one row that says there are none, and the closing row
 * behind the last section that is no appendix.
 */
final class TableRows<D> implements Iterator<Map<String, Object>> {

    private final TableLayout<D> layout;
    private final D document;
    private final Iterator<Part<D>> parts;
    private @Nullable Iterator<Map<String, Object>> current;

    /** A section, or the closing row where it is empty. */
    private record Part<D>(int index, int pages, @Nullable Section<D, ?> section) {}

    TableRows(TableLayout<D> layout, D document) {
        this.layout = layout;
        this.document = document;
        this.parts = parts();
    }

    private Iterator<Part<D>> parts() {
        var found = new ArrayList<Part<D>>();
        int pages = 0;
        boolean closed = false;
        boolean addedUp = false;
        for (int index = 0; index < layout.sections().size(); index++) {
            Section<D, ?> section = layout.sections().get(index);
            if (section.isAppendix() && !closed) {
                found.add(new Part<>(index, pages, null));
                closed = true;
            }
            // a page adds up one table only, so that its subtotal says of what
            pages += section.isAppendix() || section.isPaged() && addedUp ? 1 : 0;
            addedUp |= section.isPaged();
            found.add(new Part<>(index, pages, section));
        }
        if (!closed) {
            found.add(new Part<>(layout.sections().size(), pages, null));
        }
        return found.iterator();
    }

    @Override
    public boolean hasNext() {
        while ((current == null || !current.hasNext()) && parts.hasNext()) {
            current = rows(parts.next());
        }
        return current != null && current.hasNext();
    }

    @Override
    public Map<String, Object> next() {
        if (!hasNext() || current == null) {
            throw new NoSuchElementException();
        }
        return current.next();
    }

    private Iterator<Map<String, Object>> rows(Part<D> part) {
        String pages = Integer.toString(part.pages());
        if (part.section() == null) {
            return List.of(row(Names.CLOSING, pages, false)).iterator();
        }
        return lines(part.section(), part.index(), pages);
    }

    private <L> Iterator<Map<String, Object>> lines(Section<D, L> section, int index, String pages) {
        Iterator<L> lines = section.lines(document);
        if (!lines.hasNext()) {
            return List.of(row(Names.section(index), pages, true)).iterator();
        }
        return new Iterator<>() {
            private long number;

            @Override
            public boolean hasNext() {
                return lines.hasNext();
            }

            @Override
            public Map<String, Object> next() {
                L line = lines.next();
                number++;
                Map<String, Object> row = row(Names.section(index), pages, false);
                row.put(Names.number(index), number);
                for (int column = 0; column < section.columns().size(); column++) {
                    Column<D, L> shown = section.columns().get(column);
                    row.put(
                            Names.cell(index, column),
                            shown.kind().printed(shown.value().apply(line)));
                }
                return row;
            }
        };
    }

    private static Map<String, Object> row(String section, String pages, boolean empty) {
        Map<String, Object> row = new HashMap<>();
        row.put(Names.SECTION, section);
        row.put(Names.PAGES, pages);
        row.put(Names.EMPTY, empty);
        return row;
    }
}
