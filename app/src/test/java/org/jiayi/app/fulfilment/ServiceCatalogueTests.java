package org.jiayi.app.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import org.jiayi.app.PolicySchema;
import org.jiayi.app.TestCounty;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.policy.PolicyKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** What a catalogue of service packages may say. */
class ServiceCatalogueTests {

    private static final ServiceCatalogueKind KIND =
            new ServiceCatalogueKind(new JsonMapper(), (policy, catalogue) -> Mono.empty());
    private static final PolicySchema SCHEMA = new PolicySchema(ServiceCatalogue.KIND);

    @Test
    void the_demos_is_sound() {
        assertThat(told(TestCounty.demoPolicy("service-packages"))).isEqualTo("示范县家庭医生签约服务包目录");
        assertThat(SCHEMA.fits(TestCounty.demoPolicy("service-packages"))).isTrue();
    }

    /** A schema says nothing of one item beside another, nor of a year. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # instead of                        | this                               | is wrong at                               | schema
            "timesPerYear": 4                   | "timesPerYear": 0                  | /packages/0/items/0/timesPerYear          | refuses
            "timesPerYear": 4                   | "timesPerYear": 366                | /packages/0/items/0/timesPerYear          | refuses
            "minimumSpacingDays": 90            | "minimumSpacingDays": 122          | /packages/0/items/0/minimumSpacingDays    | fits
            "minimumSpacingDays": 90            | "minimumSpacingDays": 121          | 目录                                        | fits
            "minimumSpacingDays": 90            | "minimumSpacingDays": -1           | /packages/0/items/0/minimumSpacingDays    | refuses
            "modes": ["clinic"]                 | "modes": []                        | /packages/0/items/0/modes                 | refuses
            "modes": ["clinic"]                 | "modes": ["clinic", "clinic"]      | /packages/0/items/0/modes/1               | refuses
            "modes": ["clinic"]                 | "modes": ["telepathy"]             | /packages/0/items/0/modes/0               | refuses
            "groups": ["hypertension"]          | "groups": ["left_handed"]          | /packages/0/items/0/groups/0              | refuses
            "groups": ["hypertension"]          | "groups": ["type_2_diabetes"]      | /packages/0/items/1/groups                | fits
            "servicePackage": "chronic"         | "servicePackage": "golden"         | /packages/0/servicePackage                | refuses
            "name": "乙"                         | "name": "丙"                        | /packages/0/items/1/name                  | fits
            "paidBy": "public_health"           | "paidBy": "nobody"                 | /packages/0/items/0/paidBy                | refuses
            "code": "visit"                     | "code": "访视"                      | /packages/0/items/0/code                  | refuses
            "kind": "service_packages"          | "kind": "contract_fee"             | /kind                                     | refuses
            "clusteredPerHourMax": 8            | "clusteredPerHourMax": 0           | /clusteredPerHourMax                      | refuses
            """)
    void what_makes_no_sense_is_refused(String part, String other, String wrong, String schema) {
        var document = """
                {"kind": "service_packages", "name": "目录", "clusteredPerHourMax": 8, "packages": [
                  {"servicePackage": "chronic", "items": [
                    {"code": "visit", "name": "乙", "timesPerYear": 4, "minimumSpacingDays": 90, "modes": ["clinic"],
                     "groups": ["hypertension"], "paidBy": "public_health"},
                    {"code": "visit", "name": "乙", "timesPerYear": 2, "minimumSpacingDays": 30, "modes": ["home"],
                     "groups": ["type_2_diabetes"], "paidBy": "public_health"}]}]}""";
        assertThat(document).contains(part);
        assertThat(told(document)).isEqualTo("目录");
        int first = document.indexOf(part);
        String changed = document.substring(0, first) + other + document.substring(first + part.length());
        assertThat(told(changed)).isEqualTo(wrong);
        assertThat(SCHEMA.fits(changed)).isEqualTo(schema.equals("fits"));
    }

    /** Sound each, but 6 times 80 days apart is more than a year for somebody in both groups. */
    @Test
    void what_two_groups_want_together_has_to_fit_in_a_year_too() {
        assertThat(told("""
                        {"kind": "service_packages", "name": "目录", "packages": [
                          {"servicePackage": "basic", "items": [
                            {"code": "visit", "name": "访视", "timesPerYear": 4, "minimumSpacingDays": 80, "modes": ["home"],
                             "groups": ["hypertension"], "paidBy": "contract_fee"},
                            {"code": "visit", "name": "访视", "timesPerYear": 6, "minimumSpacingDays": 30, "modes": ["home"],
                             "groups": ["copd"], "paidBy": "contract_fee"}]}]}""")).isEqualTo("/packages/0/items/1/minimumSpacingDays");
    }

    private static String told(String document) {
        return KIND.check(document).fold(Refusal::field, PolicyKind.Heading::name);
    }
}
