package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.EconomicCategory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who pays the contract fee: DOMAIN §4, worked cases 1 to 3. */
class FeeSplitTests {

    private static final long SEED = 20260104;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # resident is                | public health | insurance | resident | medical aid
            ORDINARY                     | 3000          | 7000      | 2000     | 0
            OUT_OF_POVERTY               | 3000          | 7000      | 2000     | 0
            EXTREME_POVERTY              | 3000          | 7000      | 0        | 2000
            LOW_INCOME                   | 3000          | 7000      | 800      | 1200
            EXTREME_POVERTY + LOW_INCOME | 3000          | 7000      | 0        | 2000
            """)
    void a_waiver_takes_the_place_of_the_residents_share_and_is_never_stacked(
            String resident, long publicHealth, long insurance, long residentPays, long aid) {
        var policy = FeePolicies.accepted(FeePolicies.FIXED);
        var split = policy.split(ServicePackage.BASIC, categories(resident));
        assertThat(split.amountOf(Payer.PUBLIC_HEALTH)).isEqualTo(Money.ofFen(publicHealth));
        assertThat(split.amountOf(Payer.POOLED_FUND)).isEqualTo(Money.ofFen(insurance));
        assertThat(split.amountOf(Payer.RESIDENT)).isEqualTo(Money.ofFen(residentPays));
        assertThat(split.amountOf(Payer.MEDICAL_ASSISTANCE)).isEqualTo(Money.ofFen(aid));
        assertThat(split.total()).isEqualTo(Money.ofFen(12000));
    }

    @Test
    void a_payer_with_nothing_left_to_pay_stays_named() {
        var policy = FeePolicies.accepted(FeePolicies.FIXED);
        assertThat(policy.split(ServicePackage.BASIC, Set.of(EconomicCategory.EXTREME_POVERTY)))
                .isEqualTo(
                        FeePolicies.split("public_health 3000, pooled_fund 7000, resident 0, medical_assistance 2000"));
    }

    @Test
    void ratios_give_the_odd_fen_to_the_largest_remainder_and_of_equals_to_the_first() {
        assertThat(FeePolicies.accepted(FeePolicies.RATIO).split(ServicePackage.CHRONIC, Set.of()))
                .isEqualTo(FeePolicies.split("pooled_fund 2000, public_health 1999, resident 1000"));
    }

    @Test
    void a_discounted_price_is_rounded_to_yuan_and_the_institution_lets_off_the_rest() {
        var policy = FeePolicies.accepted(FeePolicies.DISCOUNTED);
        var split = policy.split(ServicePackage.ELDERLY, Set.of());
        assertThat(policy.listPrice(ServicePackage.ELDERLY)).isEqualTo(Money.ofFen(70900));
        assertThat(policy.price(ServicePackage.ELDERLY)).isEqualTo(Money.ofFen(49600));
        assertThat(split)
                .isEqualTo(FeePolicies.split("public_health 10000, resident 20000, institution_let_off 19600"));
        assertThat(split.income()).as("a let-off is no income").isEqualTo(Money.ofFen(30000));
    }

    @Test
    void fixed_shares_come_first_and_the_rest_goes_by_ratio() {
        var mixed = FeePolicies.RATIO.replace(
                "{\"payer\": \"pooled_fund\", \"ratio\": \"0.4\"}",
                "{\"payer\": \"personal_account\", \"fixedFen\": 1000}, {\"payer\": \"pooled_fund\", \"ratio\": \"0.4\"}");
        assertThat(FeePolicies.accepted(mixed).split(ServicePackage.CHRONIC, Set.of()))
                .isEqualTo(
                        FeePolicies.split("personal_account 1000, pooled_fund 1600, public_health 1599, resident 800"));
    }

    @Test
    void a_waivers_payer_who_already_has_a_share_bears_both() {
        var policy = FeePolicies.accepted(FeePolicies.FIXED.replace("medical_assistance", "public_health"));
        assertThat(policy.split(ServicePackage.BASIC, Set.of(EconomicCategory.LOW_INCOME)))
                .isEqualTo(FeePolicies.split("public_health 4200, pooled_fund 7000, resident 800"));
    }

    @Test
    void a_payer_the_code_does_not_know_is_as_good_as_any() {
        var policy = FeePolicies.accepted(FeePolicies.FIXED.replace("pooled_fund", "county_charity"));
        assertThat(policy.split(ServicePackage.BASIC, Set.of()).amountOf(Payer.of("county_charity")))
                .isEqualTo(Money.ofFen(7000));
    }

    @Test
    void the_table_has_a_row_for_every_package_and_category_and_answers_for_every_person() {
        var policy = FeePolicies.accepted(FeePolicies.FIXED);
        var rows = policy.splits();
        assertThat(rows).extracting(FeeSplitRow::category).containsExactly(EconomicCategory.values());
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.split()).isEqualTo(policy.split(row.servicePackage(), Set.of(row.category())));
            assertThat(row.split().total()).isEqualTo(policy.price(row.servicePackage()));
        });
        for (var mask = 1; mask < 1 << EconomicCategory.values().length; mask++) {
            var person = categories(mask);
            var least = rows.stream()
                    .filter(row -> person.contains(row.category()))
                    .map(row -> row.split().amountOf(Payer.RESIDENT))
                    .min(Money::compareTo)
                    .orElseThrow();
            assertThat(policy.split(ServicePackage.BASIC, person).amountOf(Payer.RESIDENT))
                    .as("%s pays the least of the rows", person)
                    .isEqualTo(least);
        }
    }

    @Test
    void answers_only_for_packages_on_offer() {
        var policy = FeePolicies.accepted(FeePolicies.FIXED);
        assertThat(policy.offers(ServicePackage.BASIC)).isTrue();
        assertThat(policy.offers(ServicePackage.CHILD)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> policy.split(ServicePackage.CHILD, Set.of()));
    }

    @Test
    void any_price_by_any_ratios_and_any_waiver_makes_the_whole() {
        var random = new Random(SEED);
        for (var round = 0; round < 500; round++) {
            var price = random.nextInt(200_000);
            var first = random.nextInt(1001);
            var second = random.nextInt(1001 - first);
            var json = FeePolicies.RATIO
                    .replace("4999", Integer.toString(price))
                    .replaceFirst("\"0.4\"", permille(first))
                    .replaceFirst("\"0.4\"", permille(second))
                    .replaceFirst("\"0.2\"", permille(1000 - first - second))
                    .replace(
                            "]}]}",
                            "], \"waivers\": [{\"category\": \"low_income\", \"payer\": \"medical_assistance\","
                                    + " \"upToFen\": " + random.nextInt(50_000) + "}]}]}");
            assertThat(FeePolicies.accepted(json).splits())
                    .as("seed %d, round %d: %s", SEED, round, json)
                    .allMatch(row -> row.split().total().equals(Money.ofFen(price)));
        }
    }

    @Test
    void the_order_of_the_waivers_does_not_matter_to_the_resident() {
        var random = new Random(SEED);
        for (var round = 0; round < 200; round++) {
            var waivers = new ArrayList<String>();
            for (var each = random.nextInt(1, 6); each > 0; each--) {
                waivers.add("{\"category\": \"%s\", \"payer\": \"medical_assistance\", \"upToFen\": %d}"
                        .formatted(random.nextBoolean() ? "low_income" : "out_of_poverty", random.nextInt(3_000)));
            }
            var listed = residentPays(waivers);
            Collections.shuffle(waivers, random);
            assertThat(residentPays(waivers))
                    .as("seed %d, round %d: %s", SEED, round, waivers)
                    .isEqualTo(listed);
        }
    }

    private static Money residentPays(List<String> waivers) {
        var json = FeePolicies.FIXED.replaceFirst(
                "(?s)\"waivers\": \\[.*?]", "\"waivers\": [" + String.join(", ", waivers) + "]");
        return FeePolicies.accepted(json)
                .split(ServicePackage.BASIC, EnumSet.allOf(EconomicCategory.class))
                .amountOf(Payer.RESIDENT);
    }

    private static String permille(int value) {
        return "\"%d.%03d\"".formatted(value / 1000, value % 1000);
    }

    private static Set<EconomicCategory> categories(String text) {
        return Arrays.stream(text.split(" \\+ ")).map(EconomicCategory::valueOf).collect(Collectors.toSet());
    }

    private static Set<EconomicCategory> categories(int mask) {
        return Arrays.stream(EconomicCategory.values())
                .filter(category -> (mask >> category.ordinal() & 1) == 1)
                .collect(Collectors.toSet());
    }
}
