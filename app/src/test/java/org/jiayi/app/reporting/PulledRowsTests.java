package org.jiayi.app.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class PulledRowsTests {

    @Test
    void gives_every_row_once_and_in_order() {
        var rows = PulledRows.of(Flux.range(1, 5_000));

        List<Integer> taken = new ArrayList<>();
        rows.forEachRemaining(taken::add);

        assertThat(taken)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 5_000).boxed().toList());
    }

    @Test
    void asks_for_no_more_than_it_holds() {
        var asked = new AtomicLong();
        var rows = PulledRows.of(Flux.range(1, 100_000).doOnRequest(asked::addAndGet));

        for (int row = 0; row < 3_000; row++) {
            rows.next();
        }

        assertThat(asked.get()).isLessThanOrEqualTo(4_000);
        rows.dispose();
    }

    @Test
    void passes_on_what_went_wrong() {
        var rows = PulledRows.of(Flux.concat(Flux.just(1), Flux.error(new IllegalArgumentException("broken"))));

        assertThat(rows.next()).isEqualTo(1);
        assertThatThrownBy(rows::hasNext)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("broken");
    }

    @Test
    void stops_the_source_when_it_is_left() {
        var cancelled = new AtomicLong();
        var rows = PulledRows.of(Flux.range(1, 100_000).doOnCancel(cancelled::incrementAndGet));

        rows.next();
        rows.dispose();

        assertThat(cancelled.get()).isEqualTo(1);
    }
}
