package org.jiayi.reports.pdf;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Map;
import net.sf.jasperreports.engine.JasperReportsContext;
import net.sf.jasperreports.renderers.AbstractRenderer;
import net.sf.jasperreports.renderers.Graphics2DRenderable;

/** A text as a QR code, drawn as squares rather than as an image: sharp at every size, and always the same bytes. It fills its area, which the template keeps square. */
public final class QrCode extends AbstractRenderer implements Graphics2DRenderable {

    private static final long serialVersionUID = 1L;

    /** The quiet zone that the standard asks for around the code, in modules. */
    private static final int QUIET_MODULES = 4;

    private final String text;

    /**
     * A code of that text.
     *
     * @param text what a reader of the code is told
     */
    public QrCode(String text) {
        this.text = text;
    }

    @Override
    public void render(JasperReportsContext context, Graphics2D graphics, Rectangle2D area) {
        BitMatrix modules = modules();
        Path2D dark = new Path2D.Float();
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                if (modules.get(x, y)) {
                    int from = x;
                    while (x < modules.getWidth() && modules.get(x, y)) {
                        x++;
                    }
                    dark.append(new Rectangle(from, y, x - from, 1), false);
                }
            }
        }
        AffineTransform placed = AffineTransform.getTranslateInstance(area.getX(), area.getY());
        placed.scale(area.getWidth() / modules.getWidth(), area.getHeight() / modules.getHeight());
        // one path: squares that were filled one by one would show seams between them
        graphics.setColor(Color.BLACK);
        graphics.fill(dark.createTransformedShape(placed));
    }

    private BitMatrix modules() {
        try {
            return new QRCodeWriter()
                    .encode(
                            text,
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(
                                    EncodeHintType.CHARACTER_SET,
                                    "UTF-8",
                                    EncodeHintType.ERROR_CORRECTION,
                                    ErrorCorrectionLevel.L,
                                    EncodeHintType.MARGIN,
                                    QUIET_MODULES));
        } catch (WriterException e) {
            throw new IllegalArgumentException("the text does not fit into a QR code", e);
        }
    }
}
