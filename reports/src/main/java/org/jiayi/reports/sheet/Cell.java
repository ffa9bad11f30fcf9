package org.jiayi.reports.sheet;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.dhatim.fastexcel.BorderStyle;
import org.dhatim.fastexcel.StyleSetter;
import org.dhatim.fastexcel.Worksheet;
import org.jiayi.reports.text.Unprintable;
import org.jiayi.reports.text.Yuan;

/** A value of a known kind, so that a spreadsheet neither guesses at identity numbers nor computes names. */
@FunctionalInterface
public interface Cell {

    /** The longest text that spreadsheet programs accept in one cell. */
    int LONGEST_TEXT = 32_767;

    /**
     * Writes the value and its format.
     *
     * @param sheet the sheet to write into
     * @param row the row, from zero
     * @param column the column, from zero
     */
    void writeTo(Worksheet sheet, int row, int column);

    /**
     * Makes a cell of text, which stays text whatever it begins with: a name such as {@code =1+1} is not a formula.
     *
     * @param text the text
     * @return the cell
     */
    static Cell text(String text) {
        return (sheet, row, column) -> {
            sheet.value(row, column, written(text));
            framed(sheet, row, column).format("@").set();
        };
    }

    /**
     * Makes a cell of a whole number.
     *
     * @param count the number
     * @return the cell
     */
    static Cell count(long count) {
        return (sheet, row, column) -> {
            sheet.value(row, column, count);
            framed(sheet, row, column).format("#,##0").set();
        };
    }

    /**
     * Makes a cell of money, shown in yuan with two decimals.
     *
     * @param fen the amount in fen
     * @return the cell
     */
    static Cell yuan(long fen) {
        return (sheet, row, column) -> {
            sheet.value(row, column, Yuan.of(fen));
            framed(sheet, row, column).format("#,##0.00").set();
        };
    }

    /**
     * Makes a cell of a rate, shown in percent with two decimals.
     *
     * @param hundredthsOfPercent the rate
     * @return the cell
     */
    static Cell rate(long hundredthsOfPercent) {
        return (sheet, row, column) -> {
            sheet.value(row, column, BigDecimal.valueOf(hundredthsOfPercent, 4));
            framed(sheet, row, column).format("0.00%").set();
        };
    }

    /**
     * Makes a cell of a date.
     *
     * @param day the date
     * @return the cell
     */
    static Cell day(LocalDate day) {
        return (sheet, row, column) -> {
            sheet.value(row, column, day);
            framed(sheet, row, column).format("yyyy-mm-dd").set();
        };
    }

    /**
     * Makes a cell that heads a column or a line.
     *
     * @param text the heading
     * @return the cell
     */
    static Cell heading(String text) {
        return (sheet, row, column) -> {
            sheet.value(row, column, written(text));
            framed(sheet, row, column)
                    .bold()
                    .fillColor("FFE6E6E6")
                    .horizontalAlignment("center")
                    .wrapText(true)
                    .set();
        };
    }

    private static StyleSetter framed(Worksheet sheet, int row, int column) {
        return sheet.style(row, column).borderStyle(BorderStyle.THIN).verticalAlignment("center");
    }

    private static String written(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("a cell holds at most " + LONGEST_TEXT + " characters");
        }
        return Unprintable.marked(text, Cell::writable);
    }

    /** Holds what XML can carry; a control character would be left out by the writer without a word. */
    private static boolean writable(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.CONTROL && type != Character.SURROGATE && codePoint != 0xFFFE && codePoint != 0xFFFF;
    }
}
