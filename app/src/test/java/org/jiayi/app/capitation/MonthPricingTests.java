package org.jiayi.app.capitation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.PopulationGroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counted heads come to, and that a tariff can say what counties and countries pay: DOMAIN §5. */
class MonthPricingTests {

    private static final long SEED = 20_261_126;
    private static final UUID POLICY = new UUID(0, 1);
    private static final UUID EARLIER = new UUID(0, 2);
    private static final Month MARCH = Month.of(2026, 3);
    private static final LocalDate SNAPSHOT = LocalDate.of(2026, 3, 15);

    private static final String FRAME = """
            {"kind": "capitation", "name": "试验", "scheme": "390", "year": 2026, "prepaid": "1",
             "headCount": {"snapshotDay": 15, "joinThroughDay": 15, "leave": "month_of_last_day"}, "packages": ["basic"],
            """;

    private static final String ONE_BAND =
            "\"ageBands\": [{\"code\": \"all\", \"fromAge\": 0, \"male\": \"1\", \"female\": \"1\", \"unspecified\": \"1\"}]}";

    /** Annual euro of 2018: the base is one euro, the coefficients are the rates. */
    private static final String IRELAND = FRAME + """
             "baseQuotaFen": 100,
             "ageBands": [
               {"code": "0-5", "fromAge": 0, "male": "125", "female": "125", "unspecified": "125"},
               {"code": "6-15", "fromAge": 6, "male": "43.29", "female": "43.79", "unspecified": "43.29"},
               {"code": "16-44", "fromAge": 16, "male": "55.26", "female": "90.37", "unspecified": "55.26"},
               {"code": "45-64", "fromAge": 45, "male": "110.38", "female": "121.29", "unspecified": "110.38"},
               {"code": "65-69", "fromAge": 65, "male": "116.28", "female": "129.72", "unspecified": "116.28"},
               {"code": "70+", "fromAge": 70, "male": "271.62", "female": "271.62", "unspecified": "271.62"}],
             "groups": [{"group": "nursing_home", "fromAge": 70, "coefficient": "434.15"}]}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # born     | sex | in a nursing home | cents a year
            2021-03-15 | 1   | no                | 12500
            2020-03-16 | 2   | no                | 12500
            2020-03-15 | 1   | no                | 4329
            2015-01-01 | 2   | no                | 4379
            1990-01-01 | 1   | no                | 5526
            1990-01-01 | 2   | no                | 9037
            1970-01-01 | 1   | no                | 11038
            1970-01-01 | 2   | no                | 12129
            1961-03-16 | 2   | no                | 12129
            1961-03-15 | 2   | no                | 12972
            1960-01-01 | 1   | no                | 11628
            1950-01-01 | 1   | no                | 27162
            1950-01-01 | 2   | no                | 27162
            1950-01-01 | 2   | yes               | 43415
            1960-01-01 | 2   | yes               | 12972
            """)
    void irelands_rates_of_2018_are_a_tariff(LocalDate born, int sex, String nursingHome, long cents) {
        var policy = CapitationPolicies.accepted(IRELAND);
        var groups = nursingHome.equals("yes") ? PopulationGroup.NURSING_HOME.mask() : 0;
        var row = policy.tariff().rowOf(born, sex, groups, SNAPSHOT);
        assertThat(policy.annual("H", row, 0)).isEqualTo(Fraction.of(cents));
    }

    @Test
    void ten_thousand_heads_at_a_hundred_yuan_are_a_million() {
        var policy = CapitationPolicies.accepted(FRAME + "\"baseQuotaFen\": 10000, " + ONE_BAND);
        var year = BookedToDate.NOTHING;
        for (var month = 1; month <= 12; month++) {
            var exact = exact(policy, Map.of("H1", List.of(cell("H1", "H1", 0, 0, 10_000))))
                    .get("H1");
            year = year.book(exact == null ? Fraction.ZERO : exact, policy.prepaid())
                    .toDate();
        }
        assertThat(year.entitlement()).isEqualTo(Money.parseYuan("1000000.00"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # the policy says                                                                           | fen per head and year
            "topDown": {"fundFen": 1000, "share": "0.65", "growth": "1.05", "heads": 7}                 | 97.5
            "topDown": {"fundFen": 1000, "share": "0.65", "heads": 3}                                   | 650/3
            "bottomUp": {"years": [{"claimsFen": 900, "outOfPocketFen": 200, "heads": 3}, {"claimsFen": 100, "outOfPocketFen": 0, "heads": 4}], "growth": "1.1"} | 880/7
            """)
    void a_quota_from_a_fund_or_from_claims_stays_a_fraction(String base, String quota) {
        var policy = CapitationPolicies.accepted(FRAME + base + ", " + ONE_BAND);
        assertThat(policy.baseQuota().toString()).isEqualTo(quota);
        assertThat(policy.tariff().row(0).annualQuotaFen()).isEqualTo(policy.baseQuota());
    }

    @Test
    void grades_top_ups_floor_and_cap() {
        var policy = CapitationPolicies.accepted(FRAME + """
                 "baseQuotaFen": 1200, "payee": "parent",
                 "panel": [{"above": 10, "rate": "0.5"}, {"above": 20, "rate": "0"}],
                 "noContact": {"months": 12, "rate": "0.25"},
                 "topUps": [{"name": "山区", "institutions": ["V"], "annualFen": 600}],
                 "floorFen": 150, "capFen": 2000,
                """ + ONE_BAND);
        assertThat(policy.annual("H", 0, 0)).isEqualTo(Fraction.of(1200));
        assertThat(policy.annual("V", 0, 0)).isEqualTo(Fraction.of(1800));
        assertThat(policy.annual("V", 0, 2)).isEqualTo(Fraction.of(900));
        assertThat(policy.annual("V", 0, 4)).isEqualTo(Fraction.ZERO);
        assertThat(policy.annual("V", 0, 1)).isEqualTo(Fraction.of(450));
        assertThat(policy.annual("V", 0, 3)).isEqualTo(Fraction.of(225));
        assertThat(exact(
                        policy,
                        Map.of(
                                "A", List.of(cell("A", "A", 0, 0, 3), cell("A", "V", 0, 2, 2)),
                                "none", List.of(),
                                "most", List.of(cell("most", "most", 0, 0, 100)))))
                .isEqualTo(Map.of("A", Fraction.of(450), "none", Fraction.of(150), "most", Fraction.of(2000)));
    }

    @Test
    void a_shared_pool_is_shared_to_the_fen_month_by_month() {
        var policy = CapitationPolicies.accepted(FRAME + "\"poolFen\": 10000019, " + ONE_BAND);
        var random = new Random(SEED);
        var booked = new HashMap<String, BookedToDate>();
        for (var number = 1; number <= 12; number++) {
            var month = Month.of(2026, number);
            Map<String, List<HeadCount.Cell>> cells = new HashMap<>();
            for (var payee : List.of("A", "B", "C", "D")) {
                cells.put(
                        payee,
                        List.of(new HeadCount.Cell(
                                payee, payee, month.firstDay(), POLICY, 0, 0, random.nextLong(-10, 5_000))));
            }
            new MonthPricing(month, policy, Map.of(POLICY, policy))
                    .exact(cells, cells.keySet())
                    .forEach((payee, exact) -> booked.put(
                            payee,
                            booked.getOrDefault(payee, BookedToDate.NOTHING)
                                    .book(exact, policy.prepaid())
                                    .toDate()));
            assertThat(Money.sum(booked.values().stream()
                            .map(BookedToDate::entitlement)
                            .toList()))
                    .as("seed %d, month %d", SEED, number)
                    .isEqualTo(Fraction.of(10_000_019L * number, 12).halfUpToMoney());
        }
    }

    @Test
    void a_pool_without_heads_is_kept() {
        var policy = CapitationPolicies.accepted(FRAME + "\"poolFen\": 1200, " + ONE_BAND);
        assertThat(exact(policy, Map.of("A", List.of()))).isEqualTo(Map.of("A", Fraction.ZERO));
    }

    @Test
    void the_share_of_a_pool_is_explained_as_it_was_computed() {
        var policy = CapitationPolicies.accepted(FRAME + "\"poolFen\": 10000019, " + ONE_BAND);
        var cells = List.of(cell("A", "A", 0, 0, 7));
        var priced = exact(policy, Map.of("A", cells));
        assertThat(priced).isEqualTo(Map.of("A", Fraction.of(833_335)));
        var booking = BookedToDate.NOTHING.book(priced.values().iterator().next(), policy.prepaid());
        var payee = new PayeeMonth("A", "A", MARCH.firstDay(), cells, booking);
        assertThat(new PayeeExplanation(MARCH, policy, Map.of(POLICY, policy))
                        .of(payee)
                        .steps())
                .contains(Explanation.Step.computed(
                        "pool_of_month",
                        "当月总额：至本月的十二分之几，四舍五入到分，减去至上月的",
                        "HALF_UP(10000019 × 3 ÷ 12) − HALF_UP(10000019 × 2 ÷ 12) = 2500005 − 1666670",
                        "833335"))
                .contains(Explanation.Step.computed(
                        "pool_share", "按权重分摊（最大余数法），各机构之和等于当月总额", "833335 × 本机构权重 ÷ 全部权重", "833335"));
    }

    /** A pool of 1 200 a month is shared 3 : 1; of a month before, when a head was paid 100, two more are heard of. */
    @Test
    void what_is_heard_late_of_a_month_with_prices_is_paid_besides_the_pool() {
        var pool = CapitationPolicies.accepted(FRAME + "\"poolFen\": 14400, " + ONE_BAND);
        var heads = CapitationPolicies.accepted(FRAME + "\"baseQuotaFen\": 1200, " + ONE_BAND);
        var cells = Map.of("A", List.of(cell("A", "A", 0, 0, 3), late("A", 2)), "B", List.of(cell("B", "B", 0, 0, 1)));
        var known = Map.of(POLICY, pool, EARLIER, heads);
        var exact = new MonthPricing(MARCH, pool, known).exact(cells, cells.keySet());
        assertThat(exact).isEqualTo(Map.of("A", Fraction.of(900 + 200), "B", Fraction.of(300)));
        assertThat(results(pool, known, "A", cells.get("A"), exact))
                .containsSubsequence("3", "200", "1200", "900", "1100");
    }

    /** The pool of that month is shared: one head more or less of it has no price. */
    @Test
    void what_is_heard_late_of_a_shared_month_is_worth_nothing_among_prices() {
        var pool = CapitationPolicies.accepted(FRAME + "\"poolFen\": 14400, " + ONE_BAND);
        var heads = CapitationPolicies.accepted(FRAME + "\"baseQuotaFen\": 1200, " + ONE_BAND);
        var cells = Map.of("A", List.of(cell("A", "A", 0, 0, 3), late("A", -2)));
        var known = Map.of(POLICY, heads, EARLIER, pool);
        var exact = new MonthPricing(MARCH, heads, known).exact(cells, cells.keySet());
        assertThat(exact).isEqualTo(Map.of("A", Fraction.of(300)));
        assertThat(results(heads, known, "A", cells.get("A"), exact)).containsSubsequence("300", "0", "300");
    }

    @Test
    void floor_and_cap_are_for_those_who_can_be_paid() {
        var policy = CapitationPolicies.accepted(
                FRAME + "\"baseQuotaFen\": 1200, \"floorFen\": 150, \"capFen\": 2000, " + ONE_BAND);
        var cells = Map.of(
                "A", List.of(cell("A", "A", 0, 0, 1)),
                "dissolved", List.<HeadCount.Cell>of(),
                "taken back", List.of(cell("taken back", "A", 0, 0, -3)));
        assertThat(new MonthPricing(MARCH, policy, Map.of(POLICY, policy)).exact(cells, Set.of("A")))
                .isEqualTo(Map.of("A", Fraction.of(150), "dissolved", Fraction.ZERO, "taken back", Fraction.of(-300)));
    }

    /** What the steps of a payee's explanation come to. */
    private static List<String> results(
            CapitationPolicy policy,
            Map<UUID, CapitationPolicy> known,
            String payee,
            @Nullable List<HeadCount.Cell> cells,
            Map<String, Fraction> exact) {
        var booking = BookedToDate.NOTHING.book(exact.getOrDefault(payee, Fraction.ZERO), policy.prepaid());
        var month = new PayeeMonth(payee, payee, MARCH.firstDay(), Objects.requireNonNull(cells), booking);
        return new PayeeExplanation(MARCH, policy, known)
                .of(month).steps().stream()
                        .map(step -> step.result().orElse(""))
                        .toList();
    }

    private static HeadCount.Cell late(String payee, long heads) {
        return new HeadCount.Cell(payee, payee, MARCH.previous().firstDay(), EARLIER, 0, 0, heads);
    }

    private static Map<String, Fraction> exact(CapitationPolicy policy, Map<String, List<HeadCount.Cell>> cells) {
        return new MonthPricing(MARCH, policy, Map.of(POLICY, policy)).exact(cells, cells.keySet());
    }

    private static HeadCount.Cell cell(String payee, String institution, int row, int grade, long heads) {
        return new HeadCount.Cell(payee, institution, MARCH.firstDay(), POLICY, row, grade, heads);
    }
}
