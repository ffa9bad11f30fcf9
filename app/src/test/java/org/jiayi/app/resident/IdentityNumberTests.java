package org.jiayi.app.resident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Identity numbers as people write them (GB 11643). All of them are made up. */
class IdentityNumberTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            # written              | standard form      | steps                              | born       | sex
            11010219840406970X     | 11010219840406970X |                                    | 1984-04-06 | 2
            11010219840406970x     | 11010219840406970X | LOWER_X                            | 1984-04-06 | 2
            " 11010219840406970X " | 11010219840406970X | SURROUNDING_SPACE                  | 1984-04-06 | 2
            "　11010219840406970X"  | 11010219840406970X | SURROUNDING_SPACE                  | 1984-04-06 | 2
            １１０１０２１９８４０４０６９７０Ｘ | 11010219840406970X | FULLWIDTH_DIGITS                   | 1984-04-06 | 2
            " １１０１０２１９８４０４０６９７０ｘ" | 11010219840406970X | FULLWIDTH_DIGITS LOWER_X SURROUNDING_SPACE | 1984-04-06 | 2
            110102840406970        | 11010219840406970X | FIFTEEN_DIGIT                      | 1984-04-06 | 2
            １１０１０２８４０４０６９７０      | 11010219840406970X | FIFTEEN_DIGIT FULLWIDTH_DIGITS     | 1984-04-06 | 2
            110102840406995        | 110102198404069953 | FIFTEEN_DIGIT                      | 1984-04-06 | 1
            110102880406996        | 110102188804069961 | FIFTEEN_DIGIT                      | 1888-04-06 | 2
            110102990406999        | 110102189904069998 | FIFTEEN_DIGIT                      | 1899-04-06 | 1
            110102198402290013     | 110102198402290013 |                                    | 1984-02-29 | 1
            810000199001010019     | 810000199001010019 |                                    | 1990-01-01 | 1
            911019900101002        | 911019199001010021 | FIFTEEN_DIGIT                      | 1990-01-01 | 2
            """)
    void brings_every_written_form_into_the_one_standard(
            String written, String standard, @Nullable String steps, LocalDate born, int sex) {
        var number =
                IdentityNumber.parse(written).<IdentityNumber>fold(IdentityNumberTests::unexpected, found -> found);
        assertThat(number.value()).isEqualTo(standard);
        assertThat(number.steps().stream().map(Enum::name).sorted()).containsExactly(words(steps));
        assertThat(number.birthDate()).isEqualTo(born);
        assertThat(number.sex()).isEqualTo(sex);
    }

    /** Otherwise who signs under e12345678 here and E12345678 there would be two people. */
    @Test
    void letters_of_a_passport_are_brought_into_one_form_too() {
        assertThat(IdentityNumber.normalise(" ｅ12345678").value()).isEqualTo("E12345678");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # written          | refused with
            110102198404069701 | BAD_CHECK_DIGIT
            110102198404069702 | BAD_CHECK_DIGIT
            11010219840406971X | BAD_CHECK_DIGIT
            11010219840604970X | BAD_CHECK_DIGIT
            110102198402309706 | IMPOSSIBLE_DATE
            110102198413019704 | IMPOSSIBLE_DATE
            110102198302290016 | IMPOSSIBLE_DATE
            110102000004069704 | IMPOSSIBLE_DATE
            110102830229001    | IMPOSSIBLE_DATE
            ''                 | MALFORMED_NUMBER
            X                  | MALFORMED_NUMBER
            11010219840406970  | MALFORMED_NUMBER
            1101021984040697   | MALFORMED_NUMBER
            11010219840406970XX| MALFORMED_NUMBER
            X1010219840406970X | MALFORMED_NUMBER
            1101021984 0406970X| MALFORMED_NUMBER
            11010219840406970Х | MALFORMED_NUMBER
            ٣١٠١٠٢١٩٨٤٠٤٠٦٩٧٠X | MALFORMED_NUMBER
            """)
    void refuses_what_is_no_number(String written, RefusalCode code) {
        assertThat(code(IdentityNumber.parse(written))).isEqualTo(code);
    }

    @Test
    void every_single_wrong_digit_is_noticed() {
        var right = "110102198402290013";
        for (int place = 0; place < right.length(); place++) {
            for (char digit = '0'; digit <= '9'; digit++) {
                var written = right.substring(0, place) + digit + right.substring(place + 1);
                boolean accepted = IdentityNumber.parse(written).fold(refusal -> false, number -> true);
                assertThat(accepted).as(written).isEqualTo(written.equals(right));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            11010219840406970X | 110102**********0X
            110102840406970    | 110102*******70
            E12345678          | E1*****78
            CA1234567          | CA*****67
            12345678           | ********
            ''                 | ''
            """)
    void is_shown_masked(String number, String masked) {
        assertThat(IdentityNumber.mask(number)).isEqualTo(masked);
    }

    @Test
    void never_prints_itself_in_clear() {
        assertThat(IdentityNumber.normalise("11010219840406970X")).hasToString("110102**********0X");
        assertThat(new Identity("张三", "11010219840406970X", "13800000000", "", "", ""))
                .asString()
                .doesNotContain("张三", "11010219840406970X", "13800000000");
    }

    private static @Nullable RefusalCode code(Decision<IdentityNumber> decision) {
        return decision.<@Nullable RefusalCode>fold(refusal -> refusal.code(), number -> null);
    }

    private static IdentityNumber unexpected(Refusal refusal) {
        throw new AssertionError(refusal.toString());
    }

    private static String[] words(@Nullable String text) {
        return text == null ? new String[0] : text.split(" ");
    }
}
