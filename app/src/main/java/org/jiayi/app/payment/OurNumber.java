package org.jiayi.app.payment;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number by which a provider knows an order or a refund of ours: the pooling area, and our id in base 32. It is worked out
 * from the id, so that whoever tries again after a crash sends the same number, and it tells a callback's area. Providers take 32 characters
 * for an order and 64 for a refund.
 *
 * @param area six digits
 * @param id of the payment or the refund
 */
public record OurNumber(String area, UUID id) {

    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford: no I, L, O, U
    private static final int LENGTH = 26;
    private static final int HALF_BITS = 64;
    private static final int HEX = 16;
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
    private static final Pattern FORM = Pattern.compile("([0-9]{6})(R?)([0-7][0-9A-HJKMNP-TV-Z]{25})");

    /** The number of an order, 32 characters. */
    public static String ofOrder(String area, UUID paymentId) {
        return area + encoded(paymentId);
    }

    /** The number of a refund, 33 characters. */
    public static String ofRefund(String area, UUID refundId) {
        return area + "R" + encoded(refundId);
    }

    /** What an order's number names; empty for a text that is no such number. */
    public static Optional<OurNumber> findOrder(String number) {
        return find(number, "");
    }

    /** What a refund's number names; empty for a text that is no such number. */
    public static Optional<OurNumber> findRefund(String number) {
        return find(number, "R");
    }

    private static Optional<OurNumber> find(String number, String mark) {
        Matcher parts = FORM.matcher(number);
        return parts.matches() && parts.group(2).equals(mark)
                ? Optional.of(new OurNumber(parts.group(1), decoded(parts.group(3))))
                : Optional.empty();
    }

    private static String encoded(UUID id) {
        BigInteger rest = new BigInteger(id.toString().replace("-", ""), HEX);
        StringBuilder digits = new StringBuilder();
        for (int place = 0; place < LENGTH; place++) {
            digits.append(DIGITS.charAt(rest.mod(BASE).intValue()));
            rest = rest.divide(BASE);
        }
        return digits.reverse().toString();
    }

    private static UUID decoded(String digits) {
        BigInteger value = BigInteger.ZERO;
        for (char digit : digits.toUpperCase(Locale.ROOT).toCharArray()) {
            value = value.multiply(BASE).add(BigInteger.valueOf(DIGITS.indexOf(digit)));
        }
        return new UUID(value.shiftRight(HALF_BITS).longValue(), value.longValue());
    }
}
