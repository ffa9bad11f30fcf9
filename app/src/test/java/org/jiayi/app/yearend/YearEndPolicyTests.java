package org.jiayi.app.yearend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.jiayi.app.PolicySchema;
import org.jiayi.app.TestCounty;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.visit.VisitCharges.ClassTotal;
import org.jiayi.app.visit.VisitClass;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The year-end policy: bands without gap or overlap, the guard, the alliance's split and what is carried over. */
class YearEndPolicyTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String DEMO = TestCounty.demoPolicy("year-end-390");
    private static final PolicySchema SCHEMA = new PolicySchema("year_end");

    private static Decision<YearEndPolicy> read(String document) {
        return YearEndPolicy.of(JSON.readValue(document, YearEndPolicyDocument.class));
    }

    private static String told(String document) {
        return read(document).fold(refusal -> refusal.code().code() + " at " + refusal.field(), policy -> "accepted");
    }

    private static YearEndPolicy accepted(String document) {
        return read(document)
                .fold(
                        refusal -> {
                            throw new AssertionError("refused: " + refusal);
                        },
                        policy -> policy);
    }

    /** Each row changes one place of the demo's policy; whether it fits the schema, too, is its last word. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # instead of                             | it says                                      | answer                                       | schema
            {"from": "0.1", "upTo": "0.2"            | {"from": "0.12", "upTo": "0.2"               | policy_invalid at /surplus/bands/1/from      | fits
            {"from": "0.1", "upTo": "0.2"            | {"from": "0.08", "upTo": "0.2"               | policy_invalid at /surplus/bands/1/from      | fits
            {"from": "0", "upTo": "0.1"              | {"from": "0.01", "upTo": "0.1"               | policy_invalid at /surplus/bands/0/from      | fits
            {"from": "0.1", "upTo": "0.2"            | {"from": "0.1", "upTo": "0.1"                | policy_invalid at /surplus/bands/1/upTo      | fits
            {"from": "0.1", "upTo": "0.2"            | {"from": "0.1"                               | policy_invalid at /surplus/bands/1/upTo      | fits
            {"from": "0.2", "rate": "0"}             | {"from": "0.2", "upTo": "0.5", "rate": "0"}  | policy_invalid at /surplus/bands/2/upTo      | fits
            {"from": "0.2", "rate": "0"}             | {"from": "0.2", "upTo": "1", "rate": "0"}, {"from": "1", "rate": "0"} | policy_invalid at /surplus/bands/3/from | fits
            {"from": "0.2", "rate": "0"}             | {"from": "0.2", "rate": "1.1"}               | policy_invalid at /surplus/bands/2/rate      | breaks
            {"from": "0.05", "upTo": "0.1"           | {"from": "0.04", "upTo": "0.1"               | policy_invalid at /overspend/bands/1/from    | fits
            "mode": "marginal"                       | "mode": "somehow"                            | policy_invalid at /surplus/mode              | breaks
            "noneBelow": "60"                        | "noneBelow": "95"                            | policy_invalid at /score/noneBelow           | fits
            "fullFrom": "90"                         | "fullFrom": "101"                            | policy_invalid at /score/fullFrom            | breaks
            "coefficientOn": "both"                  | "coefficientOn": "neither"                   | policy_invalid at /coefficientOn             | breaks
            "coefficientOn": "both"                  | "coefficientOn": "both", "alliance": {"lead": "0", "township": "0", "village": "0"} | policy_invalid at /alliance | fits
            "coefficientOn": "both"                  | "coefficientOn": "both", "minimumService": {"measure": "smiles", "threshold": "1"} | policy_invalid at /minimumService/measure | breaks
            "coefficientOn": "both"                  | "coefficientOn": "surplus", "recoveryCeiling": "0.05" | accepted                            | fits
            "mode": "marginal"                       | "mode": "whole_amount", "ceiling": "0.15"    | accepted                                     | fits
            """)
    void gaps_overlaps_and_bands_that_nothing_reaches_are_refused(
            String insteadOf, String says, String answer, String schema) {
        String changed = DEMO.replace(insteadOf, says);
        assertThat(changed).isNotEqualTo(DEMO);
        assertThat(told(changed)).isEqualTo(answer);
        assertThat(SCHEMA.fits(changed)).as(schema).isEqualTo(schema.equals("fits"));
    }

    @Test
    void the_demos_policy_is_that_of_the_worked_cases() {
        assertThat(told(DEMO)).isEqualTo("accepted");
        assertThat(SCHEMA.fits(DEMO)).isTrue();
    }

    /** Corridors of 5, 10 and 15 % at 50, 35, 15 and 5 %, for a surplus of 20 % of 10 000. */
    @Test
    void corridors_are_expressible() {
        String corridors = """
                [{"from": "0", "upTo": "0.05", "rate": "0.5"}, {"from": "0.05", "upTo": "0.1", "rate": "0.35"},
                 {"from": "0.1", "upTo": "0.15", "rate": "0.15"}, {"from": "0.15", "rate": "0.05"}]
                """;
        String document = """
                {"kind": "year_end", "name": "走廊", "scheme": "390", "surplus": {"mode": "marginal", "bands": %s},
                 "overspend": {"bands": %s}, "score": {"fullFrom": "90", "noneBelow": "60"}, "coefficientOn": "both"}
                """.formatted(corridors, corridors);
        assertThat(SCHEMA.fits(document)).isTrue();
        var rules = accepted(document).rules();
        assertThat(rules.keeps(Money.ofFen(2_000), Money.ofFen(10_000))).isEqualTo(Fraction.of(250 + 175 + 75 + 25));
        assertThat(rules.borne(Money.ofFen(700), Money.ofFen(10_000))).isEqualTo(Money.ofFen(250 + 70));
    }

    /** 6:3:1; the weight of a role that nobody has is the payee's, and so is the one it has itself. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # kept | lead | clinics | shares
            1000   | L    | V1      | L lead 600, T township 300, V1 village 100
            1000   | L    | V1 V2   | L lead 600, T township 300, V1 village 50, V2 village 50
            1001   | L    | V1 V2   | L lead 601, T township 300, V1 village 50, V2 village 50
            7      | L    | V1 V2   | L lead 4, T township 2, V1 village 1, V2 village 0
            1000   | L    |         | L lead 600, T township 400
            1000   |      | V1      | T township 900, V1 village 100
            1000   | T    | V1      | T township 900, V1 village 100
            """)
    void what_is_kept_is_divided_in_the_alliance(
            long kept, @Nullable String lead, @Nullable String clinics, String expected) {
        var split = new AllianceSplit(Fraction.of(6), Fraction.of(3), Fraction.of(1));
        var kin = new AllianceSplit.Kin(
                Optional.ofNullable(lead), clinics == null ? List.of() : List.of(clinics.split(" ")));
        var shares = split.of(Money.ofFen(kept), "T", kin);
        assertThat(shares.stream()
                        .map(share -> share.institutionCode() + " "
                                + share.role().code() + " " + share.amount().fen())
                        .toList())
                .containsExactly(expected.split(", "));
    }

    /** 12 visits at the payee of 20, three more that others pay for; 120 person-months in 12 months are ten heads. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # measure           | threshold | used | met
            OWN_VISITS_PER_HEAD | 1.2       | 1.2  | true
            OWN_VISITS_PER_HEAD | 1.3       | 1.2  | false
            OWN_SHARE_OF_VISITS | 0.6       | 0.6  | true
            OWN_SHARE_OF_VISITS | 0.61      | 0.6  | false
            """)
    void who_is_hardly_used_keeps_nothing(MinimumService.Measure measure, String threshold, String used, boolean met) {
        var rule = new MinimumService(measure, Fraction.parse(threshold));
        var visits = List.of(
                new ClassTotal(VisitClass.EXCLUDED, 3, Money.ZERO, Fraction.ZERO),
                new ClassTotal(VisitClass.OWN, 12, Money.ZERO, Fraction.ONE),
                new ClassTotal(VisitClass.REFERRED, 8, Money.ZERO, Fraction.ONE));
        var utilisation = rule.utilisation(visits, 120, 12);
        assertThat(utilisation.share()).isEqualTo(Fraction.parse(used));
        assertThat(utilisation.formula())
                .isEqualTo((measure == MinimumService.Measure.OWN_SHARE_OF_VISITS ? "12 ÷ 20" : "12 × 12 ÷ 120") + " = "
                        + used);
        assertThat(rule.isMet(utilisation)).isEqualTo(met);
        assertThat(rule.isMet(rule.utilisation(visits, 0, 12)))
                .as("nobody to serve")
                .isEqualTo(measure == MinimumService.Measure.OWN_SHARE_OF_VISITS && met);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # due  | recovered at most | carried out
            100    | 0.1               | 0
            -50    | 0.1               | 0
            -100   | 0.1               | 0
            -101   | 0.1               | -1
            -500   | 0.1               | -400
            -500   |                   | 0
            """)
    void what_cannot_be_recovered_is_carried_over(long due, @Nullable String ceiling, long carried) {
        String document = ceiling == null
                ? DEMO
                : DEMO.replace(
                        "\"coefficientOn\": \"both\"",
                        "\"coefficientOn\": \"both\", \"recoveryCeiling\": \"" + ceiling + "\"");
        assertThat(accepted(document).carriedOut(Money.ofFen(due), Money.ofFen(1_000)))
                .isEqualTo(Money.ofFen(carried));
    }
}
