package org.jiayi.app.publication;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jiayi.app.kernel.money.Money;

/**
 * A column of a file, as {@code schema.json} tells it.
 *
 * @param code in the header
 * @param type {@code text}, {@code integer}, {@code decimal}, {@code date} or {@code month}
 * @param unit such as {@code yuan}; empty where it has none
 */
public record Column(String code, String name, String nameEn, String type, String unit) {

    private static final Pattern COUNT = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,13}\\.[0-9]{2}");

    /** A column of text. */
    public static Column text(String code, String name, String nameEn) {
        return new Column(code, name, nameEn, "text", "");
    }

    /** A column of months, such as {@code 2026-10}. */
    public static Column month(String code, String name, String nameEn) {
        return new Column(code, name, nameEn, "month", "");
    }

    /** A column of whole numbers. */
    public static Column count(String code, String name, String nameEn, String unit) {
        return new Column(code, name, nameEn, "integer", unit);
    }

    /** A column of amounts: yuan with two decimals. */
    public static Column yuan(String code, String name, String nameEn) {
        return new Column(code, name, nameEn, "decimal", "yuan");
    }

    /** A sum of the column as files write it: fen as yuan where it holds amounts. */
    String text(long sum) {
        return isAmount() ? Money.ofFen(sum).toYuan() : Long.toString(sum);
    }

    /** A number of the column, in fen where it holds amounts; empty for what is none. */
    Optional<Long> number(String text) {
        return (isAmount() ? AMOUNT : COUNT).matcher(text).matches()
                ? Optional.of(Long.parseLong(text.replace(".", "")))
                : Optional.empty();
    }

    private boolean isAmount() {
        return type.equals("decimal");
    }
}
