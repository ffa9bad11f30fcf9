package org.jiayi.app.kernel.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTests {

    private static final Money GREATEST = Money.ofFen(Long.MAX_VALUE);
    private static final Money LEAST = Money.ofFen(Long.MIN_VALUE);
    private static final Money ONE_FEN = Money.ofFen(1);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # fen                 | yuan
                                0 | 0.00
                                5 | 0.05
                               -5 | -0.05
                            12000 | 120.00
             -9223372036854775808 | -92233720368547758.08
            """)
    void writes_yuan_with_two_decimals(long fen, String yuan) {
        assertThat(Money.ofFen(fen).toYuan()).isEqualTo(yuan);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # yuan | fen
            120    | 12000
            120.5  | 12050
            120.05 | 12005
            -0.05  | -5
            """)
    void reads_yuan_exactly(String yuan, long fen) {
        assertThat(Money.parseYuan(yuan)).isEqualTo(Money.ofFen(fen));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 1", "1.", ".5", "0.001", "1e3", "1,000", "+1", "一", "1234567890123456"})
    void refuses_to_read_anything_else(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Money.parseYuan(text));
    }

    @Test
    void throws_instead_of_wrapping_around() {
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> GREATEST.plus(ONE_FEN));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> LEAST.minus(ONE_FEN));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(LEAST::negated);
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> GREATEST.times(2));
    }

    @Test
    void compares_by_amount() {
        assertThat(Money.lesserOf(ONE_FEN, Money.ZERO)).isEqualTo(Money.ZERO);
        assertThat(ONE_FEN.negated()).isLessThan(Money.ZERO);
        assertThat(ONE_FEN.negated().isNegative()).isTrue();
        assertThat(ONE_FEN.minus(ONE_FEN).isZero()).isTrue();
    }

    @Test
    void sums_to_zero_where_there_is_nothing() {
        assertThat(Money.sum(List.of())).isEqualTo(Money.ZERO);
        assertThat(Money.sum(List.of(ONE_FEN, ONE_FEN, ONE_FEN))).isEqualTo(Money.ofFen(3));
    }
}
