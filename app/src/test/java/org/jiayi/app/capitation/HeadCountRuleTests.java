package org.jiayi.app.capitation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.kernel.period.Term;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which months a contract counts in: DOMAIN §5. */
class HeadCountRuleTests {

    private static final HeadCountRule RULE = new HeadCountRule(15, 15, HeadCountRule.Leave.MONTH_OF_LAST_DAY);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # from     | last day   | counts from | through
            2026-01-01 | 2026-12-31 | 2026-01     | 2026-12
            2026-01-15 | 2026-05-01 | 2026-01     | 2026-05
            2026-01-16 | 2026-05-31 | 2026-02     | 2026-05
            2026-12-16 | 2027-12-15 | 2027-01     | 2027-12
            2026-03-02 | 2026-03-02 | 2026-03     | 2026-03
            """)
    void joins_by_the_15th_and_leaves_after_the_month_of_the_last_day(
            LocalDate from, LocalDate lastDay, String first, String last) {
        var contract = Term.ofDays(from, lastDay);
        var firstMonth = Month.parse(first);
        var lastMonth = Month.parse(last);
        assertThat(RULE.firstMonth(from)).isEqualTo(firstMonth);
        assertThat(RULE.lastMonth(lastDay)).isEqualTo(lastMonth);
        assertThat(RULE.counts(contract, firstMonth)).isTrue();
        assertThat(RULE.counts(contract, lastMonth)).isTrue();
        assertThat(RULE.counts(contract, firstMonth.previous())).isFalse();
        assertThat(RULE.counts(contract, lastMonth.next())).isFalse();
    }

    @Test
    void a_contract_of_the_second_half_of_one_month_never_counts() {
        var contract = Term.ofDays(LocalDate.parse("2026-03-16"), LocalDate.parse("2026-03-31"));
        assertThat(RULE.counts(contract, Month.parse("2026-03"))).isFalse();
        assertThat(RULE.counts(contract, Month.parse("2026-04"))).isFalse();
    }

    @Test
    void the_snapshot_is_taken_on_the_policys_day() {
        assertThat(RULE.snapshot(Month.parse("2026-02"))).isEqualTo("2026-02-15");
    }
}
