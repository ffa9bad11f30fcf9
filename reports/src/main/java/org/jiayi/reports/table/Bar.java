package org.jiayi.reports.table;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import net.sf.jasperreports.engine.JasperReportsContext;
import net.sf.jasperreports.renderers.AbstractRenderer;
import net.sf.jasperreports.renderers.Graphics2DRenderable;

/** A rate as a bar on a scale from 0 to 100 % with a line at each quarter. What is above is drawn as 100 %. */
final class Bar extends AbstractRenderer implements Graphics2DRenderable {

    private static final long serialVersionUID = 1L;
    private static final long WHOLE = 10_000; // hundredths of a percent
    private static final int QUARTERS = 4;
    private static final Color FILL = new Color(0x4472C4);
    private static final Color LINE = new Color(0xC8C8C8);

    private final long hundredthsOfPercent;

    Bar(long hundredthsOfPercent) {
        this.hundredthsOfPercent = Math.max(0, Math.min(WHOLE, hundredthsOfPercent));
    }

    @Override
    public void render(JasperReportsContext context, Graphics2D graphics, Rectangle2D area) {
        graphics.translate(area.getX(), area.getY());
        graphics.scale(area.getWidth() / WHOLE, area.getHeight() / WHOLE);
        graphics.setColor(LINE);
        for (int quarter = 1; quarter < QUARTERS; quarter++) {
            graphics.fill(new Rectangle2D.Float(quarter * WHOLE / QUARTERS, 0, WHOLE / 400, WHOLE));
        }
        graphics.setColor(FILL);
        graphics.fill(new Rectangle2D.Float(0, WHOLE / 5, hundredthsOfPercent, WHOLE * 3 / 5));
    }
}
