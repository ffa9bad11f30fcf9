package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.EconomicCategory;
import org.jiayi.app.resident.PopulationGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices for groups, tiers of the assessment, and what is worked out from them. */
class FeePolicyGroupsTests {

    private static final String FORM = """
            {"kind": "contract_fee", "name": "分人群", "staffShare": "0.7", "refund": "by_day", "packages": [%s]}
            """;
    private static final String SHARES = "\"shares\": [{\"payer\": \"pooled_fund\", \"ratio\": \"1\"}]";

    /** Each line is a list of prices: package, groups or all, list price or tiers. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # prices                                                       | answer
            basic [disabled] 100; basic 200                                | accepted
            basic [disabled, copd] 100; basic [copd] 150; basic 200        | accepted
            basic 200; basic [disabled] 100                                | policy_invalid at /packages/1
            basic 200; basic 300                                           | policy_invalid at /packages/1
            basic [disabled] 100                                           | policy_invalid at /packages
            basic [disabled] 100; chronic 200                              | policy_invalid at /packages
            basic [disabled] 100; basic [disabled] 150; basic 200          | policy_invalid at /packages/1
            basic [rich] 100; basic 200                                    | policy_invalid at /packages/0/populationGroups/0
            basic [copd, copd] 100; basic 200                              | policy_invalid at /packages/0/populationGroups/1
            basic 0:100,60:200                                             | accepted
            basic 10:100,60:200                                            | policy_invalid at /packages/0/tiers/0/fromScore
            basic 0:100,60:200,60:300                                      | policy_invalid at /packages/0/tiers/2/fromScore
            basic 0:-1                                                     | amount_out_of_range at /packages/0/tiers/0/listPriceFen
            """)
    void a_price_can_hold_for_somebody_and_somebody_has_one_for_everybody(String prices, String answer) {
        String packages = String.join(
                ",",
                List.of(prices.split("; ")).stream()
                        .map(FeePolicyGroupsTests::price)
                        .toList());
        assertThat(FeePolicies.refusal(FORM.formatted(packages))).isEqualTo(answer);
    }

    private static String price(String text) {
        String servicePackage = text.substring(0, text.indexOf(' '));
        String rest = text.substring(servicePackage.length() + 1);
        String groups = "";
        if (rest.startsWith("[")) {
            String named = rest.substring(1, rest.indexOf(']')).replaceAll("[a-z_]+", "\"$0\"");
            groups = "\"populationGroups\": [" + named + "], ";
            rest = rest.substring(rest.indexOf(']') + 2);
        }
        String price = rest.contains(":")
                ? "\"tiers\": ["
                        + rest.replaceAll("([0-9]+):(-?[0-9]+)", "{\"fromScore\": \"$1\", \"listPriceFen\": $2}") + "]"
                : "\"listPriceFen\": " + rest;
        return "{\"servicePackage\": \"" + servicePackage + "\", " + groups + price + ", " + SHARES + "}";
    }

    @Test
    void of_the_prices_that_fit_the_first_holds() {
        FeePolicy policy = FeePolicies.accepted(FORM.formatted(
                price("basic [disabled] 100") + "," + price("basic [copd, disabled] 150") + "," + price("basic 200")));
        assertThat(policy.priceOf(ServicePackage.BASIC, 0)).isEqualTo(2);
        assertThat(policy.priceOf(ServicePackage.BASIC, PopulationGroup.COPD.mask()))
                .isEqualTo(1);
        assertThat(policy.priceOf(ServicePackage.BASIC, PopulationGroup.COPD.mask() | PopulationGroup.DISABLED.mask()))
                .isZero();
        assertThat(policy.priceOf(ServicePackage.BASIC, PopulationGroup.TUBERCULOSIS.mask()))
                .isEqualTo(2);
    }

    @Test
    void no_tier_raises_what_the_resident_agreed_to() {
        String tiers = "{\"servicePackage\": \"basic\", \"tiers\": [{\"fromScore\": \"0\", \"listPriceFen\": 1000},"
                + " {\"fromScore\": \"60\", \"listPriceFen\": 2000}], \"shares\": [%s]}";
        assertThat(
                        FeePolicies.refusal(
                                FORM.formatted(
                                        tiers.formatted(
                                                "{\"payer\": \"resident\", \"ratio\": \"0.5\"}, {\"payer\": \"pooled_fund\", \"ratio\": \"0.5\"}"))))
                .isEqualTo("policy_invalid at /packages/0/tiers");
        assertThat(
                        FeePolicies.refusal(
                                FORM.formatted(
                                        tiers.formatted(
                                                "{\"payer\": \"resident\", \"fixedFen\": 500}, {\"payer\": \"pooled_fund\", \"ratio\": \"1\"}"))))
                .isEqualTo("accepted");
    }

    /** From the first tier, 1000, to the second, 2000; what is borne of the first is a part of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # borne | from | to | the fund bears more by
            1000    | 0    | 1  | 1000
            500     | 0    | 1  | 500
            333     | 0    | 1  | 333
            0       | 0    | 1  | 0
            2000    | 1    | 0  | -1000
            667     | 1    | 0  | -334
            1       | 1    | 0  | -1
            1000    | 0    | 0  | 0
            """)
    void a_part_of_the_fee_moves_by_the_same_part_of_the_difference(long borne, int from, int to, long more) {
        FeePolicy policy = FeePolicies.accepted(FORM.formatted(price("basic 0:1000,60:2000")));
        FeeSplit split = new FeeSplit(List.of(new FeeShare(Payer.POOLED_FUND, Money.ofFen(borne))));
        TierDifference difference =
                TierDifference.of(policy.fees().get(0), EconomicCategory.ORDINARY, from, to, split, false);
        assertThat(difference.total()).isEqualTo(Money.ofFen(more));
    }

    @Test
    void a_fee_split_again_stays_the_same_fee() {
        FeeSplit borne = new FeeSplit(List.of(
                new FeeShare(Payer.PUBLIC_HEALTH, Money.ofFen(1250)),
                new FeeShare(Payer.POOLED_FUND, Money.ofFen(2917)),
                new FeeShare(Payer.RESIDENT, Money.ofFen(833))));
        FeePolicy policy = FeePolicies.accepted(FeePolicies.FIXED);
        FeeSplit ordinary = policy.split(ServicePackage.BASIC, Set.of(EconomicCategory.ORDINARY));
        FeeSplit extremePoverty = policy.split(ServicePackage.BASIC, Set.of(EconomicCategory.EXTREME_POVERTY));
        Resplit waived = Resplit.between(borne, ordinary, extremePoverty);
        assertThat(waived.differences())
                .isEqualTo(Map.of(Payer.RESIDENT, Money.ofFen(-833), Payer.MEDICAL_ASSISTANCE, Money.ofFen(833)));
        assertThat(waived.needsConsent()).isFalse();
        FeeSplit instead = borne.moving(Money.ofFen(833), Payer.RESIDENT, Payer.MEDICAL_ASSISTANCE);
        Resplit revoked = Resplit.between(instead, extremePoverty, ordinary);
        assertThat(revoked.differences())
                .isEqualTo(Map.of(Payer.RESIDENT, Money.ofFen(833), Payer.MEDICAL_ASSISTANCE, Money.ofFen(-833)));
        assertThat(revoked.needsConsent()).isTrue();
        assertThat(Resplit.between(borne, extremePoverty, ordinary).differences())
                .as("nobody bears anything in the resident's place that could go back")
                .isEmpty();
        String toTheResident = Resplit.moving(borne, Payer.POOLED_FUND, Payer.RESIDENT, Money.ofFen(1))
                .fold(refusal -> refusal.code().name(), accepted -> "accepted");
        assertThat(toTheResident).isEqualTo(RefusalCode.RESIDENT_SHARE_NEEDS_CONSENT.name());
    }
}
