package org.jiayi.app.fee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.jiayi.app.PolicySchema;
import org.jiayi.app.TestCounty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published JSON Schema of fee policies says what the reader of them takes. */
class FeePolicySchemaTests {

    private static final String DEMO = TestCounty.demoPolicy("contract-fee");
    private static final PolicySchema SCHEMA = new PolicySchema("contract_fee");

    @ParameterizedTest
    @ValueSource(strings = {FeePolicies.FIXED, FeePolicies.RATIO, FeePolicies.DISCOUNTED})
    void what_is_accepted_fits(String document) {
        assertThat(FeePolicies.refusal(document)).isEqualTo("accepted");
        assertThat(SCHEMA.fits(document)).isTrue();
    }

    @Test
    void the_demos_policy_fits() {
        assertThat(SCHEMA.fits(DEMO)).isTrue();
    }

    /** Each row changes one place of the demo's policy into something that neither takes. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # instead of              | it says
            "staffShare": "0.725"     | "staffShare": "1.1"
            "none_once_served"        | "never"
            "none_once_served"        | "none_once_served", "staffIncome": "some"
            "charged": "yearly"       | "charged": "monthly"
            "listPriceFen": 12000     | "listPriceFen": -1
            "listPriceFen": 12000     | "listPriceFen": 100000001
            "fixedFen": 7000          | "fixedFen": 7000, "ratio": "0.1"
            "payer": "pooled_fund"    | "payer": "Pooled Fund"
            "category": "low_income"  | "category": "rich"
            """)
    void what_is_refused_does_not_fit(String insteadOf, String says) {
        String changed = DEMO.replaceFirst(Pattern.quote(insteadOf), says);
        assertThat(changed).isNotEqualTo(DEMO);
        assertThat(SCHEMA.fits(changed)).isFalse();
        assertThat(FeePolicies.isRefused(changed)).isTrue();
    }
}
