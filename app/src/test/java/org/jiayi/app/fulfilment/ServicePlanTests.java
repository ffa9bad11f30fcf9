package org.jiayi.app.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.resident.PopulationGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a contract owes and when. */
class ServicePlanTests {

    @ParameterizedTest(name = "{0} a year, {1} to {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # times a year | first day | last day | owed
            4  | 2026-01-01 | 2026-12-31 | 4
            4  | 2028-01-01 | 2028-12-31 | 4
            4  | 2026-01-01 | 2028-12-31 | 12
            12 | 2026-03-15 | 2027-03-14 | 12
            1  | 2026-01-01 | 2026-06-30 | 1
            1  | 2026-01-01 | 2026-05-31 | 0
            4  | 2026-01-01 | 2026-01-31 | 0
            4  | 2026-01-01 | 2026-02-15 | 1
            6  | 2026-01-01 | 2026-01-31 | 1
            365 | 2026-01-01 | 2026-12-31 | 365
            """)
    void short_terms_owe_their_part_rounded_half_up(int times, LocalDate first, LocalDate last, int owed) {
        assertThat(ServicePlan.dueCount(Services.item("visit", times, 0), Term.ofDays(first, last)))
                .isEqualTo(owed);
    }

    @Test
    void four_windows_share_a_year() {
        assertThat(ServicePlan.windows(Services.YEAR_2026, 4))
                .extracting(window -> window.from() + " to " + window.lastDay())
                .containsExactly(
                        "2026-01-01 to 2026-04-01",
                        "2026-04-02 to 2026-07-01",
                        "2026-07-02 to 2026-09-30",
                        "2026-10-01 to 2026-12-31");
    }

    @Test
    void windows_cover_the_term_once_whatever_it_is() {
        var random = new Random(20260115);
        for (int round = 0; round < 2_000; round++) {
            var from = LocalDate.of(2025, 1, 1).plusDays(random.nextInt(1_000));
            var term = new Term(from, from.plusDays(1 + random.nextInt(1_096)));
            int count = 1 + random.nextInt((int) Math.min(365, term.days()));
            var windows = ServicePlan.windows(term, count);
            assertThat(windows).hasSize(count);
            assertThat(windows.get(0).from()).isEqualTo(term.from());
            assertThat(windows.get(count - 1).until()).isEqualTo(term.until());
            for (int i = 1; i < count; i++) {
                assertThat(windows.get(i).from()).isEqualTo(windows.get(i - 1).until());
                assertThat(Math.abs(windows.get(i).days() - windows.get(i - 1).days()))
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void who_is_in_two_groups_is_visited_once_for_both() {
        Map<ServicePackage, List<ServiceItem>> packages = new EnumMap<>(ServicePackage.class);
        packages.put(
                ServicePackage.CHRONIC,
                List.of(
                        Services.item("assessment", 1, 0),
                        Services.item("follow_up", 4, 75, PopulationGroup.HYPERTENSION),
                        Services.item("follow_up", 6, 40, PopulationGroup.TYPE_2_DIABETES),
                        Services.item("spirometry", 1, 0, PopulationGroup.COPD)));
        var catalogue = new ServiceCatalogue("目录", packages, 8, 10);
        assertThat(words(catalogue, PopulationGroup.HYPERTENSION.mask()))
                .containsExactly("assessment 1/0", "follow_up 4/75");
        assertThat(words(catalogue, PopulationGroup.HYPERTENSION.mask() | PopulationGroup.TYPE_2_DIABETES.mask()))
                .as("the higher count and the wider spacing")
                .containsExactly("assessment 1/0", "follow_up 6/75");
        assertThat(words(catalogue, 0)).containsExactly("assessment 1/0");
        assertThat(catalogue.itemsFor(ServicePackage.BASIC, PopulationGroup.COPD.mask()))
                .isEmpty();
    }

    private static List<String> words(ServiceCatalogue catalogue, int groups) {
        return catalogue.itemsFor(ServicePackage.CHRONIC, groups).stream()
                .map(item -> item.code() + " " + item.timesPerYear() + "/" + item.minimumSpacingDays())
                .toList();
    }
}
