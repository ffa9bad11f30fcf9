package org.jiayi.app.visit;

import static org.assertj.core.api.Assertions.assertThat;

import org.jiayi.app.PolicySchema;
import org.jiayi.app.TestCounty;
import org.jiayi.app.kernel.money.Fraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The policy of visits elsewhere: what a bureau may write, and what its published schema says of it. */
class VisitsPolicyTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String DEMO = TestCounty.demoPolicy("visits-elsewhere-390");
    private static final PolicySchema SCHEMA = new PolicySchema("visits_elsewhere");

    private static String read(String document) {
        return VisitsPolicy.of(JSON.readValue(document, VisitsPolicyDocument.class))
                .fold(refusal -> refusal.code().code() + " at " + refusal.field(), policy -> "accepted");
    }

    @Test
    void own_visits_count_whole_and_what_others_pay_never() {
        var policy = VisitsPolicy.of(JSON.readValue(DEMO, VisitsPolicyDocument.class))
                .fold(
                        refusal -> {
                            throw new AssertionError(refusal);
                        },
                        accepted -> accepted);
        assertThat(policy.weight(VisitClass.OWN)).isEqualTo(Fraction.ONE);
        assertThat(policy.weight(VisitClass.EXCLUDED)).isEqualTo(Fraction.ZERO);
        assertThat(SCHEMA.fits(DEMO)).isTrue();
    }

    /** Each row changes one place of the demo's policy. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # instead of           | it says                        | answer
            "referred": "1"        | "referred": "0.5"              | accepted
            "referred": "1"        | "own": "1", "referred": "1"    | accepted
            "deduct": "year_end"   | "deduct": "monthly", "ceiling": "0.15" | accepted
            "referred": "1"        | "referred": "1.1"              | policy_invalid at /weights/referred
            "emergency": "0"       | "emergency": "-0.1"            | policy_invalid at /weights/emergency
            "emergency": "0"       | "emergency": "0.1234567891"    | policy_invalid at /weights/emergency
            "referred": "1"        | "own": "0.9", "referred": "1"  | policy_invalid at /weights/own
            "referred": "1"        | "excluded": "0.1", "referred": "1" | policy_invalid at /weights/excluded
            "with_clinics"         | "everywhere"                   | policy_invalid at /own
            "windowDays": 30       | "windowDays": 0                | policy_invalid at /referral/windowDays
            "evidence": "number"   | "evidence": "hearsay"          | policy_invalid at /referral/evidence
            "deduct": "year_end"   | "deduct": "never"              | policy_invalid at /deduct
            "deduct": "year_end"   | "deduct": "monthly", "ceiling": "2" | policy_invalid at /ceiling
            "scheme": "390"        | "scheme": "391"                | policy_invalid at /scheme
            """)
    void what_makes_no_sense_is_refused_with_its_place(String insteadOf, String says, String answer) {
        String changed = DEMO.replace(insteadOf, says);
        assertThat(changed).isNotEqualTo(DEMO);
        assertThat(read(changed)).isEqualTo(answer);
        assertThat(SCHEMA.fits(changed)).isEqualTo(answer.equals("accepted"));
    }
}
