package org.jiayi.app.capitation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The whole of what a policy compiles to, as it is signed and compared: DOMAIN §5. */
class TariffTableTests {

    private static final String WHOLE = """
            {"kind": "capitation", "name": "试验", "scheme": "390", "year": 2026, "baseQuotaFen": 1200, "prepaid": "0.9",
             "headCount": {"snapshotDay": 15, "joinThroughDay": 15, "leave": "month_of_last_day"}, "packages": ["basic"],
             "ageBands": [
               {"code": "young|old", "fromAge": 0, "male": "1", "female": "1", "unspecified": "1"},
               {"code": "65+", "fromAge": 65, "male": "2", "female": "2", "unspecified": "2"}],
             "groups": [{"group": "hypertension", "fromAge": 65, "male": "3", "female": "3.5", "unspecified": "3"}],
             "overrides": [{"ageBand": "65+", "sex": "male", "annualFen": 7}],
             "payee": "parent",
             "panel": [{"above": 2000, "rate": "0.5"}],
             "noContact": {"months": 12, "rate": "0.25"},
             "topUps": [
               {"name": "山区", "institutions": ["H2", "H1"], "annualFen": 600},
               {"name": "村级", "institutions": ["H1"], "annualFen": 60}],
             "floorFen": 150, "capFen": 2000}
            """;

    private static TariffTable table(String document) {
        return TariffTable.of(CapitationPolicies.accepted(document));
    }

    @Test
    void holds_everything_that_decides_what_a_head_is_worth() {
        assertThat(table(WHOLE).text()).isEqualTo("""
                jiayi-tariff-1|390
                base|quota_fen|1200
                base|prepaid|0.9
                precedence|1|hypertension 65+
                row|0-64 unspecified none|1200
                row|0-64 male none|1200
                row|0-64 female none|1200
                row|65+ unspecified none|2400
                row|65+ unspecified hypertension|3600
                row|65+ male none|7
                row|65+ male hypertension|3600
                row|65+ female none|2400
                row|65+ female hypertension|4200
                grade|above 0|1
                grade|above 0 without contact in 12|0.25
                grade|above 2000|0.5
                grade|above 2000 without contact in 12|0.125
                base|payee|parent
                top_up|H1|660
                top_up|H2|600
                bound|floor_fen|150
                bound|cap_fen|2000
                """);
    }

    @Test
    void two_tables_differ_by_what_they_say_and_not_by_their_words() {
        var before = table(WHOLE);
        var after = table(WHOLE.replace("\"above\": 2000", "\"above\": 2500")
                .replace("\"annualFen\": 60}", "\"annualFen\": 0}")
                .replace("\"floorFen\": 150, ", "")
                .replace("\"试验\"", "\"另一个名称\"")
                .replace("\"山区\"", "\"边远\""));
        assertThat(before.differences(after))
                .extracting(TariffTableTests::told)
                .containsExactly(
                        "grade above 2000: 0.5 → null",
                        "grade above 2000 without contact in 12: 0.125 → null",
                        "top_up H1: 660 → 600",
                        "bound floor_fen: 150 → null",
                        "grade above 2500: null → 0.5",
                        "grade above 2500 without contact in 12: null → 0.125");
        assertThat(before.digestSm3())
                .isNotEqualTo(after.digestSm3())
                .isEqualTo(table(WHOLE.replace("\"试验\"", "\"另一个名称\"")).digestSm3());
    }

    @Test
    void is_priced_by_as_it_was_signed_alone() {
        var signed = table(WHOLE).digestSm3();
        assertThat(answer(table(WHOLE), signed)).isEqualTo("accepted");
        assertThat(answer(table(WHOLE.replace("\"floorFen\": 150", "\"floorFen\": 151")), signed))
                .isEqualTo("tariff_not_as_signed");
    }

    private static String answer(TariffTable table, String signed) {
        return table.requireSigned(signed).fold(refusal -> refusal.code().code(), accepted -> "accepted");
    }

    private static String told(TariffTable.Difference difference) {
        return difference.part() + " " + difference.key() + ": " + difference.before() + " → " + difference.after();
    }

    @Test
    void a_name_cannot_pass_for_another_entry() {
        var forged = table(WHOLE.replace("\"H2\"", "\"H2|600\\nbound|cap_fen\""));
        assertThat(forged.text()).contains("top_up|H2\\p600\\nbound\\pcap_fen|600\n");
    }
}
