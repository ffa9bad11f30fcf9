package org.jiayi.app.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.payment.BillComparison.Ours;
import org.jiayi.app.payment.PaymentProvider.BillLine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 对账: each case of one line. */
class BillComparisonTests {

    private static final UUID PAYMENT = new UUID(0, 1);

    /** Ours and theirs are written {@code fen state}; theirs is done or only on its way. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # kind  | ours            | theirs    | outcome
            PAYMENT | 2000 confirmed  | 2000 done | MATCHED
            PAYMENT | 2000 confirmed  | -         | ONLY_OURS
            PAYMENT | -               | 2000 done | ONLY_THEIRS
            PAYMENT | 2000 confirmed  | 1999 done | DIFFERENT
            PAYMENT | 2000 timed_out  | 2000 done | DIFFERENT
            PAYMENT | 2000 pending    | 2000 done | DIFFERENT
            REFUND  | 500 confirmed   | 500 done  | MATCHED
            REFUND  | 500 open        | 500 way   | MATCHED
            REFUND  | 500 open        | 500 done  | DIFFERENT
            REFUND  | 500 confirmed   | 500 way   | DIFFERENT
            REFUND  | 500 confirmed   | -         | ONLY_OURS
            REFUND  | -               | 500 way   | ONLY_THEIRS
            """)
    void a_line_comes_out(
            BillLine.Kind kind, @Nullable String ours, @Nullable String theirs, BillComparison.Outcome outcome) {
        assertThat(BillComparison.of(ours(kind, ours), theirs(kind, theirs)))
                .singleElement()
                .extracting(BillComparison.Entry::outcome)
                .isEqualTo(outcome);
    }

    private static List<Ours> ours(BillLine.Kind kind, @Nullable String written) {
        if (written == null) {
            return List.of();
        }
        String[] parts = written.split(" ");
        return List.of(
                new Ours(kind, "N1", Optional.of("S1"), PAYMENT, Money.ofFen(Long.parseLong(parts[0])), parts[1]));
    }

    private static List<BillLine> theirs(BillLine.Kind kind, @Nullable String written) {
        if (written == null) {
            return List.of();
        }
        String[] parts = written.split(" ");
        return List.of(new BillLine(kind, "N1", "S1", Money.ofFen(Long.parseLong(parts[0])), parts[1].equals("done")));
    }

    @Test
    void a_line_that_stands_in_the_bill_twice_is_theirs_once() {
        List<BillLine> twice = new ArrayList<>(theirs(BillLine.Kind.PAYMENT, "2000 done"));
        twice.addAll(twice);
        assertThat(BillComparison.of(ours(BillLine.Kind.PAYMENT, "2000 confirmed"), twice))
                .extracting(BillComparison.Entry::outcome)
                .containsExactly(BillComparison.Outcome.MATCHED, BillComparison.Outcome.ONLY_THEIRS);
    }

    @Test
    void the_order_of_the_bill_does_not_matter() {
        Random random = new Random(7);
        List<Ours> ours = new ArrayList<>();
        List<BillLine> theirs = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Money amount = Money.ofFen(random.nextInt(100));
            BillLine.Kind kind = random.nextBoolean() ? BillLine.Kind.PAYMENT : BillLine.Kind.REFUND;
            if (random.nextInt(10) > 0) {
                ours.add(new Ours(kind, "N" + i, Optional.of("S" + i), new UUID(0, i), amount, "confirmed"));
            }
            if (random.nextInt(10) > 0) {
                theirs.add(new BillLine(kind, "N" + i, "S" + i, amount, random.nextInt(10) > 0));
            }
        }
        List<BillComparison.Entry> entries = BillComparison.of(ours, theirs);
        Collections.shuffle(ours, random);
        Collections.shuffle(theirs, random);
        assertThat(BillComparison.of(ours, theirs)).isEqualTo(entries);
    }
}
