package org.jiayi.app.publication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jiayi.app.database.CsvPage;

/**
 * Writes the lines of a statement into packed parts: RFC 4180, UTF-8, English header codes, and a last line {@code #TOTAL}
 * with the number of lines and the sum of one column, by which a truncated part is known. Without any line there
 * is one part that says so.
 */
final class DetailParts {

    /** The most lines of a part. */
    static final int PART_LINES_MAX = 1_000_000;

    private static final String LINE_END = "\r\n";

    private final Path directory;
    private final String header;
    private final Column summed;
    private final long linesMax;
    private final List<MadeFile> done = new ArrayList<>();
    private PartFile part;
    private long lines;
    private long sum;
    private long total;

    /**
     * @param linesMax of a part; a page is never split, so parts may have fewer
     */
    DetailParts(Path directory, DetailLayout layout, long linesMax) {
        this.directory = directory;
        this.summed = layout.summedColumn();
        this.header = String.join(",", layout.header()) + LINE_END;
        this.linesMax = linesMax;
        this.part = open();
    }

    void write(CsvPage page) {
        try {
            if (lines > 0 && lines + page.lines() > linesMax) {
                done.add(end());
                part = open();
            }
            part.write(page.utf8());
            lines += page.lines();
            sum = Math.addExact(sum, page.sum());
            total = Math.addExact(total, page.sum());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Ends the last part; all parts in order.
     *
     * @throws IllegalStateException if the lines do not come to {@code expected}: their statement would be wrong
     */
    List<MadeFile> finish(long expected) {
        if (total != expected) {
            throw new IllegalStateException("the detail comes to " + total + ", its batch to " + expected);
        }
        try {
            done.add(end());
            return List.copyOf(done);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PartFile open() {
        try {
            lines = 0;
            sum = 0;
            PartFile opened = new PartFile(directory.resolve(name()));
            opened.write(header);
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MadeFile end() throws IOException {
        part.write("#TOTAL," + lines + "," + summed.text(sum) + LINE_END);
        return part.finish(name(), lines);
    }

    private String name() {
        return String.format(Locale.ROOT, "detail-%03d.csv.gz", done.size() + 1);
    }
}
