package org.jiayi.app.capitation;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import tools.jackson.databind.json.JsonMapper;

/** Capitation policies for tests, written as a bureau writes them. */
final class CapitationPolicies {

    static final String COUNTY = """
            {"kind": "capitation", "name": "2026年居民医保门诊统筹按人头付费", "scheme": "390", "year": 2026,
             "baseQuotaFen": 28650, "prepaid": "0.9",
             "headCount": {"snapshotDay": 15, "joinThroughDay": 15, "leave": "month_of_last_day"},
             "packages": ["basic", "elderly", "chronic"],
             "ageBands": [
               {"code": "0-6", "fromAge": 0, "male": "1.2", "female": "1.1", "unspecified": "1.15"},
               {"code": "7-59", "fromAge": 7, "male": "0.55", "female": "0.6", "unspecified": "0.55"},
               {"code": "60", "fromAge": 60, "male": "0.9", "female": "0.9", "unspecified": "0.9"},
               {"code": "61-64", "fromAge": 61, "male": "0.95", "female": "0.95", "unspecified": "0.95"},
               {"code": "65+", "fromAge": 65, "male": "1.2", "female": "1.25", "unspecified": "1.2"}],
             "groups": [
               {"group": "severe_mental_disorder", "coefficient": "2.35"},
               {"group": "type_2_diabetes", "coefficient": "1.8"},
               {"group": "hypertension", "coefficient": "1.5"}]}
            """;

    /** Worked case 8: three risk groups, 0.55, 1.20 and 2.35 of 28 650 fen. */
    static final String THREE_RISK_GROUPS = """
            {"kind": "capitation", "name": "三个风险组", "scheme": "390", "year": 2026,
             "baseQuotaFen": 28650, "prepaid": "0.9",
             "headCount": {"snapshotDay": 15, "joinThroughDay": 15, "leave": "month_of_last_day"},
             "packages": ["basic"],
             "ageBands": [
               {"code": "0-64", "fromAge": 0, "male": "0.55", "female": "0.55", "unspecified": "0.55"},
               {"code": "65+", "fromAge": 65, "male": "1.20", "female": "1.20", "unspecified": "1.20"}],
             "groups": [{"group": "severe_mental_disorder", "coefficient": "2.35"}]}
            """;

    private static final JsonMapper JSON = new JsonMapper();

    private CapitationPolicies() {}

    static CapitationPolicy accepted(String json) {
        return read(json)
                .fold(
                        refusal -> {
                            throw new AssertionError("refused: " + refusal);
                        },
                        policy -> policy);
    }

    /** The same policy for the other scheme, which looks so many days later, or early in the month. */
    static String ofTheOtherScheme(String document, int daysLater) {
        var policy = accepted(document);
        var other = policy.scheme() == InsuranceScheme.EMPLOYEE ? InsuranceScheme.RESIDENT : InsuranceScheme.EMPLOYEE;
        var day = policy.headCount().snapshotDay();
        return document.replace(
                        "\"scheme\": \"" + policy.scheme().code() + "\"", "\"scheme\": \"" + other.code() + "\"")
                .replace(
                        "\"snapshotDay\": " + day + ",",
                        "\"snapshotDay\": " + (1 + (day - 1 + daysLater) % HeadCountRule.DAY_MAX) + ",");
    }

    /** What a month of these heads of one institution comes to. */
    static Fraction exactMonth(CapitationPolicy policy, Map<Integer, Long> headsByRow) {
        var policyId = new UUID(0, 0);
        var january = Month.of(policy.year(), 1);
        var cells = headsByRow.entrySet().stream()
                .map(row -> new HeadCount.Cell("H", "H", january.firstDay(), policyId, row.getKey(), 0, row.getValue()))
                .toList();
        return new MonthPricing(january, policy, Map.of(policyId, policy))
                .exact(Map.of("H", cells), Set.of("H"))
                .getOrDefault("H", Fraction.ZERO);
    }

    /** The refusal as "code at pointer". */
    static String refusal(String json) {
        return read(json).fold(refusal -> refusal.code().code() + " at " + refusal.field(), policy -> "accepted");
    }

    private static Decision<CapitationPolicy> read(String json) {
        return CapitationPolicy.of(JSON.readValue(json, CapitationPolicyDocument.class));
    }
}
