package org.jiayi.app.database;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Some lines of a file.
 *
 * @param utf8 CSV, a record a line, each ending in CRLF; whoever has it leaves it as it is
 * @param sum of what the file adds up: fen, or person-months
 */
public record CsvPage(byte[] utf8, long lines, long sum) {

    /** Those records; a line break within a field becomes a blank, so that whoever counts lines counts records. */
    public static CsvPage of(List<List<String>> records, long sum) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
            records.forEach(fields ->
                    csv.writeRecord(fields.stream().map(CsvPage::onOneLine).toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CsvPage(text.toString().getBytes(StandardCharsets.UTF_8), records.size(), sum);
    }

    private static String onOneLine(String field) {
        return field.replaceAll("\\R", " ");
    }
}
