package org.jiayi.app.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jiayi.app.kernel.period.Term;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which records count, what is left, and the rate. */
class CountingTests {

    private static final ServiceItem QUARTERLY = Services.item("visit", 4, 90);

    @Test
    void a_record_counts_if_it_lies_far_enough_after_the_last_that_counts() {
        assertThat(counting(
                        Services.record(1, "2026-01-05T09:00"),
                        Services.record(2, "2026-04-04T09:00"),
                        Services.record(3, "2026-04-05T08:00"),
                        Services.record(4, "2026-07-04T09:00")))
                .as("89 days are too few, 90 are enough: from the 5th of January to the 5th of April")
                .containsExactly(1L, 3L, 4L);
    }

    @Test
    void one_entered_late_may_change_which_of_the_others_count() {
        var first = Services.record(1, "2026-03-01T09:00");
        var second = Services.record(2, "2026-06-10T09:00");
        assertThat(counting(first, second)).containsExactly(1L, 2L);
        assertThat(counting(first, second, Services.record(3, "2026-01-10T09:00")))
                .containsExactly(3L, 2L);
    }

    @Test
    void what_is_void_or_disputed_does_not_count_and_does_not_push_others_away() {
        assertThat(counting(
                        Services.voided(Services.record(1, "2026-01-05T09:00")),
                        Services.answered(Services.record(2, "2026-01-20T09:00"), false),
                        Services.answered(Services.record(3, "2026-02-01T09:00"), true)))
                .containsExactly(3L);
    }

    @Test
    void the_order_in_which_records_come_does_not_matter_and_spacing_always_holds() {
        var random = new Random(20260115);
        for (int round = 0; round < 500; round++) {
            List<ServiceRecord> records = new ArrayList<>();
            for (int id = 1; id <= 20; id++) {
                records.add(Services.record(id, LocalDate.of(2026, 1, 1).plusDays(random.nextInt(365)) + "T09:00"));
            }
            int spacing = random.nextInt(120);
            var counting = Counting.of(records, spacing);
            Collections.shuffle(records, random);
            assertThat(Counting.of(records, spacing)).isEqualTo(counting);
            for (int i = 1; i < counting.size(); i++) {
                assertThat(counting.get(i).day())
                        .isAfterOrEqualTo(counting.get(i - 1).day().plusDays(spacing));
            }
        }
    }

    private static List<Long> counting(ServiceRecord... records) {
        return Counting.of(List.of(records), 90).stream()
                .map(record -> record.recordId().getLeastSignificantBits())
                .toList();
    }

