package org.jiayi.app.kernel.document;

import static org.jiayi.app.kernel.decision.RefusalCode.AMOUNT_OUT_OF_RANGE;
import static org.jiayi.app.kernel.decision.RefusalCode.POLICY_INVALID;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one document and remembers the first thing wrong with it, with its JSON pointer.
 *
 * <p>After something wrong the reading goes on with a harmless value, so that a reader is a straight list of what the
 * document holds; {@link #decide} answers the refusal then, and nobody sees those values.
 */
public final class DocumentReader {

    public static final int TEXT_CHARACTERS_MAX = 100;
    public static final int ITEMS_MAX = 200;

    /** The greatest amount a policy may name for one person and year: a million yuan. */
    public static final long AMOUNT_FEN_MAX = 100_000_000;

    /** The greatest amount a policy may name for a whole area and year: a trillion yuan. */
    public static final long FUND_FEN_MAX = 100_000_000_000_000L;

    private @Nullable Refusal first;

    /** Notes a refusal with {@code code} at {@code pointer} unless {@code holds}. */
    public void require(boolean holds, RefusalCode code, String pointer) {
        require(holds, code, pointer, Map.of());
    }

    /** As {@link #require(boolean, RefusalCode, String)}, with the figures that the reader of the refusal needs. */
    public void require(boolean holds, RefusalCode code, String pointer, Map<String, String> facts) {
        if (!holds && first == null) {
            first = new Refusal(code, pointer, facts);
        }
    }

    /** Text that is present, not blank and at most {@value #TEXT_CHARACTERS_MAX} characters long. */
    public String text(@Nullable String value, String pointer) {
        var sound = value != null && !value.isBlank() && value.length() <= TEXT_CHARACTERS_MAX;
        require(sound, POLICY_INVALID, pointer);
        return sound && value != null ? value : "";
    }

    /** A decimal from {@code least} to {@code most}, both allowed. */
    public Fraction decimal(@Nullable String value, Fraction least, Fraction most, String pointer) {
        if (value == null || !Fraction.isDecimal(value)) {
            require(false, POLICY_INVALID, pointer);
            return least;
        }
        var decimal = Fraction.parse(value);
        require(decimal.compareTo(least) >= 0 && decimal.compareTo(most) <= 0, POLICY_INVALID, pointer);
        return decimal;
    }

    /** A whole number from {@code least} to {@code most}, both allowed. */
    public int number(@Nullable Integer value, int least, int most, String pointer) {
        if (value == null || value < least || value > most) {
            require(false, POLICY_INVALID, pointer);
            return least;
        }
        return value;
    }

    /** An amount from zero to {@value #AMOUNT_FEN_MAX} fen: what one person may cost in a year. */
    public Money amount(@Nullable Long fen, String pointer) {
        return amount(fen, AMOUNT_FEN_MAX, pointer);
    }

    /** An amount from zero to {@value #FUND_FEN_MAX} fen: what a fund may hold. */
    public Money fund(@Nullable Long fen, String pointer) {
        return amount(fen, FUND_FEN_MAX, pointer);
    }

    private Money amount(@Nullable Long fen, long most, String pointer) {
        if (fen == null) {
            require(false, POLICY_INVALID, pointer);
            return Money.ZERO;
        }
        if (fen < 0 || fen > most) {
            require(false, AMOUNT_OUT_OF_RANGE, pointer);
            return Money.ZERO;
        }
        return Money.ofFen(fen);
    }

    /** One of the constants of {@code type}, written as its name in lower case. */
    public <E extends Enum<E>> E oneOf(Class<E> type, @Nullable String value, String pointer) {
        for (var constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
                return constant;
            }
        }
        require(false, POLICY_INVALID, pointer);
        return type.getEnumConstants()[0];
    }

    /**
     * Reads each item of a list of {@code least} to {@value #ITEMS_MAX}; an absent list is an empty one.
     *
     * @param read is given the item and its own pointer
     */
    public <T, R> List<R> each(
            @Nullable List<T> items, int least, String pointer, BiFunction<? super T, String, ? extends R> read) {
        var present = items == null ? List.<T>of() : items;
        require(present.size() >= least && present.size() <= ITEMS_MAX, POLICY_INVALID, pointer);
        var values = new ArrayList<R>();
        for (var index = 0; index < Math.min(present.size(), ITEMS_MAX); index++) {
            var item = present.get(index);
            require(item != null, POLICY_INVALID, pointer + "/" + index);
            if (item != null) {
                values.add(read.apply(item, pointer + "/" + index));
            }
        }
        return List.copyOf(values);
    }

    /** Requires that no value comes twice; the refusal points at the second of them. */
    public void distinct(List<?> values, String pointer) {
        var seen = new HashSet<Object>();
        for (var index = 0; index < values.size(); index++) {
            require(seen.add(values.get(index)), POLICY_INVALID, pointer + "/" + index);
        }
    }

    /** Whether nothing was wrong so far. */
    public boolean isSound() {
        return first == null;
    }

    /** The first refusal noted, or else what {@code value} makes of a document in which nothing was wrong. */
    public <T> Decision<T> decide(Supplier<T> value) {
        return first == null ? Decision.accept(value.get()) : Decision.refuse(first);
    }
}
