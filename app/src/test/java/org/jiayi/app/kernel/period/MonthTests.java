package org.jiayi.app.kernel.period;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonthTests {

    @Test
    void knows_its_days_and_its_neighbours() {
        var february = Month.parse("2028-02");
        assertThat(february).hasToString("2028-02").isEqualTo(Month.containing(LocalDate.parse("2028-02-29")));
        assertThat(february.firstDay()).isEqualTo("2028-02-01");
        assertThat(february.lastDay()).isEqualTo("2028-02-29");
        assertThat(february.day(15)).isEqualTo("2028-02-15");
        assertThat(february.days().days()).isEqualTo(29);
        assertThat(february.previous()).hasToString("2028-01").isLessThan(february);
        assertThat(february.year()).isEqualTo(2028);
        assertThat(february.monthOfYear()).isEqualTo(2);
    }

    @Test
    void december_is_followed_by_january_of_the_next_year() {
        assertThat(Month.of(2026, 12).next()).hasToString("2027-01");
    }

    @Test
    void has_no_thirtieth_of_february() {
        assertThatExceptionOfType(DateTimeException.class)
                .isThrownBy(() -> Month.parse("2028-02").day(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026", "2026-1", "2026-00", "2026-13", "2026-01-01", "+12026-01", "202601"})
    void refuses_to_read_anything_but_year_and_month(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Month.parse(text));
    }
}
