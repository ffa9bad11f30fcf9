package org.jiayi.reports.table;

import java.util.ArrayList;
import java.util.List;
import net.sf.jasperreports.engine.design.JRDesignBand;
import net.sf.jasperreports.engine.design.JRDesignElement;
import net.sf.jasperreports.engine.type.SplitTypeEnum;
import org.jiayi.reports.table.Elements.Place;

/** The band that closes a document, never broken by a page: amounts in figures and words, signers and stamps. */
final class ClosingDesign {

    private final TableLayout<?> layout;
    private final int width;

    ClosingDesign(TableLayout<?> layout) {
        this.layout = layout;
        this.width = layout.page().inside();
    }

    JRDesignBand band() {
        List<JRDesignElement> elements = new ArrayList<>();
        int y = TableDesign.GAP;
        if (!layout.amounts().isEmpty()) {
            y = amounts(elements, y);
        }
        y = signers(elements, y + 2 * TableDesign.GAP);
        y = stamps(elements, y + TableDesign.GAP);
        JRDesignBand band = Elements.band(y, SplitTypeEnum.PREVENT, elements);
        band.setPrintWhenExpression(Elements.java("\"" + Names.CLOSING + "\".equals($F{" + Names.SECTION + "})"));
        return band;
    }

    private int amounts(List<JRDesignElement> elements, int top) {
        int y = top;
        elements.add(amountRow(
                y,
                Elements.fixed("项目", label(), "columnHead"),
                Elements.fixed("金额（元）", figure(), "columnHead"),
                Elements.fixed("金额（大写）", words(), "columnHead")));
        for (int amount = 0; amount < layout.amounts().size(); amount++) {
            String name = Names.amount(amount);
            y += TableDesign.ROW_HEIGHT;
            elements.add(amountRow(
                    y,
                    Elements.fixed(layout.amounts().get(amount).label(), label(), "label"),
                    Elements.value("$P{" + name + "}", figure(), Kind.AMOUNT, "figure"),
                    Elements.value("$P{" + name + "InWords}", words(), "cell")));
        }
        return y + TableDesign.ROW_HEIGHT;
    }

    private JRDesignElement amountRow(int y, JRDesignElement... cells) {
        return Elements.row(new Place(0, y, width, TableDesign.ROW_HEIGHT), List.of(cells));
    }

    private Place label() {
        return new Place(0, 0, width / 4, TableDesign.ROW_HEIGHT);
    }

    private Place figure() {
        return new Place(width / 4, 0, width / 5, TableDesign.ROW_HEIGHT);
    }

    private Place words() {
        int x = width / 4 + width / 5;
        return new Place(x, 0, width - x, TableDesign.ROW_HEIGHT);
    }

    private int signers(List<JRDesignElement> elements, int top) {
        int count = layout.signers().size();
        if (count == 0) {
            return top;
        }
        List<JRDesignElement> names = new ArrayList<>();
        for (int signer = 0; signer < count; signer++) {
            names.add(Elements.value(
                    "\"" + layout.signers().get(signer).label() + "：\" + $P{" + Names.signer(signer) + "}",
                    new Place(width * signer / count, 0, width / count, TableDesign.ROW_HEIGHT),
                    "text"));
        }
        elements.add(Elements.row(new Place(0, top, width, TableDesign.ROW_HEIGHT), names));
        return top + TableDesign.ROW_HEIGHT;
    }

    private int stamps(List<JRDesignElement> elements, int top) {
        int count = layout.stamps().size();
        List<JRDesignElement> offices = new ArrayList<>();
        List<JRDesignElement> days = new ArrayList<>();
        for (int stamp = 0; stamp < count; stamp++) {
            Place place = new Place(width * stamp / count, 0, width / count, TableDesign.ROW_HEIGHT);
            offices.add(Elements.fixed(layout.stamps().get(stamp) + "（盖章）：", place, "text"));
            days.add(Elements.fixed("日期：　　　　年　　月　　日", place, "text"));
        }
        elements.add(Elements.row(new Place(0, top, width, TableDesign.ROW_HEIGHT), offices));
        elements.add(Elements.row(
                new Place(0, top + TableDesign.ROW_HEIGHT + TableDesign.GAP, width, TableDesign.ROW_HEIGHT), days));
        return top + 2 * TableDesign.ROW_HEIGHT + 2 * TableDesign.GAP;
    }
}
