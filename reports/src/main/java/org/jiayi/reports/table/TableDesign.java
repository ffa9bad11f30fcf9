package org.jiayi.reports.table;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.sf.jasperreports.engine.JRException;
import net.sf.jasperreports.engine.design.JRDesignBand;
import net.sf.jasperreports.engine.design.JRDesignElement;
import net.sf.jasperreports.engine.design.JRDesignField;
import net.sf.jasperreports.engine.design.JRDesignGroup;
import net.sf.jasperreports.engine.design.JRDesignParameter;
import net.sf.jasperreports.engine.design.JRDesignSection;
import net.sf.jasperreports.engine.design.JRDesignTextField;
import net.sf.jasperreports.engine.design.JasperDesign;
import net.sf.jasperreports.engine.type.EvaluationTimeEnum;
import net.sf.jasperreports.engine.type.OrientationEnum;
import net.sf.jasperreports.engine.type.SplitTypeEnum;
import net.sf.jasperreports.engine.type.WhenNoDataTypeEnum;
import net.sf.jasperreports.renderers.Renderable;
import org.jiayi.reports.table.Elements.Place;

/**
 * Draws the template of a layout: title, facts, the sections with page subtotals, amounts in words, signatures, and at the foot
 * of every page its number and the digest. Used while the module is built only.
 */
public final class TableDesign {

    private static final int TITLE_HEIGHT = 30;
    private static final int QR_SIDE = 64;
    static final int ROW_HEIGHT = 22;
    private static final int LABEL_WIDTH = 65;
    static final int GAP = 8;
    private static final int NOTE_HEIGHT = 24;
    private static final int BOTTOM_MARGIN = 30;

    private final TableLayout<?> layout;
    private final JasperDesign design = new JasperDesign();
    private final int width;
    private final List<SectionDesign> sections;

    private TableDesign(TableLayout<?> layout) {
        this.layout = layout;
        this.width = layout.page().inside();
        page();
        List<? extends Section<?, ?>> all = layout.sections();
        this.sections = IntStream.range(0, all.size())
                .mapToObj(index -> new SectionDesign(design, index, all.get(index), all.size() > 1))
                .toList();
    }

    /**
     * The template of a layout.
     *
     * @throws JRException if the layout names something twice
     */
    public static JasperDesign of(TableLayout<?> layout) throws JRException {
        return new TableDesign(layout).drawn();
    }

    private void page() {
        var page = layout.page();
        design.setName(layout.name());
        design.setPageWidth(page.width);
        design.setPageHeight(page.height);
        design.setOrientation(page.width > page.height ? OrientationEnum.LANDSCAPE : OrientationEnum.PORTRAIT);
        design.setColumnWidth(width);
        design.setLeftMargin(page.margin);
        design.setRightMargin(page.margin);
        design.setTopMargin(page.margin);
        design.setBottomMargin(BOTTOM_MARGIN);
        design.setWhenNoDataType(WhenNoDataTypeEnum.ALL_SECTIONS_NO_DETAIL);
    }

    private JasperDesign drawn() throws JRException {
        declare();
        for (SectionDesign section : sections) {
            section.declare();
        }
        design.setTitle(title());
        design.setPageHeader(pageHeader());
        groups();
        var detail = (JRDesignSection) design.getDetailSection();
        for (SectionDesign section : sections) {
            detail.addBand(section.line());
            detail.addBand(section.nothing());
        }
        detail.addBand(new ClosingDesign(layout).band());
        design.setPageFooter(pageFooter());
        return design;
    }

    private void declare() throws JRException {
        for (String field : List.of(Names.SECTION, Names.PAGES)) {
            field(field, String.class);
        }
        field(Names.EMPTY, Boolean.class);
        parameter(Names.RUNNING_HEAD, String.class);
        parameter(Names.FILE_NUMBER, String.class);
        parameter(Names.DIGEST, String.class);
        parameter(Names.QR_CODE, Renderable.class);
        for (int fact = 0; fact < layout.facts().size(); fact++) {
            parameter(Names.fact(fact), String.class);
        }
        for (int amount = 0; amount < layout.amounts().size(); amount++) {
            parameter(Names.amount(amount), BigDecimal.class);
            parameter(Names.amount(amount) + "InWords", String.class);
        }
        for (int signer = 0; signer < layout.signers().size(); signer++) {
            parameter(Names.signer(signer), String.class);
        }
        for (int section = 0; section < layout.sections().size(); section++) {
            totals(section, layout.sections().get(section));
        }
    }

    private void totals(int index, Section<?, ?> section) throws JRException {
        for (int column = 0; column < section.columns().size(); column++) {
            if (section.columns().get(column).total().isPresent()) {
                parameter(
                        Names.total(index, column),
                        section.columns().get(column).kind().printedClass());
            }
        }
    }

