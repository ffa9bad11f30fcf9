package org.jiayi.app.kernel.period;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermTests {

    private static final LocalDate NEW_YEAR = LocalDate.parse("2026-01-01");
    private static final Term YEAR = Term.ofDays(NEW_YEAR, LocalDate.parse("2026-12-31"));

    @Test
    void ends_on_the_day_before_the_next_begins() {
        assertThat(YEAR.until()).isEqualTo("2027-01-01");
        assertThat(YEAR.lastDay()).isEqualTo("2026-12-31");
        assertThat(YEAR.days()).isEqualTo(365);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # day      | belongs
            2025-12-31 | false
            2026-01-01 | true
            2026-12-31 | true
            2027-01-01 | false
            """)
    void contains_its_first_and_its_last_day(LocalDate day, boolean belongs) {
        assertThat(YEAR.contains(day)).isEqualTo(belongs);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # other from | other's last day | overlaps
            2025-01-01   | 2025-12-31       | false
            2025-01-01   | 2026-01-01       | true
            2026-06-01   | 2026-06-01       | true
            2026-12-31   | 2027-12-30       | true
            2027-01-01   | 2027-12-31       | false
            """)
    void overlaps_only_with_a_day_in_common(LocalDate from, LocalDate lastDay, boolean overlaps) {
        var other = Term.ofDays(from, lastDay);
        assertThat(YEAR.overlaps(other)).isEqualTo(overlaps);
        assertThat(other.overlaps(YEAR)).isEqualTo(overlaps);
    }

    @Test
    void can_be_cut_short_to_one_of_its_own_days() {
        assertThat(YEAR.endingAfter(NEW_YEAR)).isEqualTo(Term.ofDays(NEW_YEAR, NEW_YEAR));
        assertThat(YEAR.endingAfter(YEAR.lastDay())).isEqualTo(YEAR);
        assertThatIllegalArgumentException().isThrownBy(() -> YEAR.endingAfter(NEW_YEAR.minusDays(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> YEAR.endingAfter(YEAR.until()));
    }

    @Test
    void has_at_least_one_day() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Term(NEW_YEAR, NEW_YEAR));
    }
}
