package org.jiayi.app.capitation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The monthly booking with cumulative rounding: DOMAIN §5, worked case 8. */
class MonthlyBookingTests {

    private static final long SEED = 20260108;
    private static final Fraction NINETY_PERCENT = Fraction.parse("0.9");
    private static final CapitationPolicy POLICY = CapitationPolicies.accepted(CapitationPolicies.THREE_RISK_GROUPS);
    private static final int G1 = row("0-64岁·男·一般人群");
    private static final int G2 = row("65岁及以上·男·一般人群");
    private static final int G3 = row("0-64岁·男·严重精神障碍");

    private static final String FIRST_QUARTER = """
            # heads of G1 | G2  | G3
            1204          | 633 | 418
            1211          | 630 | 421
            1198          | 641 | 420
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # month | entitlement | prepaid | retained
            1       | 5739789     | 5165810 | 573979
            2       | 5757217     | 5181496 | 575721
            3       | 5766052     | 5189446 | 576606
            """)
    void a_month_is_the_difference_between_the_rounded_sums_of_the_year(
            int month, long entitlement, long prepaid, long retained) {
        var booking = firstQuarter().get(month - 1);
        assertThat(booking.entitlement()).isEqualTo(Money.ofFen(entitlement));
        assertThat(booking.prepayment()).isEqualTo(Money.ofFen(prepaid));
        assertThat(booking.retention()).isEqualTo(Money.ofFen(retained));
    }

    @Test
    void rounding_never_gathers_over_the_year() {
        var third = Fraction.of(1, 3);
        var booked = new ArrayList<Long>();
        var toDate = BookedToDate.NOTHING;
        for (var month = 0; month < 6; month++) {
            var booking = toDate.book(third, Fraction.ONE);
            booked.add(booking.entitlement().fen());
            toDate = booking.toDate();
        }
        assertThat(booked).containsExactly(0L, 1L, 0L, 0L, 1L, 0L);
    }

    @Test
    void a_late_correction_is_booked_in_the_open_month_as_if_it_had_been_known() {
        var january = BookedToDate.NOTHING
                .book(exact(Map.of(G1, 1204L)), NINETY_PERCENT)
                .toDate();
        var corrected = january.book(exact(Map.of(G1, 1211L - 1L)), NINETY_PERCENT);
        var known = BookedToDate.NOTHING
                .book(exact(Map.of(G1, 1203L)), NINETY_PERCENT)
                .toDate()
                .book(exact(Map.of(G1, 1211L)), NINETY_PERCENT);
        assertThat(corrected.toDate()).isEqualTo(known.toDate());
        var taken = january.book(exact(Map.of(G1, -1204L)), NINETY_PERCENT);
        assertThat(taken.entitlement().isNegative()).isTrue();
        assertThat(taken.toDate()).as("reversing equals never having done it").isEqualTo(BookedToDate.NOTHING);
    }

    @Test
    void booking_nothing_more_books_nothing_twice() {
        var january = firstQuarter().get(0).toDate();
        var again = january.book(Fraction.ZERO, NINETY_PERCENT);
        assertThat(again).isEqualTo(new MonthlyBooking(Fraction.ZERO, Money.ZERO, Money.ZERO, Money.ZERO, january));
    }

    @Test
    void what_was_booked_ties_to_the_exact_sum() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BookedToDate(Fraction.of(3, 2), Money.ofFen(1), Money.ZERO));
    }

    @Test
    void the_months_add_up_to_the_year_in_any_order() {
        var random = new Random(SEED);
        for (var round = 0; round < 500; round++) {
            var months = new ArrayList<Fraction>();
            for (var month = 0; month < 12; month++) {
                months.add(exact(Map.of(G1, random.nextLong(-3, 5_000), G2, 17L)));
            }
            var inOrder = year(months);
            Collections.shuffle(months, random);
            var whole = months.stream().reduce(Fraction.ZERO, Fraction::plus);
            assertThat(inOrder)
                    .as("seed %d, round %d: %s", SEED, round, months)
                    .isEqualTo(year(months))
                    .isEqualTo(BookedToDate.NOTHING.book(whole, NINETY_PERCENT).toDate());
        }
    }

    /** Books all months, and checks that what was booked month by month is what stands at the end. */
    private static BookedToDate year(Iterable<Fraction> months) {
        var toDate = BookedToDate.NOTHING;
        var entitlement = Money.ZERO;
        var prepaid = Money.ZERO;
        var retention = Money.ZERO;
        for (var exact : months) {
            var booking = toDate.book(exact, NINETY_PERCENT);
            entitlement = entitlement.plus(booking.entitlement());
            prepaid = prepaid.plus(booking.prepayment());
            retention = retention.plus(booking.retention());
            toDate = booking.toDate();
        }
        assertThat(toDate.entitlement()).isEqualTo(entitlement);
        assertThat(toDate.prepaid()).isEqualTo(prepaid);
        assertThat(toDate.retention()).isEqualTo(retention);
        return toDate;
    }

    private static List<MonthlyBooking> firstQuarter() {
        var bookings = new ArrayList<MonthlyBooking>();
        var toDate = BookedToDate.NOTHING;
        for (var line : FIRST_QUARTER.lines().skip(1).toList()) {
            var heads = Arrays.stream(line.split("\\|"))
                    .map(count -> Long.valueOf(count.trim()))
                    .toList();
            var exact = exact(Map.of(G1, heads.get(0), G2, heads.get(1), G3, heads.get(2)));
            var booking = toDate.book(exact, POLICY.prepaid());
            bookings.add(booking);
            toDate = booking.toDate();
        }
        return bookings;
    }

    private static Fraction exact(Map<Integer, Long> headsByRow) {
        return CapitationPolicies.exactMonth(POLICY, headsByRow);
    }

    private static int row(String label) {
        return POLICY.tariff().rows().stream()
                .filter(row -> row.label().equals(label))
                .findFirst()
                .orElseThrow()
                .number();
    }
}
