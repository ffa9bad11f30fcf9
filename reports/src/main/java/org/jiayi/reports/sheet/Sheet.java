package org.jiayi.reports.sheet;

import java.io.IOException;
import org.dhatim.fastexcel.PaperSize;
import org.dhatim.fastexcel.Worksheet;

/** One sheet, written from top to bottom. The workbook ends it when the next one begins. */
public final class Sheet {

    private static final int ROWS_HELD = 500;

    private final Worksheet worksheet;
    private final int columns;
    private int next;

    Sheet(Worksheet worksheet, int... widths) {
        this.worksheet = worksheet;
        this.columns = widths.length;
        for (int column = 0; column < widths.length; column++) {
            worksheet.width(column, widths[column]);
        }
        worksheet.paperSize(PaperSize.A4_PAPER);
        worksheet.setFitToPage(true);
        worksheet.fitToWidth((short) 1);
        worksheet.fitToHeight((short) 0);
    }

    /**
     * Writes the title of the document across all columns.
     *
     * @param title the title
     */
    public void title(String title) {
        Cell.heading(title).writeTo(worksheet, next, 0);
        worksheet.range(next, 0, next, columns - 1).merge();
        worksheet.style(next, 0).bold().fontSize(16).set();
        next++;
    }

    /**
     * Writes a row.
     *
     * @param cells its cells from left to right
     * @throws IOException if the rows held so far cannot be written
     */
    public void row(Cell... cells) throws IOException {
        for (int column = 0; column < cells.length; column++) {
            cells[column].writeTo(worksheet, next, column);
        }
        next++;
        if (next % ROWS_HELD == 0) {
            worksheet.flush();
        }
    }

    /**
     * Writes the row of column headings. It and what stands above it stay in view and are printed on every page.
     *
     * @param headings the headings from left to right
     * @throws IOException if the rows held so far cannot be written
     */
    public void frozenHeadings(String... headings) throws IOException {
        worksheet.freezePane(0, next + 1);
        worksheet.repeatRows(next);
        headings(headings);
    }

    /**
     * Writes a row of headings inside the sheet.
     *
     * @param headings the headings from left to right
     * @throws IOException if the rows held so far cannot be written
     */
    public void headings(String... headings) throws IOException {
        var cells = new Cell[headings.length];
        for (int column = 0; column < headings.length; column++) {
            cells[column] = Cell.heading(headings[column]);
        }
        row(cells);
    }

    /** Leaves a row empty. */
    public void gap() {
        next++;
    }
}
