package org.jiayi.reports.table;

import java.util.List;
import net.sf.jasperreports.engine.design.JRDesignBand;
import net.sf.jasperreports.engine.design.JRDesignElement;
import net.sf.jasperreports.engine.design.JRDesignExpression;
import net.sf.jasperreports.engine.design.JRDesignFrame;
import net.sf.jasperreports.engine.design.JRDesignImage;
import net.sf.jasperreports.engine.design.JRDesignStaticText;
import net.sf.jasperreports.engine.design.JRDesignTextField;
import net.sf.jasperreports.engine.design.JasperDesign;
import net.sf.jasperreports.engine.type.PositionTypeEnum;
import net.sf.jasperreports.engine.type.ScaleImageEnum;
import net.sf.jasperreports.engine.type.SplitTypeEnum;
import net.sf.jasperreports.engine.type.StretchTypeEnum;
import net.sf.jasperreports.engine.type.TextAdjustEnum;

/** The elements of a template. Every text grows with what it says, and its neighbours in a row with it, so that nothing is clipped. */
final class Elements {

    /** Where an element lies in its band, in points. */
    record Place(int x, int y, int width, int height) {}

    private Elements() {}

    static JRDesignExpression java(String expression) {
        return new JRDesignExpression(expression);
    }

    static JRDesignStaticText fixed(String text, Place place, String style) {
        var element = new JRDesignStaticText();
        element.setText(text);
        return placed(element, place, style);
    }

    static JRDesignTextField value(String expression, Place place, String style) {
        var element = new JRDesignTextField();
        element.setExpression(java(expression));
        element.setTextAdjust(TextAdjustEnum.STRETCH_HEIGHT);
        return placed(element, place, style);
    }

    static JRDesignTextField value(String expression, Place place, Kind kind, String style) {
        var element = value(expression, place, style);
        if (!kind.pattern().isEmpty()) {
            element.setPattern(kind.pattern());
        }
        return element;
    }

    static JRDesignImage drawing(JasperDesign design, String expression, Place place, String style) {
        var element = new JRDesignImage(design);
        element.setExpression(java(expression));
        element.setScaleImage(ScaleImageEnum.FILL_FRAME);
        return placed(element, place, style);
    }

    /** Cells beside each other that are all as high as the highest. */
    static <E extends JRDesignElement> List<E> level(List<E> cells) {
        cells.forEach(cell -> cell.setStretchType(StretchTypeEnum.CONTAINER_HEIGHT));
        return cells;
    }

    /** A row whose cells grow together, and which moves down when what is above it grows. */
    static JRDesignFrame row(Place place, List<? extends JRDesignElement> cells) {
        var frame = new JRDesignFrame();
        frame.setPositionType(PositionTypeEnum.FLOAT);
        level(cells).forEach(frame::addElement);
        return placed(frame, place, "text");
    }

    static <E extends JRDesignElement> E shownWhen(String condition, E element) {
        element.setPrintWhenExpression(java(condition));
        return element;
    }

    static JRDesignBand band(int height, SplitTypeEnum split, List<? extends JRDesignElement> elements) {
        var band = new JRDesignBand();
        band.setHeight(height);
        band.setSplitType(split);
        elements.forEach(band::addElement);
        return band;
    }

    private static <E extends JRDesignElement> E placed(E element, Place place, String style) {
        element.setX(place.x());
        element.setY(place.y());
        element.setWidth(place.width());
        element.setHeight(place.height());
        element.setStyleNameReference(style);
        return element;
    }
}
