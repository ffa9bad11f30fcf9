package org.jiayi.app.publication;

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
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;

/** Reads detail files, ours and those that bureaus send, as a stream; looks through what is sent before it is believed. */
final class DetailReader {

    private static final String TOTAL = "#TOTAL";
    private static final int BUFFER_BYTES = 1 << 16;

    private final List<String> header;
    private final List<Integer> key;
    private final int summed;
    private final Column summedColumn;

    DetailReader(DetailLayout layout) {
        this.header = layout.header();
        this.key = layout.keyPlaces();
        this.summed = layout.summedPlace();
        this.summedColumn = layout.summedColumn();
    }

    /**
     * One line.
     *
     * @param key what tells it from others, as CSV
     * @param content all the rest, as CSV
     */
    record DetailLine(long line, String key, String content) {}

    /** The rows of a file that is whole and ours to compare; refused where it is not UTF-8, other, cut off or too long. */
    Decision<Long> inspect(Path path, long rowsMax) {
        try (CsvReader<CsvRecord> csv = open(Files.newInputStream(path))) {
            return inspect(csv.iterator(), rowsMax);
        } catch (CsvParseException broken) {
            return Decision.refuse(RefusalCode.MALFORMED_ROW);
        } catch (UncheckedIOException | IOException e) {
            if (e instanceof CharacterCodingException || e.getCause() instanceof CharacterCodingException) {
                return Decision.refuse(RefusalCode.NOT_UTF8);
            }
            throw e instanceof UncheckedIOException unchecked ? unchecked : new UncheckedIOException((IOException) e);
        }
    }

    private Decision<Long> inspect(Iterator<CsvRecord> records, long rowsMax) {
        if (!records.hasNext() || !records.next().getFields().equals(header)) {
            return Decision.refuse(RefusalCode.OTHER_COLUMNS);
        }
        long rows = 0;
        long sum = 0;
        while (records.hasNext()) {
            CsvRecord row = records.next();
            if (row.getField(0).equals(TOTAL)) {
                boolean whole = !records.hasNext()
                        && row.getFields().equals(List.of(TOTAL, Long.toString(rows), summedColumn.text(sum)));
                return whole ? Decision.accept(rows) : Decision.refuse(RefusalCode.FILE_TRUNCATED);
            }
            Optional<Long> number =
                    row.getFieldCount() == header.size() ? summedColumn.number(row.getField(summed)) : Optional.empty();
            if (number.isEmpty()) {
                return Decision.refuse(RefusalCode.MALFORMED_ROW, "line " + row.getStartingLineNumber());
            }
            rows++;
            sum += number.get();
            if (rows > rowsMax) {
                return Decision.refuse(RefusalCode.TOO_MANY_ROWS);
            }
        }
        return Decision.refuse(RefusalCode.FILE_TRUNCATED);
    }

    /** The lines of an inspected file; the caller closes the stream. */
    Stream<DetailLine> lines(Path path) throws IOException {
        return lines(Files.newInputStream(path));
    }

    /** The lines of one of our parts. */
    Stream<DetailLine> packedLines(Path path) throws IOException {
        return lines(new GZIPInputStream(Files.newInputStream(path), BUFFER_BYTES));
    }

    private Stream<DetailLine> lines(InputStream bytes) {
        CsvReader<CsvRecord> csv = open(bytes);
        return csv.stream()
                .skip(1)
                .filter(row -> !row.getField(0).equals(TOTAL))
                .map(this::line)
                .onClose(() -> close(csv));
    }

    private DetailLine line(CsvRecord row) {
        String others = IntStream.range(0, row.getFieldCount())
                .filter(place -> !key.contains(place))
                .mapToObj(place -> quoted(row.getField(place)))
                .collect(Collectors.joining(","));
        String own = key.stream().map(place -> quoted(row.getField(place))).collect(Collectors.joining(","));
        return new DetailLine(row.getStartingLineNumber(), own, others);
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    private static CsvReader<CsvRecord> open(InputStream bytes) {
        Reader text = new BufferedReader(new InputStreamReader(
                new BufferedInputStream(bytes, BUFFER_BYTES),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        return CsvReader.builder()
                .allowUnclosedQuote(false)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(text);
    }

    private static void close(CsvReader<CsvRecord> csv) {
        try {
            csv.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
