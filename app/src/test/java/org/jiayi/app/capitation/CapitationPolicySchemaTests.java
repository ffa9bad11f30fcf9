package org.jiayi.app.capitation;

import static org.assertj.core.api.Assertions.assertThat;

import org.jiayi.app.PolicySchema;
import org.jiayi.app.TestCounty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published JSON Schema of capitation policies says what the reader of them takes. */
class CapitationPolicySchemaTests {

    private static final PolicySchema SCHEMA = new PolicySchema("capitation");

    @ParameterizedTest
    @ValueSource(strings = {"capitation-310", "capitation-390"})
    void the_demos_policies_fit(String file) {
        assertThat(SCHEMA.fits(TestCounty.demoPolicy(file))).isTrue();
    }

    /** Each row says one thing more, which both take. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"payee\": \"team\"",
                "\"lookBackMonths\": 0",
                "\"dueDay\": 28",
                "\"panel\": [{\"above\": 2000, \"rate\": \"0.8\"}]",
                "\"noContact\": {\"months\": 12, \"rate\": \"0\"}",
                "\"topUps\": [{\"name\": \"山区\", \"institutions\": [\"H43990100003\"], \"annualFen\": 600}]",
                "\"overrides\": [{\"ageBand\": \"65+\", \"sex\": \"male\", \"coefficient\": \"2\"}]",
                "\"overrides\": [{\"ageBand\": \"60\", \"sex\": \"female\", \"group\": \"hypertension\", \"annualFen\": 9}]",
                "\"floorFen\": 100, \"capFen\": 200",
                "\"roster\": {\"days\": 5, \"silenceConsents\": true}"
            })
    void what_is_accepted_fits(String more) {
        var document = CapitationPolicies.COUNTY.replaceFirst("\\{", "{" + more + ",");
        assertThat(CapitationPolicies.refusal(document)).isEqualTo("accepted");
        assertThat(SCHEMA.fits(document)).isTrue();
    }

    /** Each row changes one place into something that neither takes. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # instead of             | it says
            "scheme": "390"          | "scheme": "391"
            "year": 2026             | "year": 26
            "prepaid": "0.9"         | "prepaid": "1.1"
            "male": "1.2"            | "male": "1.23456"
            "snapshotDay": 15        | "snapshotDay": 29
            "type_2_diabetes"        | "older_person"
            "baseQuotaFen": 28650    | "baseQuotaFen": 28650, "poolFen": 1
            "prepaid": "0.9"         | "prepaid": "0.9", "payee": "doctor"
            "prepaid": "0.9"         | "prepaid": "0.9", "overrides": [{"ageBand": "65+", "sex": "male"}]
            "prepaid": "0.9"         | "prepaid": "0.9", "overrides": [{"ageBand": "65+", "sex": "1", "annualFen": 1}]
            "coefficient": "1.8"     | "male": "1.8", "female": "1.8"
            "coefficient": "1.8"     | "coefficient": "1.8", "male": "1.8"
            "prepaid": "0.9"         | "prepaid": "0.9", "lookBackMonths": 37
            "prepaid": "0.9"         | "prepaid": "0.9", "dueDay": 29
            "prepaid": "0.9"         | "prepaid": "0.9", "roster": {"days": 0}
            """)
    void what_is_refused_does_not_fit(String insteadOf, String says) {
        var changed = CapitationPolicies.COUNTY.replace(insteadOf, says);
        assertThat(changed).isNotEqualTo(CapitationPolicies.COUNTY);
        assertThat(SCHEMA.fits(changed)).isFalse();
        assertThat(CapitationPolicies.refusal(changed)).isNotEqualTo("accepted");
    }
}
