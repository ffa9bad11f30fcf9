package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fee by assessment score: DOMAIN §4, worked case 5. */
class FeeTiersTests {

    private static final String TIERS = "0: 5000, 60: 8000, 80: 10000";

    @Test
    void persons_times_the_fee_of_their_tier() {
        assertThat(accepted(TIERS).total(List.of(31L, 214L, 567L))).isEqualTo(Money.ofFen(7_537_000));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # score      | fee
            0            | 5000
            59.999999999 | 5000
            60           | 8000
            79.9         | 8000
            80           | 10000
            100          | 10000
            """)
    void a_tier_begins_with_its_score_and_ends_before_the_next(String score, long fee) {
        assertThat(accepted(TIERS).fee(Fraction.parse(score))).isEqualTo(Money.ofFen(fee));
    }

    @Test
    void a_score_is_from_0_to_100() {
        assertThatIllegalArgumentException().isThrownBy(() -> accepted(TIERS).fee(Fraction.of(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> accepted(TIERS).fee(Fraction.parse("100.1")));
        assertThatIllegalArgumentException().isThrownBy(() -> accepted(TIERS).total(List.of(1L)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # tiers                     | refused with
            1: 5000                     | policy_invalid at /0/fromScore
            0: 5000, 60: 8000, 60: 9000 | policy_invalid at /2/fromScore
            0: 5000, 80: 8000, 60: 9000 | policy_invalid at /2/fromScore
            0: 5000, 100: 8000          | policy_invalid at /1/fromScore
            0: 5000, 60: -1             | amount_out_of_range at /1/fee
            """)
    void tiers_ascend_from_zero(String tiers, String expected) {
        String answer = of(tiers).fold(refusal -> refusal.code().code() + " at " + refusal.field(), tier -> "accepted");
        assertThat(answer).isEqualTo(expected);
    }

    private static FeeTiers accepted(String tiers) {
        return of(tiers)
                .fold(
                        refusal -> {
                            throw new AssertionError("refused: " + refusal);
                        },
                        accepted -> accepted);
    }

    private static Decision<FeeTiers> of(String tiers) {
        return FeeTiers.of(Arrays.stream(tiers.split(", "))
                .map(tier -> tier.split(": "))
                .map(tier -> new FeeTiers.Tier(Fraction.parse(tier[0]), Money.ofFen(Long.parseLong(tier[1]))))
                .toList());
    }
}
