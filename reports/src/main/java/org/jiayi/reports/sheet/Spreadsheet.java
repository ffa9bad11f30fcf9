package org.jiayi.reports.sheet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * A workbook (XLSX) in the making.
 *
 * <p>Rows leave for a compressed buffer as they are written, about 40 bytes each, so that a large detail sheet does not
 * need the memory of its cells. The library stamps the time of writing into the file; {@link #writeTo} replaces it by
 * the date of the document, so that the same content gives the same bytes.
 */
public final class Spreadsheet {

    private static final String PROPERTIES = "docProps/core.xml";

    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private final Workbook workbook = new Workbook(buffer, "Jiayi", null);
    private final LocalDate date;
    private @Nullable Worksheet current;

    /**
     * Begins a workbook.
     *
     * @param title what the file calls itself
     * @param date the day it is dated by
     */
    public Spreadsheet(String title, LocalDate date) {
        this.date = date;
        workbook.properties().setTitle(title);
    }

    /**
     * Begins a sheet and ends the one before.
     *
     * @param name the name on its tab
     * @param widths the widths of its columns in characters
     * @return the empty sheet
     * @throws IOException if the sheet before cannot be written
     */
    public Sheet sheet(String name, int... widths) throws IOException {
        if (current != null) {
            current.finish();
        }
        current = workbook.newWorksheet(name);
        return new Sheet(current, widths);
    }

    /**
     * Finishes the workbook.
     *
     * @param out receives the file; it is not closed
     * @throws IOException if {@code out} fails
     */
    public void writeTo(OutputStream out) throws IOException {
        workbook.finish();
        try (var dated = new ZipOutputStream(new LentStream(out))) {
            for (ZipParts.Part part : new ZipParts(buffer.toByteArray())) {
                var entry = new ZipEntry(part.name());
                entry.setTimeLocal(date.atStartOfDay());
                dated.putNextEntry(entry);
                copy(part, dated);
                dated.closeEntry();
            }
        }
    }

    private void copy(ZipParts.Part part, OutputStream dated) throws IOException {
        try (InputStream content = part.content()) {
            if (part.name().equals(PROPERTIES)) {
                dated.write(dated(content.readAllBytes()));
            } else {
                content.transferTo(dated);
            }
        }
    }

    private byte[] dated(byte[] properties) {
        return new String(properties, StandardCharsets.UTF_8)
                .replaceAll("(<dcterms:created[^>]*>)[^<]*", "$1" + date + "T00:00:00Z")
                .getBytes(StandardCharsets.UTF_8);
    }
}
