package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a further year of a contract costs that is charged by year. */
class FeeYearTests {

    /**
     * A contract from 1 January 2026 whose year begins on {@code from}; {@code resident} is the resident's share by the year before
     * and by the price that holds on that day.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # from     | ends       | before                         | now                             | charged
            2027-01-01 | 2028-12-31 | pooled_fund 10000, resident 2000 | pooled_fund 11000, resident 2000 | pooled_fund 11000, resident 2000
            # the resident would bear more: what was agreed goes on
            2027-01-01 | 2028-12-31 | pooled_fund 10000, resident 2000 | pooled_fund 9000, resident 2001  | pooled_fund 10000, resident 2000
            # no price any more: what was agreed goes on
            2027-01-01 | 2028-12-31 | pooled_fund 10000, resident 2000 |                                 | pooled_fund 10000, resident 2000
            # less for the resident
            2027-01-01 | 2027-12-31 | pooled_fund 10000, resident 2000 | pooled_fund 12000, resident 0    | pooled_fund 12000, resident 0
            # half a year is left; a month that has begun counts
            2027-01-01 | 2027-06-30 | pooled_fund 10000, resident 2000 | pooled_fund 10000, resident 1999 | pooled_fund 5000, resident 1000
            2027-01-01 | 2027-07-01 | pooled_fund 10000, resident 2000 | pooled_fund 10000, resident 2000 | pooled_fund 5833, resident 1167
            # one day
            2027-01-01 | 2027-01-01 | pooled_fund 10000, resident 2000 | pooled_fund 10000, resident 2000 | pooled_fund 833, resident 167
            """)
    void a_year_costs_what_was_agreed_or_less(
            LocalDate from, LocalDate ends, String before, String now, String charged) {
        FeeYear year = FeeYear.of(
                from,
                ends.plusDays(1),
                FeePolicies.split(before),
                Optional.ofNullable(now).map(FeePolicies::split));
        assertThat(year.split().shares().stream()
                        .map(share ->
                                share.payer().code() + " " + share.amount().fen())
                        .collect(Collectors.joining(", ")))
                .isEqualTo(charged);
        assertThat(year.days().from()).isEqualTo(from);
        assertThat(year.days().lastDay())
                .isEqualTo(
                        ends.isBefore(from.plusYears(1))
                                ? ends
                                : from.plusYears(1).minusDays(1));
    }
}
