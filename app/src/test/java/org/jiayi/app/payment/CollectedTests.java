package org.jiayi.app.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jiayi.app.kernel.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose the money is that was paid for contracts: what stands goes to whose lines it pays, whatever moved meanwhile. */
class CollectedTests {

    private static final UUID CHAIN = new UUID(0, 1);
    private static final long SEED = 20_261_128;

    private static Collected.Share share(int number, long borne, long paid, long before) {
        return share(2027, number, borne, paid, before);
    }

    private static Collected.Share share(int until, int number, long borne, long paid, long before) {
        return new Collected.Share(
                CHAIN,
                LocalDate.of(until, 1, 1),
                new UUID(0, number),
                "H" + number,
                Money.ofFen(borne),
                Money.ofFen(paid),
                Money.ofFen(before));
    }

    /** Shares of one chain are written {@code borne:before}; so is what the month changes of each, nothing where it changes nothing. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # paid | shares                | the month brings
            2000   | 2000:0                | 2000
            2000   | 2000:2000             | 0
            0      | 2000:0                | 0
            2000   | 167:2000, 1833:0      | -1833, 1833
            2000   | 2000:2000, 0:0        | 0, 0
            167    | 167:2000              | -1833
            2000   | 167:0                 | 167
            0      | 2000:2000             | -2000
            1000   | 4000:0, 7999:0        | 333, 667
            1      | 1:0, 1:0              | 1, 0
            500    | 3000:0, -1000:0       | 500, 0
            3000   | 3000:0, -1000:0       | 2000, 0
            -5     | 2000:0                | 0
            """)
    void each_institution_has_what_its_lines_are_paid(long paid, String shares, String brings) {
        List<Collected.Share> all = new ArrayList<>();
        for (String one : shares.split(", ")) {
            String[] parts = one.split(":");
            all.add(share(all.size() + 1, Long.parseLong(parts[0]), paid, Long.parseLong(parts[1])));
        }
        var changes = Collected.of(all).stream()
                .collect(Collectors.toMap(
                        Collected.Part::institutionCode, part -> part.amount().fen()));
        assertThat(all.stream()
                        .map(one -> Long.toString(changes.getOrDefault(one.institutionCode(), 0L)))
                        .collect(Collectors.joining(", ")))
                .isEqualTo(brings);
    }

    /** 2026 is paid and was shared by two institutions; 2027 is charged by the second and not paid yet, then in part, then whole. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # paid | the first has | the second has
            2000   | 1000          | 1000
            2001   | 1000          | 1001
            4000   | 1000          | 3000
            1001   | 501           | 500
            """)
    void a_year_that_nobody_has_paid_takes_nothing_from_one_that_is_paid(long paid, long first, long second) {
        var parts = Collected.of(
                List.of(share(2027, 1, 1000, paid, 0), share(2027, 2, 1000, paid, 0), share(2028, 2, 2000, paid, 0)));
        assertThat(parts.stream().map(part -> part.amount().fen())).containsExactly(first, second);
    }

    /** Month by month or at once: the parts come to the same, and never to more than was paid or is borne. */
    @Test
    void the_months_come_to_what_stands() {
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            long[] before = new long[3];
            long[] borne = new long[3];
            long paid = 0;
            for (int month = 0; month < 6; month++) {
                List<Collected.Share> shares = new ArrayList<>();
                paid = random.nextInt(5_000);
                for (int index = 0; index < 3; index++) {
                    borne[index] = random.nextInt(2_000);
                    shares.add(share(index, borne[index], paid, before[index]));
                }
                Collected.of(shares)
                        .forEach(part -> before[(int) part.contractId().getLeastSignificantBits()] +=
                                part.amount().fen());
            }
            assertThat(before[0] + before[1] + before[2])
                    .as("round %d of seed %d", round, SEED)
                    .isEqualTo(Math.min(paid, borne[0] + borne[1] + borne[2]));
            for (int index = 0; index < 3; index++) {
                assertThat(before[index]).isBetween(0L, borne[index]);
            }
        }
    }
}
