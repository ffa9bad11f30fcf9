package org.jiayi.reports.table;

import java.math.BigDecimal;
import java.time.LocalDate;
import net.sf.jasperreports.renderers.Renderable;
import org.jiayi.reports.sheet.Cell;
import org.jiayi.reports.text.Yuan;

/** What a column holds, and with it how both formats show it. */
enum Kind {
    /** Text that wraps. */
    TEXT(String.class, "cell", ""),
    /** Text that is short, such as a code. */
    CODE(String.class, "cellCentred", ""),
    /** A number as text, because it may be a fraction. */
    FIGURE(String.class, "figure", ""),
    /** A whole number. */
    COUNT(Long.class, "figure", "#,##0") {
        @Override
        Cell cell(Object value) {
            return Cell.count((Long) value);
        }
    },
    /** Fen, shown in yuan. */
    AMOUNT(BigDecimal.class, "figure", "#,##0.00") {
        @Override
        Object printed(Object value) {
            return Yuan.of((Long) value);
        }

        @Override
        Cell cell(Object value) {
            return Cell.yuan((Long) value);
        }
    },
    /** Hundredths of a percent, shown in percent. */
    RATE(BigDecimal.class, "figure", "0.00%") {
        @Override
        Object printed(Object value) {
            return BigDecimal.valueOf((Long) value, RATE_DECIMALS);
        }

        @Override
        Cell cell(Object value) {
            return Cell.rate((Long) value);
        }
    },
    /** Hundredths of a percent as a bar; the bars of a column share one scale and make its chart. */
    BAR(Renderable.class, "cell", "") {
        @Override
        Object printed(Object value) {
            return new Bar((Long) value);
        }

        @Override
        Cell cell(Object value) {
            return Cell.rate((Long) value);
        }
    },
    /** A day. */
    DAY(String.class, "cellCentred", "") {
        @Override
        Object printed(Object value) {
            return value.toString();
        }

        @Override
        Cell cell(Object value) {
            return Cell.day((LocalDate) value);
        }
    };

    private static final int RATE_DECIMALS = 4;

    private final Class<?> printedClass;
    private final String style;
    private final String pattern;

    Kind(Class<?> printedClass, String style, String pattern) {
        this.printedClass = printedClass;
        this.style = style;
        this.pattern = pattern;
    }

    /** The class of what a template prints. */
    Class<?> printedClass() {
        return printedClass;
    }

    String style() {
        return style;
    }

    String pattern() {
        return pattern;
    }

    /** What a template prints of a value. */
    Object printed(Object value) {
        return value;
    }

    /** What a workbook keeps of a value. */
    Cell cell(Object value) {
        return Cell.text((String) value);
    }
}