    private void field(String name, Class<?> type) throws JRException {
        var field = new JRDesignField();
        field.setName(name);
        field.setValueClass(type);
        design.addField(field);
    }

    private void parameter(String name, Class<?> type) throws JRException {
        var parameter = new JRDesignParameter();
        parameter.setName(name);
        parameter.setValueClass(type);
        design.addParameter(parameter);
    }

    private JRDesignBand title() {
        List<JRDesignElement> elements = new ArrayList<>();
        elements.add(Elements.fixed(layout.title(), new Place(0, 0, width, TITLE_HEIGHT), "title"));
        elements.add(Elements.fixed(layout.unit(), new Place(width - QR_SIDE - 124, QR_SIDE - 20, 120, 16), "right"));
        elements.add(Elements.shownWhen(
                "$P{" + Names.QR_CODE + "} != null",
                Elements.drawing(
                        design, "$P{" + Names.QR_CODE + "}", new Place(width - QR_SIDE, 0, QR_SIDE, QR_SIDE), "text")));
        int y = QR_SIDE + 2;
        for (int fact = 0; fact < layout.facts().size(); fact += 2) {
            elements.add(Elements.row(new Place(0, y, width, ROW_HEIGHT), facts(fact)));
            y += ROW_HEIGHT;
        }
        return Elements.band(y + GAP, SplitTypeEnum.STRETCH, elements);
    }

    /** Two facts beside each other, or the last one alone. */
    private List<JRDesignElement> facts(int first) {
        boolean alone = first + 1 == layout.facts().size();
        int half = alone ? width : (width + 1) / 2;
        List<JRDesignElement> cells = new ArrayList<>(fact(first, 0, half));
        if (!alone) {
            cells.addAll(fact(first + 1, half, width - half));
        }
        return cells;
    }

    private List<JRDesignElement> fact(int fact, int x, int across) {
        return List.of(
                Elements.fixed(layout.facts().get(fact).label(), new Place(x, 0, LABEL_WIDTH, ROW_HEIGHT), "label"),
                Elements.value(
                        "$P{" + Names.fact(fact) + "}",
                        new Place(x + LABEL_WIDTH, 0, across - LABEL_WIDTH, ROW_HEIGHT),
                        "cell"));
    }

    private JRDesignBand pageHeader() {
        JRDesignBand header = Elements.band(
                20,
                SplitTypeEnum.STRETCH,
                List.of(
                        Elements.value("$P{" + Names.RUNNING_HEAD + "}", new Place(0, 0, width - 100, 14), "note"),
                        Elements.fixed(layout.unit(), new Place(width - 100, 0, 100, 14), "noteRight")));
        header.setPrintWhenExpression(Elements.java("$V{PAGE_NUMBER} > 1"));
        return header;
    }

    /** Pages of their own for what is added up page by page; within them, headings above and a total below every section. */
    private void groups() throws JRException {
        JRDesignGroup pages = group(Names.PAGES);
        pages.setStartNewPage(true);
        JRDesignGroup section = group(Names.SECTION);
        section.setReprintHeaderOnEachPage(true);
        for (int index = 0; index < sections.size(); index++) {
            ((JRDesignSection) section.getGroupHeaderSection())
                    .addBand(sections.get(index).headings());
            if (layout.sections().get(index).isAddedUp()) {
                ((JRDesignSection) section.getGroupFooterSection())
                        .addBand(sections.get(index).total());
            }
        }
    }

    private JRDesignGroup group(String field) throws JRException {
        var group = new JRDesignGroup();
        group.setName(field);
        group.setExpression(Elements.java("$F{" + field + "}"));
        design.addGroup(group);
        return group;
    }

    private JRDesignBand pageFooter() {
        List<JRDesignElement> elements = new ArrayList<>();
        for (int index = 0; index < sections.size(); index++) {
            Section<?, ?> section = layout.sections().get(index);
            if (section.isPaged() && section.isAddedUp()) {
                elements.addAll(sections.get(index).subtotal());
            }
        }
        int y = SectionDesign.LINE_HEIGHT + GAP;
        elements.add(Elements.value(
                "$P{" + Names.FILE_NUMBER + "} + \"\\n\" + $P{" + Names.DIGEST + "}",
                new Place(0, y, width - 120, NOTE_HEIGHT),
                "note"));
        elements.add(pageNumber(new Place(width - 120, y, 120, NOTE_HEIGHT)));
        return Elements.band(y + NOTE_HEIGHT + 2, SplitTypeEnum.STRETCH, elements);
    }

    private static JRDesignTextField pageNumber(Place place) {
        JRDesignTextField number = Elements.value(
                "\"第 \" + $V{MASTER_CURRENT_PAGE} + \" 页　共 \" + $V{MASTER_TOTAL_PAGES} + \" 页\"", place, "noteRight");
        number.setEvaluationTime(EvaluationTimeEnum.MASTER);
        return number;
    }
}
