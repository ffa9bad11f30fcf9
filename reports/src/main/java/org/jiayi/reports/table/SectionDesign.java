package org.jiayi.reports.table;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.sf.jasperreports.engine.JRException;
import net.sf.jasperreports.engine.design.JRDesignBand;
import net.sf.jasperreports.engine.design.JRDesignElement;
import net.sf.jasperreports.engine.design.JRDesignField;
import net.sf.jasperreports.engine.design.JRDesignVariable;
import net.sf.jasperreports.engine.design.JasperDesign;
import net.sf.jasperreports.engine.type.CalculationEnum;
import net.sf.jasperreports.engine.type.ResetTypeEnum;
import net.sf.jasperreports.engine.type.SplitTypeEnum;
import org.jiayi.reports.table.Elements.Place;

/** The bands of one section: its headings, its lines, its subtotal of the page and its total. */
final class SectionDesign {

    static final int LINE_HEIGHT = 20;

    private static final int TITLE_HEIGHT = 30;
    private static final int NUMBER_WIDTH = 32;

    private final JasperDesign design;
    private final int index;
    private final Section<?, ?> section;
    private final boolean titled;
    private final List<Place> places;
    private final int width;

    SectionDesign(JasperDesign design, int index, Section<?, ?> section, boolean titled) {
        this.design = design;
        this.index = index;
        this.section = section;
        this.titled = titled;
        this.width = design.getColumnWidth();
        this.places = places();
    }

    /** Shares out the width between the columns; the last one takes what rounding leaves. */
    private List<Place> places() {
        int shares = section.columns().stream().mapToInt(Column::width).sum();
        List<Place> found = new ArrayList<>();
        int x = NUMBER_WIDTH;
        int share = 0;
        for (Column<?, ?> column : section.columns()) {
            share += column.width();
            int end = NUMBER_WIDTH + (width - NUMBER_WIDTH) * share / shares;
            found.add(new Place(x, 0, end - x, LINE_HEIGHT));
            x = end;
        }
        return found;
    }

    private Column<?, ?> column(int column) {
        return section.columns().get(column);
    }

    private IntStream columns() {
        return IntStream.range(0, section.columns().size());
    }

    private IntStream addedUp() {
        return columns().filter(column -> column(column).total().isPresent());
    }

    String condition() {
        return "\"" + index + "\".equals($F{" + Names.SECTION + "})";
    }

    /** Declares what the bands print and add up. */
    void declare() throws JRException {
        field(Names.number(index), Long.class);
        for (int column : columns().toArray()) {
            field(Names.cell(index, column), column(column).kind().printedClass());
        }
        if (!section.isPaged()) {
            return;
        }
        sum(Names.linesOnPage(index), Long.class, condition() + " && !$F{" + Names.EMPTY + "} ? 1L : 0L", "0L");
        for (int column : addedUp().toArray()) {
            Class<?> type = column(column).kind().printedClass();
            String zero = type == Long.class ? "0L" : BigDecimal.class.getName() + ".ZERO";
            String cell = "$F{" + Names.cell(index, column) + "}";
            sum(Names.onPage(index, column), type, cell + " == null ? " + zero + " : " + cell, zero);
        }
    }

    private void field(String name, Class<?> type) throws JRException {
        var field = new JRDesignField();
        field.setName(name);
        field.setValueClass(type);
        design.addField(field);
    }

    private void sum(String name, Class<?> type, String expression, String zero) throws JRException {
        var sum = new JRDesignVariable();
        sum.setName(name);
        sum.setValueClass(type);
        sum.setResetType(ResetTypeEnum.PAGE);
        sum.setCalculation(CalculationEnum.SUM);
        sum.setExpression(Elements.java(expression));
        sum.setInitialValueExpression(Elements.java(zero));
        design.addVariable(sum);
    }

    JRDesignBand headings() {
        int top = titled ? TITLE_HEIGHT : 0;
        List<JRDesignElement> elements = new ArrayList<>();
        if (titled) {
            elements.add(Elements.fixed(section.heading(), new Place(0, 6, width, TITLE_HEIGHT - 8), "heading"));
        }
        List<JRDesignElement> cells = new ArrayList<>();
        cells.add(Elements.fixed("序号", number(), "columnHead"));
        columns()
                .forEach(column ->
                        cells.add(Elements.value(quoted(column(column).heading()), places.get(column), "columnHead")));
        elements.add(Elements.row(new Place(0, top, width, LINE_HEIGHT), cells));
        return shown(Elements.band(top + LINE_HEIGHT, SplitTypeEnum.PREVENT, elements), condition());
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static Place number() {
        return new Place(0, 0, NUMBER_WIDTH, LINE_HEIGHT);
    }

    JRDesignBand line() {
        List<JRDesignElement> cells = new ArrayList<>();
        cells.add(Elements.value("$F{" + Names.number(index) + "}", number(), "cellCentred"));
        columns().forEach(column -> cells.add(cell(column)));
        return shown(
                Elements.band(LINE_HEIGHT, SplitTypeEnum.PREVENT, Elements.level(cells)),
                condition() + " && !$F{" + Names.EMPTY + "}");
    }

    private JRDesignElement cell(int column) {
        Kind kind = column(column).kind();
        String field = "$F{" + Names.cell(index, column) + "}";
        return kind == Kind.BAR
                ? Elements.drawing(design, field, places.get(column), kind.style())
                : Elements.value(field, places.get(column), kind, kind.style());
    }

    /** Says that there is nothing, where a reader would otherwise look for a page that was lost. */
    JRDesignBand nothing() {
        return shown(
                Elements.band(
                        LINE_HEIGHT,
                        SplitTypeEnum.PREVENT,
                        List.of(Elements.fixed("（无）", new Place(0, 0, width, LINE_HEIGHT), "cellCentred"))),
                condition() + " && $F{" + Names.EMPTY + "}");
    }

    JRDesignBand total() {
        return shown(
                Elements.band(
                        LINE_HEIGHT,
                        SplitTypeEnum.PREVENT,
                        sums("合计", "totalFigure", column -> "$P{" + Names.total(index, column) + "}")),
                condition());
    }

    /** The subtotal at the foot of a page; there is one where the page has lines of this section. */
    List<JRDesignElement> subtotal() {
        String condition = "$V{" + Names.linesOnPage(index) + "} > 0";
        List<JRDesignElement> cells = sums("本页小计", "figure", column -> "$V{" + Names.onPage(index, column) + "}");
        cells.forEach(cell -> Elements.shownWhen(condition, cell));
        return cells;
    }

    /** How the value below a column is found. */
    private interface Sum {
        String of(int column);
    }

    /** A row with the label up to the first column that is added up, and an empty cell below those that are not. */
    private List<JRDesignElement> sums(String label, String style, Sum sum) {
        List<JRDesignElement> cells = new ArrayList<>();
        int first = addedUp().findFirst().orElseThrow();
        cells.add(Elements.fixed(label, new Place(0, 0, places.get(first).x(), LINE_HEIGHT), "total"));
        columns()
                .skip(first)
                .forEach(column -> cells.add(
                        column(column).total().isPresent()
                                ? Elements.value(
                                        sum.of(column),
                                        places.get(column),
                                        column(column).kind(),
                                        style)
                                : Elements.fixed("", places.get(column), "total")));
        return cells;
    }

    private static JRDesignBand shown(JRDesignBand band, String condition) {
        band.setPrintWhenExpression(Elements.java(condition));
        return band;
    }
}
