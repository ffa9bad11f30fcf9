package org.jiayi.app.kernel.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FractionTests {

    private static final long SEED = 20260101;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # numerator | denominator | text
            725         | 1000        | 0.725
            -1          | 4           | -0.25
            1           | -4          | -0.25
            0           | -7          | 0
            7           | 21          | 1/3
            -2          | 3           | -2/3
            1200        | 1           | 1200
            1           | 1000000000  | 0.000000001
            """)
    void writes_itself_in_lowest_terms_without_loss(long numerator, long denominator, String text) {
        assertThat(Fraction.of(numerator, denominator)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.725", "-0.25", "1200", "0", "0.000000001", "999999999999999"})
    void reads_decimal_text_exactly(String text) {
        assertThat(Fraction.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 1", "1.", ".5", "0.0000000001", "1e3", "1/3", "NaN", "+1", "１"})
    void refuses_to_read_anything_else(String text) {
        assertThat(Fraction.isDecimal(text)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> Fraction.parse(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # exact fen | whole fen | to the yuan
             0.499999999 |   0 |    0
             0.5         |   1 |    0
             1.5         |   2 |    0
             2.5         |   3 |    0
            -0.499999999 |   0 |    0
            -0.5         |  -1 |    0
            -1.5         |  -2 |    0
            49           |  49 |    0
            50           |  50 |  100
            49630        | 49630 | 49600
            49650        | 49650 | 49700
            -50          | -50 | -100
            """)
    void rounds_half_a_unit_away_from_zero(String exact, long fen, long yuanInFen) {
        assertThat(Fraction.parse(exact).halfUpToMoney()).isEqualTo(Money.ofFen(fen));
        assertThat(Fraction.parse(exact).halfUpToMoney(100)).isEqualTo(Money.ofFen(yuanInFen));
    }

    @Test
    void refuses_to_divide_by_zero_and_to_overflow() {
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Fraction.of(1, 0));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Fraction.ONE.dividedBy(Fraction.ZERO));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() ->
                        Fraction.of(Long.MAX_VALUE).plus(Fraction.of(1, 2)).halfUpToMoney());
    }

    @Test
    void obeys_the_laws_of_arithmetic() {
        var random = new Random(SEED);
        for (var round = 0; round < 2_000; round++) {
            var a = any(random);
            var b = any(random);
            var c = any(random);
            assertThat(a.plus(b).times(c))
                    .as("seed %d, round %d: %s %s %s", SEED, round, a, b, c)
                    .isEqualTo(c.times(b).plus(c.times(a)))
                    .isEqualByComparingTo(a.times(c).minus(b.negated().times(c)));
            assertThat(b.isZero() ? a : a.dividedBy(b).times(b)).isEqualTo(a);
            assertThat(a.negated().halfUpToMoney())
                    .as("seed %d, round %d: taken back as it was given", SEED, round)
                    .isEqualTo(a.halfUpToMoney().negated());
            assertThat(Fraction.of(a.floor().longValueExact()))
                    .isLessThanOrEqualTo(a)
                    .isGreaterThan(a.minus(Fraction.ONE));
        }
    }

    private static Fraction any(Random random) {
        return Fraction.of(random.nextInt(-100_000, 100_000), random.nextInt(1, 500));
    }
}