    /** Four windows: to 1 April, 1 July, 30 September, 31 December. */
    @ParameterizedTest(name = "{0} on {1}, contract to {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # records of these days            | asked      | last day   | delivered/due | left | overdue | next window begins
            ''                                 | 2026-03-31 | 2026-12-31 | 0/0           | 4    | false   | 2026-01-01
            ''                                 | 2026-04-01 | 2026-12-31 | 0/1           | 4    | false   | 2026-01-01
            ''                                 | 2026-04-02 | 2026-12-31 | 0/1           | 4    | true    | 2026-01-01
            2026-01-05                         | 2026-04-02 | 2026-12-31 | 1/1           | 3    | false   | 2026-04-02
            2026-04-20                         | 2026-04-25 | 2026-12-31 | 1/1           | 3    | false   | 2026-04-02
            2026-04-20                         | 2026-04-10 | 2026-12-31 | 0/1           | 4    | true    | 2026-01-01
            2026-01-05 2026-02-05              | 2026-07-01 | 2026-12-31 | 1/2           | 3    | false   | 2026-04-02
            2026-01-05 2026-04-06 2026-07-06 2026-10-06 | 2026-12-31 | 2026-12-31 | 4/4  | 0    | false   | ''
            2026-01-05 2026-04-06              | 2026-12-31 | 2026-06-30 | 1/1           | 2    | false   | ''
            2026-01-05 2026-04-06              | 2026-12-31 | 2026-07-01 | 2/2           | 2    | false   | ''
            2026-01-05                         | 2026-12-31 | 2026-05-15 | 1/1           | 3    | false   | 2026-04-02
            """)
    void where_an_item_stands(
            String days, LocalDate on, LocalDate lastDay, String rate, int left, boolean overdue, String next) {
        var contract = Services.contract(Services.YEAR_2026, Term.ofDays(LocalDate.of(2026, 1, 1), lastDay));
        var progress = ItemProgress.of(planned(contract), records(days), contract, on);
        assertThat(progress.rate().delivered() + "/" + progress.rate().due()).isEqualTo(rate);
        assertThat(progress.left()).isEqualTo(left);
        assertThat(progress.overdue()).isEqualTo(overdue);
        assertThat(progress.next().map(window -> window.from().toString()).orElse(""))
                .isEqualTo(next);
    }

    /** The rest of 2026 from 1 July, after another contract that was signed for the year: the window to 1 July is its too. */
    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource(delimiter = '|', textBlock = """
            # records of these days            | asked      | delivered/due | owed | left | next window begins
            ''                                 | 2026-09-30 | 0/2           | 3    | 3    | 2026-04-02
            2026-01-05                         | 2026-09-30 | 0/2           | 3    | 3    | 2026-04-02
            2026-01-05 2026-04-06              | 2026-09-30 | 1/2           | 3    | 2    | 2026-07-02
            2026-01-05 2026-04-06 2026-07-06   | 2026-09-30 | 2/2           | 3    | 1    | 2026-10-01
            2026-01-05 2026-06-25 2026-07-06   | 2026-09-30 | 1/2           | 3    | 2    | 2026-07-02
            2025-12-30 2026-01-05 2026-07-06   | 2026-09-30 | 1/2           | 3    | 2    | 2026-07-02
            2025-06-30 2026-07-06              | 2026-09-30 | 1/2           | 3    | 2    | 2026-07-02
            2025-10-30 2026-01-05 2026-02-01 2026-07-06 | 2026-09-30 | 1/2  | 3    | 2    | 2026-07-02
            """)
    void where_an_item_stands_that_goes_on_from_another_contract(
            String days, LocalDate on, String rate, int owed, int left, LocalDate next) {
        var contract = Services.contract(
                Services.YEAR_2026, Term.ofDays(LocalDate.of(2026, 7, 1), LocalDate.of(2026, 12, 31)));
        var progress = ItemProgress.of(planned(contract), records(days), contract, on);
        assertThat(progress.rate().delivered() + "/" + progress.rate().due()).isEqualTo(rate);
        assertThat(progress.owed()).isEqualTo(owed);
        assertThat(progress.left()).isEqualTo(left);
        assertThat(progress.next().map(Term::from)).hasValue(next);
    }

    private static ServicePlan.Planned planned(PlannedContract contract) {
        var catalogue = new ServiceCatalogue("目录", Map.of(contract.servicePackage(), List.of(QUARTERLY)), 8, 10);
        return ServicePlan.of(catalogue, contract).find(QUARTERLY.code()).orElseThrow();
    }

    private static List<ServiceRecord> records(String days) {
        List<ServiceRecord> records = new ArrayList<>();
        for (String day : days.isEmpty() ? new String[0] : days.split(" ")) {
            records.add(Services.record(records.size() + 1, day + "T09:00"));
        }
        return records;
    }

    @ParameterizedTest
    @CsvSource({
        "2, 3, 66.7%",
        "1, 3, 33.3%",
        "1, 8, 12.5%",
        "1, 2000, 0.1%",
        "1, 2001, 0.0%",
        "1999, 2000, 100.0%",
        "3, 3, 100.0%",
        "0, 7, 0.0%"
    })
    void the_rate_is_exact_and_its_percentage_half_up(long delivered, long due, String percent) {
        assertThat(new FulfilmentRate(delivered, due).percent()).hasValue(percent);
    }

    @Test
    void where_nothing_is_due_there_is_no_percentage() {
        assertThat(FulfilmentRate.NOTHING_DUE.percent()).isEmpty();
    }
}
