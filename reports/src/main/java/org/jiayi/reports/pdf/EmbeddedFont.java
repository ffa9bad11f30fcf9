package org.jiayi.reports.pdf;

import java.awt.Font;
import java.util.BitSet;
import net.sf.jasperreports.engine.DefaultJasperReportsContext;
import net.sf.jasperreports.engine.fonts.FontFace;
import net.sf.jasperreports.engine.fonts.FontFamily;
import net.sf.jasperreports.engine.fonts.FontInfo;
import net.sf.jasperreports.engine.fonts.FontUtil;
import org.jiayi.reports.text.Unprintable;

/** The one font of all documents; knows what it can show and makes the rest visible. */
final class EmbeddedFont {

    private static final String NAME = "Noto Sans SC";

    /** Where the last ideographs of the standard's third plane end. */
    private static final int CODE_POINTS = 0x33480;

    private final BitSet shown = new BitSet(CODE_POINTS);

    /** Asks the font about every character once: documents ask about millions of them. */
    private EmbeddedFont(Font regular, Font bold) {
        for (int codePoint = 0; codePoint < CODE_POINTS; codePoint++) {
            if (isVisible(codePoint) && regular.canDisplay(codePoint) && bold.canDisplay(codePoint)) {
                shown.set(codePoint);
            }
        }
    }

    private static final class Loaded {
        static final EmbeddedFont FONT = load();
    }

    /** The font, read when it is first asked for. */
    static EmbeddedFont loaded() {
        return Loaded.FONT;
    }

    private static EmbeddedFont load() {
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
        return Unprintable.marked(text, shown::get);
    }

    /** Control and format characters are refused even where the font maps them, because a reader would not see them. */
    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
