package org.jiayi.reports.pdf;

import java.util.Iterator;
import java.util.Map;
import net.sf.jasperreports.engine.JRDataSource;
import net.sf.jasperreports.engine.JRField;
import org.jspecify.annotations.Nullable;

/** Feeds a template row by row, so that only the row being printed is held here. */
final class Rows implements JRDataSource {

    private final Iterator<Map<String, Object>> rows;
    private final EmbeddedFont font;
    private Map<String, Object> current = Map.of();

    Rows(Iterator<Map<String, Object>> rows, EmbeddedFont font) {
        this.rows = rows;
        this.font = font;
    }

    @Override
    public boolean next() {
        if (!rows.hasNext()) {
            return false;
        }
        current = rows.next();
        return true;
    }

    @Override
    public @Nullable Object getFieldValue(JRField field) {
        Object value = current.get(field.getName());
        return value instanceof String text ? font.printable(text) : value;
    }
}
