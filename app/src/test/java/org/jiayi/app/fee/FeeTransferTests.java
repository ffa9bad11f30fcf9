package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.jiayi.app.kernel.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fee that follows the resident: DOMAIN §4, worked case 7. */
class FeeTransferTests {

    private static final long SEED = 20260106;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # fee | months before | months after | stays | moves
            11999 | 4             | 8            | 4000  | 7999
            11999 | 12            | 0            | 11999 | 0
            11999 | 0             | 12           | 0     | 11999
            11999 | 6             | 6            | 6000  | 5999
            0     | 4             | 8            | 0     | 0
            """)
    void is_divided_by_person_months(long fee, long before, long after, long stays, long moves) {
        assertThat(FeeTransfer.byPersonMonths(Money.ofFen(fee), List.of(before, after)))
                .containsExactly(Money.ofFen(stays), Money.ofFen(moves));
    }

    @Test
    void both_halves_keep_the_payers() {
        var fee = FeePolicies.split("public_health 3000, pooled_fund 6999, resident 2000");
        assertThat(FeeTransfer.byPersonMonths(fee, 4, 8))
                .isEqualTo(new FeeTransfer(
                        FeePolicies.split("public_health 1000, pooled_fund 2333, resident 667"),
                        FeePolicies.split("public_health 2000, pooled_fund 4666, resident 1333")));
    }

    @Test
    void the_halves_make_the_fee_for_every_payer() {
        var random = new Random(SEED);
        for (var round = 0; round < 1_000; round++) {
            var fee = FeePolicies.split("public_health %d, pooled_fund %d, institution_let_off %d"
                    .formatted(random.nextInt(9_999), random.nextInt(9_999), random.nextInt(9_999)));
            var after = random.nextInt(13);
            var transfer = FeeTransfer.byPersonMonths(fee, 12 - after, after);
            assertThat(fee.minus(transfer.stays()))
                    .as("seed %d, round %d: %s, %d months", SEED, round, fee, after)
                    .isEqualTo(transfer.moves());
        }
    }
}
