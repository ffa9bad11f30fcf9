package org.jiayi.app.capitation;

import static org.assertj.core.api.Assertions.assertThat;

import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.resident.InsuranceScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a bureau may and may not write into a capitation policy. */
class CapitationPolicyTests {

    @Test
    void is_read_from_the_document_as_a_bureau_writes_it() {
        var policy = CapitationPolicies.accepted(CapitationPolicies.COUNTY);
        assertThat(policy.name()).isEqualTo("2026年居民医保门诊统筹按人头付费");
        assertThat(policy.scheme()).isEqualTo(InsuranceScheme.RESIDENT);
        assertThat(policy.year()).isEqualTo(2026);
        assertThat(policy.baseQuota()).isEqualTo(Fraction.of(28650));
        assertThat(policy.prepaid()).isEqualTo(Fraction.of(9, 10));
        assertThat(policy.headCount()).isEqualTo(new HeadCountRule(15, 15, HeadCountRule.Leave.MONTH_OF_LAST_DAY));
        assertThat(policy.counts(ServicePackage.ELDERLY)).isTrue();
        assertThat(policy.counts(ServicePackage.CHILD)).isFalse();
        assertThat(policy.tariff().bands()).isEqualTo(5);
        assertThat(policy.tariff().groups()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # instead of             | the policy says        | refused with
            "capitation"             | "contract_fee"         | policy_invalid at /kind
            "2026年居民医保门诊统筹按人头付费" | ""            | policy_invalid at /name
            "390"                    | "391"                  | policy_invalid at /scheme
            "390"                    | "310"                  | accepted
            "year": 2026             | "year": 26             | policy_invalid at /year
            "baseQuotaFen": 28650    | "baseQuotaFen": 0      | amount_out_of_range at /baseQuotaFen
            "baseQuotaFen": 28650    | "baseQuotaFen": -1     | amount_out_of_range at /baseQuotaFen
            "baseQuotaFen": 28650    | "baseQuotaFen": null   | policy_invalid at /baseQuotaFen
            "prepaid": "0.9"         | "prepaid": "1.1"       | policy_invalid at /prepaid
            "prepaid": "0.9"         | "prepaid": "1"         | accepted
            "headCount"              | "headcount"            | policy_invalid at /headCount
            "snapshotDay": 15        | "snapshotDay": 0       | policy_invalid at /headCount/snapshotDay
            "snapshotDay": 15        | "snapshotDay": 28      | accepted
            "snapshotDay": 15        | "snapshotDay": 29      | policy_invalid at /headCount/snapshotDay
            "joinThroughDay": 15     | "joinThroughDay": 31   | policy_invalid at /headCount/joinThroughDay
            "month_of_last_day"      | "at_once"              | policy_invalid at /headCount/leave
            "packages": ["basic", "elderly", "chronic"] | "packages": []          | policy_invalid at /packages
            "packages": ["basic",    | "packages": ["elderly",| policy_invalid at /packages/1
            "packages": ["basic",    | "packages": ["gold",   | policy_invalid at /packages/0
            "code": "7-59"           | "code": "0-6"          | policy_invalid at /ageBands/1
            "fromAge": 0,            | "fromAge": 1,          | policy_invalid at /ageBands/0/fromAge
            "fromAge": 61            | "fromAge": 60          | policy_invalid at /ageBands/3/fromAge
            "fromAge": 61            | "fromAge": 59          | policy_invalid at /ageBands/3/fromAge
            "fromAge": 61            | "fromAge": 151         | policy_invalid at /ageBands/3/fromAge
            "male": "1.2"            | "male": "-0.1"         | policy_invalid at /ageBands/0/male
            "male": "1.2"            | "male": "1000"         | accepted
            "male": "1.2"            | "male": "1000.0001"    | policy_invalid at /ageBands/0/male
            "male": "1.2"            | "male": "1.2345"       | accepted
            "male": "1.2"            | "male": "1.23456"      | policy_invalid at /ageBands/0/male
            "female": "1.1"          | "female": null         | policy_invalid at /ageBands/0/female
            "unspecified": "1.15"    | "unspecified": "x"     | policy_invalid at /ageBands/0/unspecified
            "type_2_diabetes"        | "diabetes"             | policy_invalid at /groups/1/group
            "type_2_diabetes"        | "severe_mental_disorder" | policy_invalid at /groups/1
            "type_2_diabetes"        | "older_person"         | policy_invalid at /groups/1/group
            "coefficient": "1.8"     | "fromAge": 65, "coefficient": "1.8" | accepted
            "coefficient": "1.8"     | "fromAge": 62, "coefficient": "1.8" | policy_invalid at /groups/1/fromAge
            "coefficient": "1.8"     | "toAge": 60, "coefficient": "1.8"   | accepted
            "coefficient": "1.8"     | "toAge": 61, "coefficient": "1.8"   | policy_invalid at /groups/1/toAge
            "baseQuotaFen": 28650    | "poolFen": 100000000000 | accepted
            "baseQuotaFen": 28650    | "baseQuotaFen": 28650, "poolFen": 1 | policy_invalid at /baseQuotaFen
            "baseQuotaFen": 28650    | "poolFen": 1, "topDown": {"fundFen": 1, "share": "1", "heads": 1} | policy_invalid at /topDown
            "baseQuotaFen": 28650    | "poolFen": 1, "bottomUp": {"years": [{"claimsFen": 9, "outOfPocketFen": 2, "heads": 3}]} | policy_invalid at /bottomUp
            "baseQuotaFen": 28650    | "poolFen": 100, "capFen": 1 | policy_invalid at /poolFen
            "baseQuotaFen": 28650    | "topDown": {"fundFen": 100000000001, "share": "0.65", "growth": "1.05", "heads": 333333} | accepted
            "baseQuotaFen": 28650    | "topDown": {"fundFen": 1, "share": "1.1", "heads": 1} | policy_invalid at /topDown/share
            "baseQuotaFen": 28650    | "topDown": {"fundFen": 1, "share": "1", "heads": 0} | policy_invalid at /topDown/heads
            "baseQuotaFen": 28650    | "baseQuotaFen": 1, "topDown": {"fundFen": 1, "share": "1", "heads": 1} | policy_invalid at /baseQuotaFen
            "baseQuotaFen": 28650    | "bottomUp": {"years": [{"claimsFen": 9, "outOfPocketFen": 2, "heads": 3}]} | accepted
            "baseQuotaFen": 28650    | "bottomUp": {"years": [{"claimsFen": 1, "outOfPocketFen": 2, "heads": 3}]} | amount_out_of_range at /bottomUp/years/0/outOfPocketFen
            "baseQuotaFen": 28650    | "bottomUp": {"years": []} | policy_invalid at /bottomUp/years
            "prepaid": "0.9"         | "prepaid": "0.9", "payee": "team" | accepted
            "prepaid": "0.9"         | "prepaid": "0.9", "payee": "doctor" | policy_invalid at /payee
            "prepaid": "0.9"         | "prepaid": "0.9", "lookBackMonths": 37 | policy_invalid at /lookBackMonths
            "prepaid": "0.9"         | "prepaid": "0.9", "floorFen": 2, "capFen": 1 | policy_invalid at /capFen
            "prepaid": "0.9"         | "prepaid": "0.9", "panel": [{"above": 2000, "rate": "0.8"}, {"above": 2500, "rate": "0"}] | accepted
            "prepaid": "0.9"         | "prepaid": "0.9", "panel": [{"above": 2000, "rate": "0.8"}, {"above": 2000, "rate": "0"}] | policy_invalid at /panel/1/above
            "prepaid": "0.9"         | "prepaid": "0.9", "panel": [{"above": 2000, "rate": "1.2"}] | policy_invalid at /panel/0/rate
            "prepaid": "0.9"         | "prepaid": "0.9", "noContact": {"months": 0, "rate": "0"} | policy_invalid at /noContact/months
            "prepaid": "0.9"         | "prepaid": "0.9", "topUps": [{"name": "山区", "institutions": [], "annualFen": 1}] | policy_invalid at /topUps/0/institutions
            "coefficient": "1.8"     | "male": "1.8", "female": "1.9", "unspecified": "1.8" | accepted
            "coefficient": "1.8"     | "male": "1.8", "female": "1.9" | policy_invalid at /groups/1/unspecified
            "coefficient": "1.8"     | "coefficient": "1.8", "male": "1.8", "female": "1.9", "unspecified": "1.8" | policy_invalid at /groups/1/coefficient
            "coefficient": "1.8"     | "toAge": 64, "male": "1.8", "female": "1.8", "unspecified": "1.8"}, {"group": "type_2_diabetes", "fromAge": 65, "coefficient": "2" | accepted
            "prepaid": "0.9"         | "prepaid": "0.9", "overrides": [{"ageBand": "65+", "sex": "female", "group": "hypertension", "coefficient": "3"}] | accepted
            "prepaid": "0.9"         | "prepaid": "0.9", "overrides": [{"ageBand": "65+", "sex": "female", "annualFen": 0}] | accepted
            "prepaid": "0.9"         | "prepaid": "0.9", "overrides": [{"ageBand": "65+", "sex": "female", "annualFen": 100000001}] | amount_out_of_range at /overrides/0/annualFen
            "prepaid": "0.9"         | "prepaid": "0.9", "overrides": [{"ageBand": "66+", "sex": "female", "annualFen": 1}] | policy_invalid at /overrides/0/ageBand
            "prepaid": "0.9"         | "prepaid": "0.9", "overrides": [{"ageBand": "65+", "sex": "both", "annualFen": 1}] | policy_invalid at /overrides/0/sex
            "prepaid": "0.9"         | "prepaid": "0.9", "overrides": [{"ageBand": "65+", "sex": "male", "group": "copd", "annualFen": 1}] | policy_invalid at /overrides/0/group
            "prepaid": "0.9"         | "prepaid": "0.9", "overrides": [{"ageBand": "65+", "sex": "male"}] | policy_invalid at /overrides/0/coefficient
            "prepaid": "0.9"         | "prepaid": "0.9", "overrides": [{"ageBand": "65+", "sex": "male", "coefficient": "1", "annualFen": 1}] | policy_invalid at /overrides/0/coefficient
            "prepaid": "0.9"         | "prepaid": "0.9", "overrides": [{"ageBand": "65+", "sex": "male", "annualFen": 1}, {"ageBand": "65+", "sex": "male", "annualFen": 2}] | policy_invalid at /overrides/1
            "baseQuotaFen": 28650    | "poolFen": 100, "overrides": [{"ageBand": "65+", "sex": "male", "coefficient": "2"}] | accepted
            "baseQuotaFen": 28650    | "poolFen": 100, "overrides": [{"ageBand": "65+", "sex": "male", "annualFen": 2}] | policy_invalid at /overrides/0/annualFen
            "prepaid": "0.9"         | "prepaid": "0.9", "dueDay": 10 | accepted
            "prepaid": "0.9"         | "prepaid": "0.9", "dueDay": 29 | policy_invalid at /dueDay
            "coefficient": "1.8"     | "coefficient": "1.00001" | policy_invalid at /groups/1/coefficient
            """)
    void says_no_with_a_code_and_the_place(String insteadOf, String says, String expected) {
        assertThat(CapitationPolicies.COUNTY).contains(insteadOf);
        assertThat(CapitationPolicies.refusal(CapitationPolicies.COUNTY.replace(insteadOf, says)))
                .isEqualTo(expected);
    }

    /** Hypertension is listed for people under 60 only: nobody of 65 falls on a cell of it. */
    @Test
    void a_cell_on_which_nobody_falls_has_no_rate() {
        var limited = CapitationPolicies.COUNTY
                .replace("\"hypertension\", ", "\"hypertension\", \"toAge\": 59, ")
                .replace(
                        "\"prepaid\": \"0.9\"",
                        "\"prepaid\": \"0.9\", \"overrides\": [{\"ageBand\": \"65+\", \"sex\": \"male\","
                                + " \"group\": \"hypertension\", \"coefficient\": \"2\"}]");
        assertThat(CapitationPolicies.refusal(limited)).isEqualTo("policy_invalid at /overrides/0/group");
        assertThat(CapitationPolicies.refusal(limited.replace("\"65+\", \"sex\"", "\"7-59\", \"sex\"")))
                .isEqualTo("accepted");
    }

    @Test
    void needs_age_bands_but_no_groups() {
        var withoutGroups = CapitationPolicies.COUNTY.replaceFirst("(?s)\"groups\": \\[.*?]", "\"groups\": []");
        assertThat(CapitationPolicies.accepted(withoutGroups).tariff().rows()).hasSize(5 * 3);
        var withoutBands = CapitationPolicies.COUNTY.replaceFirst("(?s)\"ageBands\": \\[.*?]", "\"ageBands\": []");
        assertThat(CapitationPolicies.refusal(withoutBands)).isEqualTo("policy_invalid at /ageBands");
        assertThat(CapitationPolicies.refusal("{}")).isEqualTo("policy_invalid at /kind");
    }
}
