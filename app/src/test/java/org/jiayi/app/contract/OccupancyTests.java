package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jiayi.app.kernel.period.Term;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many contracts a team holds on its fullest day: DOMAIN §3. */
class OccupancyTests {

    private static final long SEED = 20260305;
    private static final LocalDate START = LocalDate.of(2026, 1, 1);
    private static final int DAYS = 60;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # asked from | to         | on its fullest day
            2026-01-01   | 2026-12-31 | 3
            2026-01-01   | 2026-03-31 | 2
            2026-03-31   | 2026-04-01 | 3
            2026-07-01   | 2026-12-31 | 1
            2027-01-01   | 2027-12-31 | 0
            2025-01-01   | 2025-12-31 | 0
            2025-12-31   | 2026-01-01 | 2
            """)
    void the_peak_is_the_fullest_day_of_the_days_asked_about(LocalDate from, LocalDate to, long peak) {
        var occupancy = new Occupancy();
        occupancy.add(Term.ofDays(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-12-31")), 1);
        occupancy.add(Term.ofDays(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-03-31")), 1);
        occupancy.add(Term.ofDays(LocalDate.parse("2026-04-01"), LocalDate.parse("2026-06-30")), 2);
        assertThat(occupancy.peak(Term.ofDays(from, to))).isEqualTo(peak);
    }

    @Test
    void one_contract_after_the_other_needs_one_place() {
        var occupancy = new Occupancy();
        for (var month = 0; month < 12; month++) {
            var term = new Term(START.plusMonths(month), START.plusMonths(month + 1));
            assertThat(occupancy.hasRoom(term, 1)).as("%s", term).isTrue();
            occupancy.add(term, 1);
            assertThat(occupancy.hasRoom(term, 1)).as("%s", term).isFalse();
        }
        assertThat(occupancy.peak(new Term(START, START.plusYears(1)))).isEqualTo(1);
    }

    @Test
    void agrees_with_counting_every_day() {
        var random = new Random(SEED);
        for (var round = 0; round < 400; round++) {
            var occupancy = new Occupancy();
            Map<LocalDate, Long> heldOn = new HashMap<>();
            for (var contract = random.nextInt(25); contract > 0; contract--) {
                var term = anyTerm(random);
                var count = 1 + random.nextInt(3);
                occupancy.add(term, count);
                term.from().datesUntil(term.until()).forEach(day -> heldOn.merge(day, (long) count, Long::sum));
            }
            var asked = anyTerm(random);
            var fullest = asked.from()
                    .datesUntil(asked.until())
                    .mapToLong(day -> heldOn.getOrDefault(day, 0L))
                    .max()
                    .orElseThrow();
            assertThat(occupancy.peak(asked))
                    .as("seed %d, round %d: %s", SEED, round, asked)
                    .isEqualTo(fullest);
            for (var capacity = 0; capacity < 60; capacity++) {
                assertThat(occupancy.hasRoom(asked, capacity))
                        .as("seed %d, round %d: %s, capacity %d", SEED, round, asked, capacity)
                        .isEqualTo(fullest < capacity);
            }
        }
    }

    private static Term anyTerm(Random random) {
        var from = START.plusDays(random.nextInt(DAYS));
        return new Term(from, from.plusDays(1 + random.nextInt(DAYS)));
    }
}
