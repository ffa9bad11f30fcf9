package org.jiayi.app.kernel.period;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.Random;
import org.jiayi.app.kernel.money.Fraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProrationTests {

    private static final long SEED = 20260103;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # first day | last day of term | last day in force | months left | of | days left | of
            2026-01-01  | 2026-12-31       | 2026-05-15        | 7           | 12 | 230       | 365
            2026-01-01  | 2026-12-31       | 2026-05-31        | 7           | 12 | 214       | 365
            2026-01-01  | 2026-12-31       | 2026-06-01        | 6           | 12 | 213       | 365
            2026-01-01  | 2026-12-31       | 2026-01-01        | 11          | 12 | 364       | 365
            2026-01-01  | 2026-12-31       | 2026-12-31        | 0           | 12 | 0         | 365
            2026-01-01  | 2026-12-31       | 2025-12-31        | 12          | 12 | 365       | 365
            2026-03-15  | 2027-03-14       | 2026-04-14        | 11          | 12 | 334       | 365
            2026-03-15  | 2027-03-14       | 2026-04-15        | 10          | 12 | 333       | 365
            2026-01-31  | 2027-01-30       | 2026-02-27        | 11          | 12 | 337       | 365
            2026-01-31  | 2027-01-30       | 2026-02-28        | 10          | 12 | 336       | 365
            2027-03-01  | 2028-02-29       | 2028-01-31        | 1           | 12 | 29        | 366
            2026-01-01  | 2026-01-01       | 2026-01-01        | 0           | 1  | 0         | 1
            """)
    void counts_the_month_of_the_last_day_as_used(
            LocalDate first,
            LocalDate last,
            LocalDate lastInForce,
            long monthsLeft,
            long months,
            long daysLeft,
            long days) {
        var term = Term.ofDays(first, last);
        assertThat(Proration.wholeMonths(term, lastInForce)).isEqualTo(new Proration(monthsLeft, months));
        assertThat(Proration.byDay(term, lastInForce)).isEqualTo(new Proration(daysLeft, days));
    }

    @Test
    void gives_the_share_exactly() {
        assertThat(new Proration(7, 12).share()).isEqualTo(Fraction.of(7, 12));
        assertThat(new Proration(7, 12).used()).isEqualTo(5);
    }

    @Test
    void knows_no_last_day_after_the_term() {
        var term = Term.ofDays(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-12-31"));
        assertThatIllegalArgumentException().isThrownBy(() -> Proration.byDay(term, term.until()));
        assertThatIllegalArgumentException().isThrownBy(() -> Proration.wholeMonths(term, term.until()));
    }

    @Test
    void a_term_of_n_years_has_twelve_n_months_and_staying_longer_never_leaves_more() {
        var random = new Random(SEED);
        for (var round = 0; round < 2_000; round++) {
            var from = LocalDate.parse("2020-01-01").plusDays(random.nextInt(4_000));
            var years = random.nextInt(1, 4);
            var term = new Term(from, from.plusYears(years));
            var day = from.plusDays(random.nextInt((int) term.days() - 1));
            var today = Proration.wholeMonths(term, day);
            assertThat(today.whole())
                    .as("seed %d, round %d: %s", SEED, round, term)
                    .isEqualTo(12L * years);
            assertThat(Proration.wholeMonths(term, day.plusDays(1)).remaining())
                    .as("seed %d, round %d: %s after %s", SEED, round, term, day)
                    .isBetween(today.remaining() - 1, today.remaining());
        }
    }
}
