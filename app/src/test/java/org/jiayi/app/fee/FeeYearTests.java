package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jiayi.app.contract.FeeChange;
import org.jiayi.app.kernel.period.Term;
import org.junit.jupiter.api.Test;
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
            # the personal account would: it is the resident's own money
            2027-01-01 | 2028-12-31 | personal_account 3000, resident 2000 | personal_account 3500, resident 2000 | personal_account 3000, resident 2000
            # what one of the two bears less the other bears
            2027-01-01 | 2028-12-31 | personal_account 3000, resident 2000 | personal_account 3500, resident 1500 | personal_account 3500, resident 1500
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

    /**
     * To begin on 26 January at the latest and charged by year, paid and so begun on the 20th: served, and ended on {@code lastDay}.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # rule           | last day   | given back
            NONE_ONCE_SERVED | 2026-01-22 | 0
            # one of the thirteen months that have begun from 20 January to 25 January of the next year
            WHOLE_MONTHS     | 2026-01-22 | 11077
            WHOLE_MONTHS     | 2026-02-20 | 10154
            # three of 371 days
            BY_DAY           | 2026-01-22 | 11903
            """)
    void the_first_year_is_used_from_the_first_day_of_the_term(RefundRule rule, LocalDate lastDay, long givenBack) {
        Term firstYear = new Term(LocalDate.of(2026, 1, 26), LocalDate.of(2027, 1, 26));
        FeeChange change = new FeeChange(
                FeeChange.Kind.REFUND,
                new UUID(0, 1),
                new Term(LocalDate.of(2026, 1, 20), LocalDate.of(2028, 1, 20)),
                lastDay,
                true,
                Optional.empty(),
                LocalDate.of(2026, 2, 1));
        FeeChange touched =
                FeeYears.touched(change, Optional.of(firstYear), true).orElseThrow();
        FeeSplit borne = FeePolicies.split("public_health 3000, pooled_fund 7000, resident 2000");
        assertThat(Refund.of(rule, borne, touched.term(), touched.lastDay(), touched.served())
                        .returned()
                        .total()
                        .fen())
                .isEqualTo(givenBack);
    }

    /** For which days a whole price is charged, of a fee for the days {@code covers} of a term that was agreed. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # agreed               | covers                | priced
            # once
            2026-01-01..2028-12-31 |                       | 2026-01-01..2028-12-31
            # what follows has the rest of the first year
            2026-01-01..2028-12-31 | 2026-07-01..2026-12-31 | 2026-01-01..2026-12-31
            # a first year that is short costs a whole one
            2026-01-01..2026-06-30 | 2026-03-01..2026-06-30 | 2026-01-01..2026-06-30
            # a later one is charged by twelfths
            2026-01-01..2027-06-30 | 2027-01-01..2027-06-30 | 2027-01-01..2027-12-31
            # begun before the latest day, as it was paid early
            2026-01-20..2028-01-19 | 2026-01-26..2027-01-25 | 2026-01-20..2027-01-25
            """)
    void a_whole_price_is_for_the_agreed_term_or_for_a_year_of_it(String agreed, String covers, String priced) {
        assertThat(FeeYears.priced(days(agreed), Optional.ofNullable(covers).map(FeeYearTests::days)))
                .isEqualTo(days(priced));
    }

    /** What goes on by year of a fee that was charged once: in which year it begins, and which part of that year's price it costs. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # agreed               | goes on                | year                   | part
            2026-01-01..2028-12-31 | 2027-07-01..2028-12-31 | 2027-01-01..2027-12-31 | 1/2
            2026-01-01..2028-12-31 | 2028-01-01..2028-12-31 | 2028-01-01..2028-12-31 | 1/1
            # ends within it
            2026-01-01..2028-06-30 | 2028-04-01..2028-06-30 | 2028-01-01..2028-12-31 | 1/4
            # three of its months have begun
            2026-01-15..2028-01-14 | 2026-03-20..2028-01-14 | 2026-01-15..2027-01-14 | 3/4
            # a year or less is charged as before
            2026-01-01..2026-12-31 | 2026-07-01..2026-12-31 |                        |
            """)
    void what_goes_on_by_year_is_charged_for_what_is_left_of_the_year(
            String agreed, String goingOn, String year, String part) {
        Optional<Term> running = FeeYear.holding(days(agreed), days(goingOn).from());
        assertThat(running).isEqualTo(Optional.ofNullable(year).map(FeeYearTests::days));
        assertThat(running.map(found -> FeeYear.rest(found, days(goingOn)))
                        .map(rest -> rest.numerator() + "/" + rest.denominator()))
                .isEqualTo(Optional.ofNullable(part));
    }

    private static Term days(String fromTo) {
        return Term.ofDays(LocalDate.parse(fromTo.substring(0, 10)), LocalDate.parse(fromTo.substring(12)));
    }

    @Test
    void a_further_year_is_used_from_its_own_first_day() {
        Term secondYear = new Term(LocalDate.of(2027, 1, 26), LocalDate.of(2028, 1, 20));
        FeeChange change = new FeeChange(
                FeeChange.Kind.REFUND,
                new UUID(0, 1),
                new Term(LocalDate.of(2026, 1, 20), LocalDate.of(2028, 1, 20)),
                LocalDate.of(2026, 1, 22),
                true,
                Optional.empty(),
                LocalDate.of(2026, 2, 1));
        assertThat(FeeYears.touched(change, Optional.of(secondYear), false).map(FeeChange::term))
                .contains(secondYear);
    }
}
