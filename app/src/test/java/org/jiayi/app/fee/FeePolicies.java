package org.jiayi.app.fee;

import java.util.Arrays;
import java.util.List;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.money.Money;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Fee policies for tests, written as a bureau writes them. */
final class FeePolicies {

    /** Worked case 1: 12 000 fen = public health 3 000 + insurance 7 000 + resident 2 000, with waivers. */
    static final String FIXED = """
            {"kind": "contract_fee", "name": "2026年签约服务费", "staffShare": "0.725", "refund": "whole_months",
             "packages": [{"servicePackage": "basic", "listPriceFen": 12000, "discount": "1", "roundTo": "fen",
               "shares": [{"payer": "public_health", "fixedFen": 3000},
                          {"payer": "pooled_fund", "fixedFen": 7000},
                          {"payer": "resident", "fixedFen": 2000}],
               "waivers": [{"category": "extreme_poverty", "payer": "medical_assistance", "full": true},
                           {"category": "low_income", "payer": "medical_assistance", "upToFen": 1200}]}]}
            """;

    /** Worked case 2: by ratio. */
    static final String RATIO = """
            {"kind": "contract_fee", "name": "按比例", "staffShare": "0.7", "refund": "by_day",
             "packages": [{"servicePackage": "chronic", "listPriceFen": 4999,
               "shares": [{"payer": "pooled_fund", "ratio": "0.4"},
                          {"payer": "public_health", "ratio": "0.4"},
                          {"payer": "resident", "ratio": "0.2"}]}]}
            """;

    /** Worked case 3: a discounted package whose institution lets off what nobody pays. */
    static final String DISCOUNTED = """
            {"kind": "contract_fee", "name": "个性化包", "staffShare": "0.7", "refund": "none_once_served",
             "packages": [{"servicePackage": "elderly", "listPriceFen": 70900, "discount": "0.7", "roundTo": "yuan",
               "shares": [{"payer": "public_health", "fixedFen": 10000},
                          {"payer": "resident", "fixedFen": 20000},
                          {"payer": "institution_let_off", "remainder": true}]}]}
            """;

    private static final JsonMapper JSON = new JsonMapper();

    private FeePolicies() {}

    static FeePolicy accepted(String json) {
        return read(json)
                .fold(
                        refusal -> {
                            throw new AssertionError("refused: " + refusal);
                        },
                        policy -> policy);
    }

    /** Whether it cannot be read at all, or is refused. */
    static boolean isRefused(String json) {
        try {
            return !refusal(json).equals("accepted");
        } catch (JacksonException unreadable) {
            return true;
        }
    }

    /** The refusal as "code at pointer". */
    static String refusal(String json) {
        return read(json).fold(refusal -> refusal.code().code() + " at " + refusal.field(), policy -> "accepted");
    }

    private static Decision<FeePolicy> read(String json) {
        return FeePolicy.of(JSON.readValue(json, FeePolicyDocument.class));
    }

    /** A split from text such as {@code "public_health 3000, resident 2000"}. */
    static FeeSplit split(String text) {
        return new FeeSplit(shares(text));
    }

    private static List<FeeShare> shares(String text) {
        return Arrays.stream(text.split(", *"))
                .map(share -> share.trim().split(" +"))
                .map(share -> new FeeShare(Payer.of(share[0]), Money.ofFen(Long.parseLong(share[1]))))
                .toList();
    }
}
