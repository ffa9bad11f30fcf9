package org.jiayi.app.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An order of 31 January, nine in the morning, of whose money is heard on 1 February, three seconds after midnight. */
class MovedOnTests {

    private static final Clock CLOCK = Clock.fixed(moment("2026-02-01T00:00:03+08:00"), ZoneId.of("Asia/Shanghai"));

    private static Instant moment(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-01-31T23:59:58+08:00 | 2026-01-31
            2026-01-31T15:59:58Z      | 2026-01-31
            2026-02-01T00:00:00+08:00 | 2026-02-01
            # of another day, and of another year
            2026-02-02T00:00:00+08:00 | 2026-02-01
            2026-01-30T23:59:59+08:00 | 2026-01-31
            1970-01-01T00:00:00Z      | 2026-01-31
            """)
    void is_the_providers_day_between_the_orders_and_today(String moved, LocalDate day) {
        assertThat(MovedOn.day(moment(moved), moment("2026-01-31T09:00:00+08:00"), CLOCK))
                .isEqualTo(day);
    }
}
