package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Random;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Term;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is given back when a contract ends early: DOMAIN §4, worked case 6. */
class RefundTests {

    private static final long SEED = 20260105;
    private static final Term YEAR = Term.ofDays(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-12-31"));
    private static final FeeSplit FEE = FeePolicies.split("public_health 3000, pooled_fund 7000, resident 2000");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # rule           | last day   | served | given back | public health | insurance | resident
            WHOLE_MONTHS     | 2026-05-15 | true   | 7000       | 1750          | 4083      | 1167
            BY_DAY           | 2026-05-15 | true   | 7562       | 1891          | 4411      | 1260
            NONE_ONCE_SERVED | 2026-05-15 | true   | 0          | 0             | 0         | 0
            NONE_ONCE_SERVED | 2026-05-15 | false  | 12000      | 3000          | 7000      | 2000
            WHOLE_MONTHS     | 2026-12-01 | false  | 0          | 0             | 0         | 0
            BY_DAY           | 2026-12-30 | false  | 33         | 8             | 19        | 6
            BY_DAY           | 2026-12-31 | false  | 0          | 0             | 0         | 0
            WHOLE_MONTHS     | 2025-12-31 | false  | 12000      | 3000          | 7000      | 2000
            """)
    void is_split_over_the_original_payers_in_proportion(
            RefundRule rule,
            LocalDate lastDay,
            boolean served,
            long givenBack,
            long publicHealth,
            long insurance,
            long resident) {
        var refund = Refund.of(rule, FEE, YEAR, lastDay, served);
        assertThat(refund.returned().total()).isEqualTo(Money.ofFen(givenBack));
        assertThat(refund.returned())
                .isEqualTo(FeePolicies.split(
                        "public_health %d, pooled_fund %d, resident %d".formatted(publicHealth, insurance, resident)));
    }

    @Test
    void of_a_fee_of_nothing_is_nothing() {
        var free = FeePolicies.split("public_health 0, resident 0");
        assertThat(Refund.of(RefundRule.BY_DAY, free, YEAR, YEAR.from(), false).returned())
                .isEqualTo(free);
    }

    @Test
    void never_gives_a_payer_more_than_it_bore_and_never_more_for_a_later_end() {
        var random = new Random(SEED);
        for (var round = 0; round < 1_000; round++) {
            var fee = FeePolicies.split("public_health %d, pooled_fund %d, resident %d"
                    .formatted(random.nextInt(9_999), random.nextInt(9_999), random.nextInt(9_999)));
            var rule = RefundRule.values()[random.nextInt(3)];
            var day = YEAR.from().plusDays(random.nextInt(364));
            var refund = Refund.of(rule, fee, YEAR, day, false).returned();
            var later = Refund.of(rule, fee, YEAR, day.plusDays(1), false).returned();
            assertThat(later.total()).as("seed %d, round %d", SEED, round).isLessThanOrEqualTo(refund.total());
            assertThat(fee.minus(refund).total().plus(refund.total()))
                    .as("seed %d, round %d: what is kept and what is given back make the fee", SEED, round)
                    .isEqualTo(fee.total());
        }
    }
}
