package org.jiayi.reports.pdf;

import java.awt.Font;
import net.sf.jasperreports.engine.DefaultJasperReportsContext;
import net.sf.jasperreports.engine.fonts.FontFace;
import net.sf.jasperreports.engine.fonts.FontFamily;
import net.sf.jasperreports.engine.fonts.FontInfo;
import net.sf.jasperreports.engine.fonts.FontUtil;
import org.jiayi.reports.text.Unprintable;

/** The one font of all documents; knows what it can show and makes the rest visible. */
final class EmbeddedFont {

    private static final String NAME = "Noto Sans SC";

    private final Font regular;
    private final Font bold;

    private EmbeddedFont(Font regular, Font bold) {
        this.regular = regular;
        this.bold = bold;
    }

    static EmbeddedFont load() {
        FontInfo info =
                FontUtil.getInstance(DefaultJasperReportsContext.getInstance()).getFontInfo(NAME, null);
        if (info == null) {
            throw new IllegalStateException("the font " + NAME + " is not on the class path");
        }
        FontFamily family = info.getFontFamily();
        return new EmbeddedFont(font(family.getNormalFace()), font(family.getBoldFace()));
    }

    private static Font font(FontFace face) {
        return face.getFont();
    }

    String printable(String text) {
        return Unprintable.marked(text, this::shows);
    }

    /** Control and format characters are refused even where the font maps them, because a reader would not see them. */
    private boolean shows(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> regular.canDisplay(codePoint) && bold.canDisplay(codePoint);
        };
    }
}
