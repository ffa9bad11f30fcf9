package org.jiayi.app.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long the rest takes, by what was done since it was taken up. */
class CountTests {

    private static final Instant SINCE = Instant.parse("2026-02-20T01:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # done   | total   | before | seconds since | seconds left
            50       | 100     | 0      | 60            | 60
            25       | 100     | 0      | 10            | 30
            1        | 3       | 0      | 1             | 2
            3        | 4       | 0      | 10            | 4
            999999   | 1000000 | 0      | 3600          | 1
            1000000  | 1000000 | 0      | 3600          | 0
            600      | 1000    | 500    | 10            | 40
            1        | 9000000 | 0      | 86400         | 777599913600
            """)
    void goes_on_as_it_has(long done, long total, long before, long spent, long left) {
        var count = new Count(done, total, before, Optional.of(SINCE));
        assertThat(count.remaining(SINCE.plusSeconds(spent))).hasValue(Duration.ofSeconds(left));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nothing is done                           | 0   | 100 | 0   | 60
            nothing is done since it was taken up     | 500 | 900 | 500 | 60
            no time has passed                        | 50  | 100 | 0   | 0
            the clock went back                       | 50  | 100 | 0   | -5
            it was never begun                        | 0   | 100 | 0   |
            """)
    void says_nothing_where_nobody_can_tell(String why, long done, long total, long before, @Nullable Long spent) {
        var since = Optional.ofNullable(spent).map(seconds -> SINCE.minusSeconds(seconds));
        assertThat(new Count(done, total, before, since).remaining(SINCE))
                .as(why)
                .isEmpty();
    }

    @Test
    void a_total_that_was_too_small_is_raised() {
        assertThat(Count.of(7, 5, Optional.empty()).total()).isEqualTo(7);
    }
}
