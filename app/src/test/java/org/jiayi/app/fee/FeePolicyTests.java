package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;

import org.jiayi.app.kernel.money.Fraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a bureau may and may not write into a contract-fee policy. */
class FeePolicyTests {

    @Test
    void is_read_from_the_document_as_a_bureau_writes_it() {
        var policy = FeePolicies.accepted(FeePolicies.FIXED);
        assertThat(policy.name()).isEqualTo("2026年签约服务费");
        assertThat(policy.staffShare()).isEqualTo(Fraction.parse("0.725"));
        assertThat(policy.refundRule()).isEqualTo(RefundRule.WHOLE_MONTHS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # instead of               | the policy says               | refused with
            "contract_fee"             | "capitation"                  | policy_invalid at /kind
            "2026年签约服务费"         | " "                           | policy_invalid at /name
            "0.725"                    | "0.699"                       | staff_share_too_low at /staffShare
            "0.725"                    | "0.7"                         | accepted
            "0.725"                    | "1.01"                        | policy_invalid at /staffShare
            "0.725"                    | "70%"                         | policy_invalid at /staffShare
            "0.725"                    | null                          | policy_invalid at /staffShare
            "whole_months"             | "WHOLE_MONTHS"                | policy_invalid at /refund
            "whole_months"             | "whole_months", "charged": "yearly"        | accepted
            "whole_months"             | "whole_months", "charged": "monthly"       | policy_invalid at /charged
            "whole_months"             | "whole_months", "staffIncome": "arrived"   | accepted
            "whole_months"             | "whole_months", "staffIncome": "some"      | policy_invalid at /staffIncome
            "servicePackage": "basic"  | "servicePackage": "gold"      | policy_invalid at /packages/0/servicePackage
            "listPriceFen": 12000      | "listPriceFen": -1            | amount_out_of_range at /packages/0/listPriceFen
            "listPriceFen": 12000      | "listPriceFen": 100000001     | amount_out_of_range at /packages/0/listPriceFen
            "listPriceFen": 12000      | "listPriceFen": null          | policy_invalid at /packages/0/listPriceFen
            "listPriceFen": 12000      | "listPriceFen": 12001         | shares_not_whole at /packages/0/shares
            "listPriceFen": 12000      | "listPriceFen": 11999         | shares_not_whole at /packages/0/shares
            "discount": "1"            | "discount": "1.1"             | policy_invalid at /packages/0/discount
            "discount": "1"            | "discount": "0.9"             | shares_not_whole at /packages/0/shares
            "roundTo": "fen"           | "roundTo": "jiao"             | policy_invalid at /packages/0/roundTo
            "listPriceFen": 12000, "discount": "1", "roundTo": "fen" | "listPriceFen": 11950, "roundTo": "yuan" | policy_invalid at /packages/0/roundTo
            "listPriceFen": 12000, "discount": "1", "roundTo": "fen" | "listPriceFen": 12049, "roundTo": "yuan" | accepted
            "payer": "pooled_fund"     | "payer": "public_health"      | policy_invalid at /packages/0/shares/1
            "payer": "pooled_fund"     | "payer": "医保"               | policy_invalid at /packages/0/shares/1/payer
            "fixedFen": 7000           | "fixedFen": -7000             | amount_out_of_range at /packages/0/shares/1/fixedFen
            "fixedFen": 7000           | "fixedFen": 7000, "ratio": "1"| policy_invalid at /packages/0/shares/1
            "fixedFen": 7000           | "ratio": "0.9"                | shares_not_whole at /packages/0/shares
            "fixedFen": 7000           | "ratio": "1"                  | accepted
            "fixedFen": 7000           | "ratio": "1.1"                | policy_invalid at /packages/0/shares/1/ratio
            "fixedFen": 7000           | "remainder": true             | policy_invalid at /packages/0/shares/1/remainder
            "fixedFen": 7000           | "remainder": false            | policy_invalid at /packages/0/shares/1
            "category": "low_income"   | "category": "rich"            | policy_invalid at /packages/0/waivers/1/category
            "full": true               | "full": true, "upToFen": 1    | policy_invalid at /packages/0/waivers/0
            "full": true               | "full": false                 | policy_invalid at /packages/0/waivers/0
            "upToFen": 1200            | "upToFen": -1                 | amount_out_of_range at /packages/0/waivers/1/upToFen
            "payer": "resident"        | "payer": "personal_account"   | policy_invalid at /packages/0/waivers
            "medical_assistance"       | "resident"                    | policy_invalid at /packages/0/waivers/0/payer
            "medical_assistance"       | "personal_account"            | policy_invalid at /packages/0/waivers/0/payer
            """)
    void says_no_with_a_code_and_the_place(String insteadOf, String says, String expected) {
        assertThat(FeePolicies.FIXED).contains(insteadOf);
        assertThat(FeePolicies.refusal(FeePolicies.FIXED.replaceFirst(insteadOf, says)))
                .isEqualTo(expected);
    }

    /** What the resident bears was shown and agreed to at signing, so no assessment may raise it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # who bears the rest of a tier | answer
            pooled_fund                    | accepted
            resident                       | policy_invalid at /packages/0/tiers
            personal_account               | policy_invalid at /packages/0/tiers
            """)
    void no_tier_costs_the_resident_more_than_another(String payer, String answer) {
        assertThat(FeePolicies.refusal("""
                        {"kind": "contract_fee", "name": "分档", "staffShare": "0.7", "refund": "whole_months",
                         "packages": [{"servicePackage": "basic",
                           "tiers": [{"fromScore": "0", "listPriceFen": 5000}, {"fromScore": "60", "listPriceFen": 8000}],
                           "shares": [{"payer": "public_health", "fixedFen": 3000}, {"payer": "%s", "ratio": "1"}]}]}
                        """.formatted(payer))).isEqualTo(answer);
    }

    @Test
    void names_each_package_once_and_at_least_one() {
        var basic =
                FeePolicies.FIXED.substring(FeePolicies.FIXED.indexOf("[{") + 1, FeePolicies.FIXED.lastIndexOf("]}"));
        assertThat(FeePolicies.refusal(FeePolicies.FIXED.replace(basic, basic + ", " + basic)))
                .isEqualTo("policy_invalid at /packages/1");
        assertThat(FeePolicies.refusal(FeePolicies.FIXED.replace(basic, ""))).isEqualTo("policy_invalid at /packages");
        assertThat(FeePolicies.refusal(FeePolicies.FIXED.replace(basic, "null")))
                .isEqualTo("policy_invalid at /packages/0");
        assertThat(FeePolicies.refusal("{}")).isEqualTo("policy_invalid at /kind");
    }

    @Test
    void a_let_off_takes_what_is_left_but_not_beside_ratios() {
        var ratios = FeePolicies.DISCOUNTED.replace("\"fixedFen\": 20000", "\"ratio\": \"1\"");
        assertThat(FeePolicies.refusal(ratios)).isEqualTo("shares_not_whole at /packages/0/shares");
        var tooDear = FeePolicies.DISCOUNTED.replace("\"fixedFen\": 20000", "\"fixedFen\": 39601");
        assertThat(FeePolicies.refusal(tooDear)).isEqualTo("shares_not_whole at /packages/0/shares");
        var nothingLeft = FeePolicies.DISCOUNTED.replace("\"fixedFen\": 20000", "\"fixedFen\": 39600");
        assertThat(FeePolicies.refusal(nothingLeft)).isEqualTo("accepted");
    }
}
