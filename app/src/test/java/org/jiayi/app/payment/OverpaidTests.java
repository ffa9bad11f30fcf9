package org.jiayi.app.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jiayi.app.kernel.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which payments give back what was paid too much: the newest first, none more than is left of it. */
class OverpaidTests {

    /** Payments are written {@code paid-back}, the newest first; so is what goes back of each. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # owed | payments            | go back
            2000   | 2000-0              | 0
            2000   |                     |
            167    | 2000-0              | 1833
            0      | 2000-0              | 2000
            0      | 2000-500            | 1500
            2000   | 2000-0, 2000-0      | 2000, 0
            1000   | 500-0, 2000-0       | 500, 1000
            1000   | 500-500, 2000-1000  | 0, 0
            2000   | 1500-0              | 0
            2000   | 2000-2000           | 0
            -5     | 100-0               | 100
            """)
    void the_newest_gives_back_first(long owed, @Nullable String payments, String goBack) {
        List<Overpaid.Held> held = new ArrayList<>();
        for (String payment : payments == null ? List.<String>of() : Arrays.asList(payments.split(", "))) {
            String[] parts = payment.split("-");
            held.add(held(owed, Long.parseLong(parts[0]), Long.parseLong(parts[1])));
        }
        List<Overpaid.Back> backs = Overpaid.of(held);
        String found = held.stream()
                .map(payment -> Long.toString(backs.stream()
                        .filter(back -> back.payment().equals(payment))
                        .mapToLong(back -> back.amount().fen())
                        .sum()))
                .collect(Collectors.joining(", "));
        assertThat(found).isEqualTo(goBack == null ? "" : goBack);
    }

    private static Overpaid.Held held(long owed, long paid, long back) {
        return new Overpaid.Held(
                UUID.randomUUID(),
                new UUID(0, 1),
                new UUID(0, 1),
                SharePayer.RESIDENT,
                "simulator",
                Money.ofFen(paid),
                Money.ofFen(owed),
                back == 0 ? 0 : 1,
                Money.ofFen(back));
    }

    @Test
    void what_is_left_after_is_what_is_owed_or_less() {
        Random random = new Random(4);
        for (int round = 0; round < 2_000; round++) {
            long owed = random.nextInt(3_000);
            List<Overpaid.Held> held = new ArrayList<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                long paid = 1 + random.nextInt(2_000);
                held.add(held(owed, paid, random.nextInt((int) paid + 1)));
            }
            List<Overpaid.Back> backs = Overpaid.of(held);
            long left = held.stream().mapToLong(payment -> payment.left().fen()).sum();
            long back = backs.stream().mapToLong(one -> one.amount().fen()).sum();
            assertThat(back).isEqualTo(Math.max(0, left - owed));
            assertThat(backs)
                    .allSatisfy(one -> assertThat(one.amount().fen())
                            .isBetween(1L, one.payment().left().fen()));
        }
    }
}
