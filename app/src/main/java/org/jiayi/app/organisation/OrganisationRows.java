package org.jiayi.app.organisation;

import java.util.List;
import org.jiayi.app.imports.CsvLine;
import org.jiayi.app.imports.EarlierRows;
import org.jiayi.app.imports.Tally;
import org.jiayi.app.kernel.decision.RefusalCode;

/** What the rows of institutions and of teams have in common: the first column is the key, and all of it is public. */
final class OrganisationRows {

    private OrganisationRows() {}

    static boolean isNew(CsvLine line, EarlierRows earlier, Tally tally, String keyColumn) {
        return tally.isNew(line, earlier.place(line.field(0), digest(line)), RefusalCode.DUPLICATE_ROW, keyColumn);
    }

    static String[] column(List<CsvLine> lines, int column) {
        return lines.stream().map(line -> line.field(column)).toArray(String[]::new);
    }

    static String[] digests(List<CsvLine> lines) {
        return lines.stream().map(OrganisationRows::digest).toArray(String[]::new);
    }

    /** Public facts: the row itself is its digest. */
    static String digest(CsvLine line) {
        return String.join("|", line.fields());
    }
}
