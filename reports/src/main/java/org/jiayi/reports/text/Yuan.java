package org.jiayi.reports.text;

import java.math.BigDecimal;

/** Shows fen as yuan. Documents are read in yuan; everything is reckoned in fen. */
public final class Yuan {

    private Yuan() {}

    /**
     * Converts without rounding.
     *
     * @param fen an amount in fen
     * @return the same amount in yuan, always with two decimals
     */
    public static BigDecimal of(long fen) {
        return BigDecimal.valueOf(fen, 2);
    }
}
