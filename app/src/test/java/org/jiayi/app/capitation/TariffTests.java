package org.jiayi.app.capitation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.resident.PopulationGroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The risk groups and where people fall: DOMAIN §5. */
class TariffTests {

    private static final long SEED = 20260107;
    private static final Tariff TARIFF =
            CapitationPolicies.accepted(CapitationPolicies.COUNTY).tariff();
    private static final Integer[] ROW_TABLE = TARIFF.rowTable();
    private static final LocalDate SNAPSHOT = LocalDate.parse("2026-06-15");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # born     | sex | groups                         | label                        | annual fen
            2026-06-15 | 1   |                                | 0-6岁·男·一般人群              | 34380
            2019-06-16 | 2   |                                | 0-6岁·女·一般人群              | 31515
            2019-06-15 | 2   |                                | 7-59岁·女·一般人群             | 17190
            1966-06-15 | 1   |                                | 60岁·男·一般人群               | 25785
            1961-06-16 | 1   |                                | 61-64岁·男·一般人群            | 27217.5
            1961-06-15 | 1   |                                | 65岁及以上·男·一般人群          | 34380
            1900-01-01 | 0   |                                | 65岁及以上·性别未说明·一般人群   | 34380
            1950-01-01 | 9   | OLDER_PERSON                   | 65岁及以上·性别未说明·一般人群   | 34380
            1950-01-01 | 2   | OLDER_PERSON HYPERTENSION      | 65岁及以上·女·高血压           | 42975
            1950-01-01 | 2   | HYPERTENSION TYPE_2_DIABETES   | 65岁及以上·女·2型糖尿病         | 51570
            1990-01-01 | 1   | HYPERTENSION SEVERE_MENTAL_DISORDER | 7-59岁·男·严重精神障碍     | 67327.5
            2027-01-01 | 1   |                                | 0-6岁·男·一般人群              | 34380
            """)
    void a_person_falls_on_one_row_and_in_several_groups_on_the_first(
            LocalDate born, int sex, @Nullable String groups, String label, String annualFen) {
        var row = TARIFF.row(TARIFF.rowOf(born, sex, mask(groups), SNAPSHOT));
        assertThat(row.label()).isEqualTo(label);
        assertThat(row.annualQuotaFen()).isEqualTo(Fraction.parse(annualFen));
    }

    /** Diabetes by sex; hypertension by age; two cells with a rate of their own, which moves nobody to them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # born     | sex | groups                       | label                              | coefficient | annual fen
            1990-01-01 | 1   | TYPE_2_DIABETES              | 7-59岁·男·2型糖尿病                 | 1.7         | 48705
            1990-01-01 | 2   | TYPE_2_DIABETES              | 7-59岁·女·2型糖尿病                 | 1.9         | 54435
            1990-01-01 | 9   | TYPE_2_DIABETES              | 7-59岁·性别未说明·2型糖尿病          | 1.8         | 51570
            1990-01-01 | 2   | HYPERTENSION                 | 7-59岁·女·高血压(0-64岁)            | 1.5         | 42975
            1950-01-01 | 1   | HYPERTENSION                 | 65岁及以上·男·高血压(65岁及以上)     | 1.6         | 45840
            1950-01-01 | 2   | HYPERTENSION                 | 65岁及以上·女·高血压(65岁及以上)（单列） | 2/3     | 19100
            1950-01-01 | 2   | HYPERTENSION TYPE_2_DIABETES | 65岁及以上·女·2型糖尿病              | 1.9         | 54435
            1950-01-01 | 2   |                              | 65岁及以上·女·一般人群              | 1.25        | 35812.5
            2020-01-01 | 2   |                              | 0-6岁·女·一般人群（单列）            | 2           | 57300
            2020-01-01 | 1   |                              | 0-6岁·男·一般人群                   | 1.2         | 34380
            """)
    void a_group_has_coefficients_by_sex_and_by_age_and_a_cell_one_of_its_own(
            LocalDate born, int sex, @Nullable String groups, String label, String coefficient, String annualFen) {
        var tariff = CapitationPolicies.accepted(CapitationPolicies.COUNTY.replaceFirst("(?s)\"groups\": \\[.*?]", """
                        "groups": [
                          {"group": "type_2_diabetes", "male": "1.7", "female": "1.9", "unspecified": "1.8"},
                          {"group": "hypertension", "toAge": 64, "coefficient": "1.5"},
                          {"group": "hypertension", "fromAge": 65, "coefficient": "1.6"}],
                        "overrides": [
                          {"ageBand": "65+", "sex": "female", "group": "hypertension", "annualFen": 19100},
                          {"ageBand": "0-6", "sex": "female", "coefficient": "2"}]"""))
                .tariff();
        var row = tariff.row(tariff.rowOf(born, sex, mask(groups), SNAPSHOT));
        assertThat(row.label()).isEqualTo(label);
        assertThat(row.coefficient().toString()).isEqualTo(coefficient);
        assertThat(row.annualQuotaFen()).isEqualTo(Fraction.parse(annualFen));
        assertThat(row.overridden()).isEqualTo(label.endsWith("（单列）"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # born     | on         | age band
            1961-02-28 | 2026-02-27 | 61-64
            1961-02-28 | 2026-02-28 | 65+
            1960-02-29 | 2025-02-27 | 61-64
            1960-02-29 | 2025-02-28 | 65+
            1960-02-28 | 2025-02-28 | 65+
            1960-03-01 | 2025-02-28 | 61-64
            1968-02-29 | 2028-02-28 | 7-59
            1968-02-29 | 2028-02-29 | 60
            """)
    void a_year_is_completed_on_the_birthday_and_29_february_in_common_years_on_the_28th(
            LocalDate born, LocalDate on, String ageBand) {
        assertThat(TARIFF.row(TARIFF.rowOf(born, 1, 0, on)).ageBand()).isEqualTo(ageBand);
        assertThat(TARIFF.row(byThresholds(born, 1, 0, on)).ageBand()).isEqualTo(ageBand);
    }

    @Test
    void rows_are_numbered_by_band_then_sex_then_group() {
        assertThat(TARIFF.rows()).hasSize(5 * 3 * 4);
        for (var row : TARIFF.rows()) {
            assertThat(TARIFF.row(row.number())).isSameAs(row);
        }
        var row = TARIFF.row((4 * 3 + 2) * 4 + 3);
        assertThat(row.ageBand()).isEqualTo("65+");
        assertThat(row.sex()).isEqualTo(2);
        assertThat(row.group()).isEqualTo(PopulationGroup.HYPERTENSION);
        assertThatIllegalArgumentException().isThrownBy(() -> TARIFF.row(60));
        assertThatIllegalArgumentException().isThrownBy(() -> TARIFF.row(-1));
    }

    @Test
    void thresholds_ascend_and_are_one_fewer_than_the_bands() {
        assertThat(TARIFF.birthThresholds(SNAPSHOT))
                .containsExactly(
                        LocalDate.parse("1961-06-16"),
                        LocalDate.parse("1965-06-16"),
                        LocalDate.parse("1966-06-16"),
                        LocalDate.parse("2019-06-16"));
        assertThat(TARIFF.rowTable()).hasSize(5 * Tariff.SEXES * PopulationGroup.SETS);
    }

    @Test
    void the_database_and_the_oracle_agree_on_everybody() {
        var random = new Random(SEED);
        for (var round = 0; round < 50_000; round++) {
            var on = LocalDate.of(2000 + random.nextInt(60), 1 + random.nextInt(12), 1 + random.nextInt(28));
            // near a birthday that matters, where the two could differ
            var age = new int[] {0, 7, 60, 61, 65, 90}[random.nextInt(6)];
            var born = on.minusYears(age).plusDays(random.nextInt(-3, 4));
            var sex = random.nextInt(10);
            var groups = random.nextInt(PopulationGroup.SETS);
            assertThat(byThresholds(born, sex, groups, on))
                    .as("seed %d, round %d: born %s, on %s", SEED, round, born, on)
                    .isEqualTo(TARIFF.rowOf(born, sex, groups, on));
        }
    }

    @Test
    void the_entitlement_of_heads_together_is_that_of_each_alone() {
        var policy = CapitationPolicies.accepted(CapitationPolicies.COUNTY);
        var random = new Random(SEED);
        for (var round = 0; round < 200; round++) {
            var heads = new HashMap<Integer, Long>();
            var apart = Fraction.ZERO;
            for (var row : TARIFF.rows()) {
                long count = random.nextInt(-5, 2_000);
                heads.put(row.number(), count);
                apart = apart.plus(
                        row.annualQuotaFen().times(Fraction.of(count)).dividedBy(Fraction.of(12)));
            }
            assertThat(CapitationPolicies.exactMonth(policy, heads))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(apart);
        }
        assertThat(CapitationPolicies.exactMonth(policy, Map.of())).isEqualTo(Fraction.ZERO);
    }

    /** What the counting SQL does: width_bucket over the thresholds, then the row's number from the table. */
    private static int byThresholds(LocalDate born, int sex, int groups, LocalDate on) {
        var bucket = (int) TARIFF.birthThresholds(on).stream()
                .filter(threshold -> !threshold.isAfter(born))
                .count();
        var band = TARIFF.bands() - 1 - bucket;
        var column = sex == 1 || sex == 2 ? sex : 0;
        return ROW_TABLE[(band * Tariff.SEXES + column) * PopulationGroup.SETS + groups];
    }

    private static int mask(@Nullable String groups) {
        return groups == null
                ? 0
                : Arrays.stream(groups.split(" "))
                        .mapToInt(group -> PopulationGroup.valueOf(group).mask())
                        .sum();
    }
}
