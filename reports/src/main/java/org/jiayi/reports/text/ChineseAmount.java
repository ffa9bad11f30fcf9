package org.jiayi.reports.text;

/**
 * Writes an amount of money in the capital numerals that accountants use because nobody can alter them afterwards.
 *
 * <p>Follows the rules for filling in bills (支付结算办法, annex 1). Where the rules leave a choice, this class takes the
 * first form of their examples: a 零 stands between a whole ten of yuan and the jiao, and an amount without fen ends in 整.
 */
public final class ChineseAmount {

    private static final String[] DIGITS = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
    private static final long[] UNITS = {100_000_000, 10_000, 1_000, 100, 10};
    private static final String[] UNIT_NAMES = {"亿", "万", "仟", "佰", "拾"};

    private ChineseAmount() {}

    /**
     * Writes an amount, for example 人民币壹佰零壹万元零伍分.
     *
     * @param fen the amount in fen; a negative one is written with 负
     * @return the amount in words, never empty
     */
    public static String of(long fen) {
        if (fen == 0) {
            return "人民币零元整";
        }
        long magnitude = Math.absExact(fen);
        long yuan = magnitude / 100;
        var words = new StringBuilder(fen < 0 ? "人民币负" : "人民币");
        if (yuan > 0) {
            words.append(whole(yuan)).append("元");
        }
        return words.append(fraction(yuan, (int) (magnitude % 100))).toString();
    }

    private static String whole(long number) {
        for (int i = 0; i < UNITS.length; i++) {
            if (number >= UNITS[i]) {
                long rest = number % UNITS[i];
                String gap = rest > 0 && rest < UNITS[i] / 10 ? DIGITS[0] : "";
                return whole(number / UNITS[i]) + UNIT_NAMES[i] + gap + (rest > 0 ? whole(rest) : "");
            }
        }
        return DIGITS[(int) number];
    }

    private static String fraction(long yuan, int fenBelowYuan) {
        int jiao = fenBelowYuan / 10;
        int fen = fenBelowYuan % 10;
        if (jiao == 0 && fen == 0) {
            return "整";
        }
        boolean afterEmptyPlace = yuan > 0 && (jiao == 0 || yuan % 10 == 0);
        String gap = afterEmptyPlace ? DIGITS[0] : "";
        return gap + (jiao > 0 ? DIGITS[jiao] + "角" : "") + (fen > 0 ? DIGITS[fen] + "分" : "整");
    }
}
