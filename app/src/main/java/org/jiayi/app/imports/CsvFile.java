package org.jiayi.app.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;

/**
 * A CSV file on disk, read as a stream: UTF-8 with or without byte-order mark, or GB18030.
 *
 * @param path the file
 * @param charset what it is written in
 * @param rows data rows after the header
 */
record CsvFile(Path path, Charset charset, long rows) {

    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int SCAN_BUFFER_CHARS = 1 << 16;

    /** Looks through the whole file once, so that a job never starts on a file that cannot be read to its end. */
    static Decision<CsvFile> inspect(Path path, List<String> columns) {
        for (Charset charset : List.of(StandardCharsets.UTF_8, GB18030)) {
            if (isText(path, charset)) {
                return new CsvFile(path, charset, 0).counted(columns);
            }
        }
        return Decision.refuse(RefusalCode.UNKNOWN_ENCODING);
    }

    /** The data rows in file order, a column that the file lacks being empty; the caller closes the stream. */
    Stream<CsvLine> lines(List<String> columns) {
        CsvReader<CsvRecord> reader = open();
        Iterator<CsvRecord> records = reader.iterator();
        CsvRecord header = records.next();
        int[] positions = positions(header.getFields(), columns);
        return reader.stream().onClose(() -> close(reader)).map(row -> line(row, header.getFieldCount(), positions));
    }

    private Decision<CsvFile> counted(List<String> columns) {
        try (CsvReader<CsvRecord> reader = open()) {
            Iterator<CsvRecord> records = reader.iterator();
            List<String> header = records.hasNext() ? records.next().getFields() : List.of();
            for (String column : columns) {
                if (!header.contains(column)) {
                    return Decision.refuse(RefusalCode.COLUMNS_MISSING, column);
                }
            }
            long rows = reader.stream().count();
            return Decision.accept(new CsvFile(path, charset, rows));
        } catch (CsvParseException broken) {
            return Decision.refuse(new Refusal(RefusalCode.MALFORMED_ROW, "", Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CsvLine line(CsvRecord row, int headerFields, int[] positions) {
        if (row.getFieldCount() != headerFields) {
            return new CsvLine(row.getStartingLineNumber(), List.of());
        }
        List<String> fields = new ArrayList<>(positions.length);
        for (int position : positions) {
            fields.add(position < 0 ? "" : row.getField(position));
        }
        return new CsvLine(row.getStartingLineNumber(), fields);
    }

    private static int[] positions(List<String> header, List<String> columns) {
        return columns.stream().mapToInt(header::indexOf).toArray();
    }

    private CsvReader<CsvRecord> open() {
        try {
            Reader reader = reader(path, charset);
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) {
                reader.reset();
            }
            return CsvReader.builder()
                    .allowUnclosedQuote(false) // or the rest of the file would vanish in one field
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .ofCsvRecord(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isText(Path path, Charset charset) {
        char[] buffer = new char[SCAN_BUFFER_CHARS];
        try (Reader reader = reader(path, charset)) {
            for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] < ' ' && buffer[i] != '\n' && buffer[i] != '\r' && buffer[i] != '\t') {
                        return false;
                    }
                }
            }
            return true;
        } catch (CharacterCodingException otherEncoding) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reader reader(Path path, Charset charset) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(path), SCAN_BUFFER_CHARS);
        return new BufferedReader(new InputStreamReader(
                bytes,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    private static void close(CsvReader<CsvRecord> reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
