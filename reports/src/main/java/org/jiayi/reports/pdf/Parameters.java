package org.jiayi.reports.pdf;

import java.util.HashMap;
import java.util.Map;
import org.jiayi.reports.text.ChineseAmount;
import org.jiayi.reports.text.Yuan;

/** The values that a template prints outside its rows, under the names that the template gives them. */
public final class Parameters {

    private final Map<String, Object> values = new HashMap<>();

    /**
     * Sets a text.
     *
     * @param name the parameter
     * @param value the text
     * @return these parameters
     */
    public Parameters text(String name, String value) {
        values.put(name, value);
        return this;
    }

    /**
     * Sets what a column comes to.
     *
     * @param name the parameter
     * @param value the sum, as the template's parameter wants it
     * @return these parameters
     */
    public Parameters figure(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /**
     * Sets an amount twice: in yuan under the name itself, and in capital numerals under the name with {@code InWords}.
     *
     * @param name the parameter
     * @param fen the amount in fen
     * @return these parameters
     */
    public Parameters amount(String name, long fen) {
        values.put(name, Yuan.of(fen));
        return text(name + "InWords", ChineseAmount.of(fen));
    }

    /**
     * Sets a QR code.
     *
     * @param name the parameter
     * @param code the code
     * @return these parameters
     */
    public Parameters drawing(String name, QrCode code) {
        values.put(name, code);
        return this;
    }

    Map<String, Object> values() {
        return values;
    }
}
