package org.jiayi.app.kernel.period;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenDayTests {

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-31", "2024-02-29", "0001-01-01", "9999-12-31"})
    void a_day_is_read_as_it_is_written(String text) {
        assertThat(WrittenDay.read(text)).contains(LocalDate.parse(text));
        assertThat(WrittenDay.readInFile(text.replace('-', '/'))).contains(LocalDate.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "2026-1-31",
                "20260131",
                "2026-02-29",
                "2026-13-01",
                "2026-01-31 ",
                "2026-01-31T00:00:00Z",
                "0000-01-01",
                "-0400-01-01",
                "+10000-01-01",
                "+999999999-12-31",
                "12026-01-31",
                "２０２６-01-31"
            })
    void what_is_no_day_is_empty(String text) {
        assertThat(WrittenDay.read(text)).isEmpty();
        assertThat(WrittenDay.readInFile(text)).isEmpty();
    }
}
