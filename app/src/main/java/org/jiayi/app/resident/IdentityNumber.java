package org.jiayi.app.resident;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;

/**
 * An identity number in its standard form of 18 characters (GB 11643), which residence permits of Hong Kong, Macao and
 * Taiwan (81, 82, 83) and the newer permanent-resident cards (9) share.
 *
 * <p>Its first six digits say where the person was first registered, often under a code abolished since; they are never
 * checked.
 *
 * @param value 17 digits and the check character; never shown, never logged
 * @param steps what had to be done to bring the written form into the standard one
 */
public record IdentityNumber(String value, Set<Step> steps) {

    private static final Pattern OLD_FORM = Pattern.compile("[0-9]{15}");
    private static final Pattern FORM = Pattern.compile("[0-9]{17}[0-9X]");
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECK_CHARACTERS = "10X98765432";
    private static final int OLD_FORM_CHARACTERS = 15;
    private static final int MASKED_WHOLE_CHARACTERS_MAX = 8;
    /** Nobody in a register was born before. */
    private static final int BIRTH_YEAR_MIN = 1800;
    /** Order codes of the 15-digit form from here on belonged to people born in the nineteenth century. */
    private static final String BORN_BEFORE_1900_FROM = "996";

    /** What can be done to a written number; the names are those of an import's summary. */
    public enum Step {
        SURROUNDING_SPACE,
        FULLWIDTH_DIGITS,
        /** An x, or any letter of a passport or permit. */
        LOWER_X,
        FIFTEEN_DIGIT
    }

    public IdentityNumber {
        steps = Set.copyOf(steps);
    }

    /** Reads a number as people write it; refused where its form or check character is wrong or its birth date is none. */
    public static Decision<IdentityNumber> parse(String written) {
        IdentityNumber number = normalise(written);
        String value = number.value();
        if (!FORM.matcher(value).matches()) {
            return Decision.refuse(RefusalCode.MALFORMED_NUMBER);
        }
        if (checkCharacter(value) != value.charAt(17)) {
            return Decision.refuse(RefusalCode.BAD_CHECK_DIGIT);
        }
        try {
            if (number.birthDate().getYear() < BIRTH_YEAR_MIN) {
                return Decision.refuse(RefusalCode.IMPOSSIBLE_DATE);
            }
        } catch (DateTimeException notADay) {
            return Decision.refuse(RefusalCode.IMPOSSIBLE_DATE);
        }
        return Decision.accept(number);
    }

    /** The written form in its standard shape, whether or not the number is a right one; for looking a person up. */
    public static IdentityNumber normalise(String written) {
        Set<Step> steps = EnumSet.noneOf(Step.class);
        String bare = step(steps, Step.SURROUNDING_SPACE, written, written.strip());
        String narrow = step(steps, Step.FULLWIDTH_DIGITS, bare, Normalizer.normalize(bare, Normalizer.Form.NFKC));
        String upper = step(steps, Step.LOWER_X, narrow, narrow.toUpperCase(Locale.ROOT));
        if (OLD_FORM.matcher(upper).matches()) {
            steps.add(Step.FIFTEEN_DIGIT);
            return new IdentityNumber(eighteen(upper), steps);
        }
        return new IdentityNumber(upper, steps);
    }

    /** The day of birth written in the number. */
    public LocalDate birthDate() {
        return LocalDate.of(
                Integer.parseInt(value.substring(6, 10)),
                Integer.parseInt(value.substring(10, 12)),
                Integer.parseInt(value.substring(12, 14)));
    }

    /** The sex written in the number: 1 male, 2 female (GB/T 2261.1). */
    public int sex() {
        return (value.charAt(16) - '0') % 2 == 1 ? 1 : 2;
    }

    @Override
    public String toString() {
        return mask(value);
    }

    /**
     * A number as it may be shown: the last two characters and the first six, or the first two where it is shorter than
     * an identity number, such as a passport's; the rest hidden.
     */
    public static String mask(String number) {
        if (number.length() <= MASKED_WHOLE_CHARACTERS_MAX) {
            return "*".repeat(number.length());
        }
        int shown = number.length() < OLD_FORM_CHARACTERS ? 2 : 6;
        return number.substring(0, shown)
                + "*".repeat(number.length() - shown - 2)
                + number.substring(number.length() - 2);
    }

    private static String step(Set<Step> steps, Step step, String before, String after) {
        if (!before.equals(after)) {
            steps.add(step);
        }
        return after;
    }

    private static String eighteen(String fifteen) {
        String century = fifteen.substring(12).compareTo(BORN_BEFORE_1900_FROM) >= 0 ? "18" : "19";
        String digits = fifteen.substring(0, 6) + century + fifteen.substring(6);
        return digits + checkCharacter(digits);
    }

    private static char checkCharacter(String digits) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += WEIGHTS[i] * (digits.charAt(i) - '0');
        }
        return CHECK_CHARACTERS.charAt(sum % 11);
    }
}
