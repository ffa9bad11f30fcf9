package org.jiayi.reports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;

/** A workbook as its reader finds it. */
public record RenderedXlsx(byte[] bytes) {

    public static RenderedXlsx of(RenderedPdf.Writing writing) throws IOException {
        return new RenderedXlsx(RenderedPdf.bytesOf(writing));
    }

    public List<Row> rows(String sheet) throws IOException {
        try (var workbook = new ReadableWorkbook(new ByteArrayInputStream(bytes), new ReadingOptions(true, false))) {
            return workbook.findSheet(sheet).orElseThrow().read();
        }
    }

    public Row rowOf(String sheet, String heading) throws IOException {
        return rows(sheet).stream()
                .filter(row -> heading.equals(row.getCell(0).getRawValue()))
                .findFirst()
                .orElseThrow();
    }

    /** Says what a cell is and how a number is shown, for example {@code NUMBER 12.50 #,##0.00}. */
    public static String described(Row row, int column) {
        Cell cell = row.getCell(column);
        String described = cell.getType() + " " + cell.getRawValue();
        return cell.getType() == CellType.NUMBER ? described + " " + cell.getDataFormatString() : described;
    }

    public String part(String name) throws IOException {
        try (var parts = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry part = parts.getNextEntry(); part != null; part = parts.getNextEntry()) {
                if (part.getName().equals(name)) {
                    return new String(parts.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new IllegalArgumentException("the workbook has no part " + name);
    }
}
