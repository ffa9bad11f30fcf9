package org.jiayi.reports.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
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

    /** A column under the name that the template has for it. */
    private record Named<D, L>(String name, Column<D, L> column) {}

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
        List<Named<D, L>> cells = IntStream.range(0, section.columns().size())
                .mapToObj(column ->
                        new Named<>(Names.cell(index, column), section.columns().get(column)))
                .toList();
        String name = Names.section(index);
        String number = Names.number(index);
        return new Iterator<>() {
            private long lineNumber;

            @Override
            public boolean hasNext() {
                return lines.hasNext();
            }

            @Override
            public Map<String, Object> next() {
                L line = lines.next();
                lineNumber++;
                Map<String, Object> row = row(name, pages, false);
                row.put(number, lineNumber);
                cells.forEach(cell -> row.put(cell.name(), cell.column().printed(line)));
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
