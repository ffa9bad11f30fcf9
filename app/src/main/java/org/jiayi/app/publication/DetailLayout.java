package org.jiayi.app.publication;

import java.util.List;

/**
 * What the lines of a kind of detail hold.
 *
 * @param key the codes of the columns that together tell lines of one statement apart
 * @param summed the code of the column whose sum stands in {@code #TOTAL}
 */
public record DetailLayout(List<Column> columns, List<String> key, String summed) {

    public DetailLayout {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** The first line. */
    List<String> header() {
        return columns.stream().map(Column::code).toList();
    }

    /** Where the columns of the key stand. */
    List<Integer> keyPlaces() {
        return key.stream().map(this::place).toList();
    }

    /** Where the summed column stands. */
    int summedPlace() {
        return place(summed);
    }

    Column summedColumn() {
        return columns.get(summedPlace());
    }

    private int place(String code) {
        int place = header().indexOf(code);
        if (place < 0) {
            throw new IllegalStateException("no column " + code);
        }
        return place;
    }
}
