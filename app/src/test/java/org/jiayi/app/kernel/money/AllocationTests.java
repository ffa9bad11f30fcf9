package org.jiayi.app.kernel.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllocationTests {

    private static final long SEED = 20260102;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # amount | weights       | parts
            4999     | 40:40:20      | 2000:1999:1000
            100      | 1:1:1         | 34:33:33
            101      | 1:1:1         | 34:34:33
            101      | 5000:3000:2000| 51:30:20
            1        | 0:1:1         | 0:1:0
            2        | 0.1:0.1:0.8   | 0:0:2
            0        | 1:2           | 0:0
            0        | 0:0           | 0:0
            7        | 3             | 7
            """)
    void gives_the_odd_fen_to_the_largest_remainder_and_of_equals_to_the_first(
            long amount, String weights, String parts) {
        assertThat(Allocation.byLargestRemainder(Money.ofFen(amount), weights(weights)))
                .isEqualTo(Arrays.stream(parts.split(":"))
                        .map(part -> Money.ofFen(Long.parseLong(part)))
                        .toList());
    }

    @Test
    void divides_only_what_can_be_divided() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Allocation.byLargestRemainder(Money.ofFen(-1), weights("1:1")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Allocation.byLargestRemainder(Money.ofFen(1), weights("0:0")));
        assertThatIllegalArgumentException().isThrownBy(() -> Allocation.byLargestRemainder(Money.ofFen(1), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Allocation.byLargestRemainder(Money.ofFen(1), weights("2:-1")));
    }

    @Test
    void gives_every_fen_to_exactly_one_party_and_nobody_more_than_a_fen_off() {
        var random = new Random(SEED);
        for (var round = 0; round < 2_000; round++) {
            var total = Money.ofFen(random.nextLong(1_000_000_000));
            var weights = new ArrayList<Fraction>(List.of(Fraction.ONE));
            for (var party = random.nextInt(8); party > 0; party--) {
                weights.add(Fraction.of(random.nextInt(50), random.nextInt(1, 20)));
            }
            var whole = weights.stream().reduce(Fraction.ZERO, Fraction::plus);
            var parts = Allocation.byLargestRemainder(total, weights);
            assertThat(Money.sum(parts)).as("seed %d, round %d", SEED, round).isEqualTo(total);
            for (var party = 0; party < parts.size(); party++) {
                var exact = total.toFraction().times(weights.get(party)).dividedBy(whole);
                assertThat(parts.get(party).toFraction().minus(exact))
                        .as("seed %d, round %d, party %d", SEED, round, party)
                        .isBetween(Fraction.of(-1), Fraction.of(1));
            }
        }
    }

    private static List<Fraction> weights(String text) {
        return Arrays.stream(text.split(":")).map(Fraction::parse).toList();
    }
}
