package org.jiayi.app.imports;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jiayi.app.kernel.period.WrittenDay;

/**
 * One data row of a file.
 *
 * @param line where it stands in the file, counted from 1, the header being line 1
 * @param fields in the order of {@link FileKind#columns()}; empty where the row has another number of fields than the
 *     header
 */
public record CsvLine(long line, List<String> fields) {

    public CsvLine {
        fields = List.copyOf(fields);
    }

    /** The field of that column, without the blanks around it. */
    public String field(int column) {
        return fields.get(column).strip();
    }

    /** The day in that column, {@code 2026-01-31} or {@code 2026/01/31}; empty where that is no day. */
    public Optional<LocalDate> day(int column) {
        return WrittenDay.readInFile(field(column));
    }

    boolean isMalformed() {
        return fields.isEmpty();
    }
}
