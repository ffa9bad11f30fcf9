package org.jiayi.app.security;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the operations of fees, claims and the ledger are asked with: bodies that would do what they ask for, and ids. */
final class FeeRequests {

    private static final String ABSENT_UUID = "0192f0c1-0000-7000-8000-000000000001";

    private FeeRequests() {}

    /** What an address of these can name besides: none of it is there. */
    static Map<String, String> absent(String area) {
        return Map.of(
                "policyKind",
                "contract_fee",
                "account",
                "fund:pooled_fund",
                "lineId",
                ABSENT_UUID + ".resident",
                "entryId",
                "ent_" + area + "_" + ABSENT_UUID,
                "assessmentId",
                "fas_" + area + "_" + ABSENT_UUID,
                "claimId",
                "clm_" + area + "_" + ABSENT_UUID,
                "receiptId",
                "rcp_" + area + "_" + ABSENT_UUID,
                "cutId",
                "cut_" + area + "_" + ABSENT_UUID,
                "remittanceId",
                "rmt_" + area + "_" + ABSENT_UUID,
                "distributionId",
                "std_" + area + "_" + ABSENT_UUID);
    }

    /** A whole body for the operation, naming things of that area; empty where the operation is none of these. */
    static Optional<Map<String, Object>> body(String path, String area) {
        Map<String, Map<String, Object>> bodies = new LinkedHashMap<>();
        bodies.put("/api/v1/pooling-areas/{area}/ledger-closings", Map.of("month", "2026-01"));
        bodies.put(
                "/api/v1/contracts/{contractId}/waiver-review",
                Map.of("consent", Map.of("residentFen", 2000, "consentedOn", "2026-01-01", "evidence", "同意书")));
        bodies.put(
                "/api/v1/contracts/{contractId}/payer-change",
                Map.of("fromPayer", "pooled_fund", "toPayer", "public_health", "amountFen", 1, "note", "调整"));
        bodies.put(
                "/api/v1/pooling-areas/{area}/fee-assessments",
                Map.of(
                        "policyId",
                        "pol_" + area + "_" + ABSENT_UUID,
                        "scores",
                        List.of(Map.of("teamId", "tem_" + area + "_T001", "score", "90"))));
        bodies.put("/api/v1/policies/{policyId}/fee-trial", Map.of());
        bodies.put("/api/v1/policies/{policyId}/validation", Map.of());
        bodies.put("/api/v1/pooling-areas/{area}/fund-claims", Map.of("payer", "pooled_fund", "month", "2026-01"));
        bodies.put(
                "/api/v1/fund-claims/{claimId}/receipts",
                Map.of("amountFen", 1, "receivedOn", "2026-02-01", "bankReference", "B1"));
        bodies.put("/api/v1/fund-claims/{claimId}/receipts/{receiptId}/reversal", Map.of("note", "录错"));
        bodies.put("/api/v1/fund-claims/{claimId}/return", Map.of("reason", "材料不全"));
        bodies.put(
                "/api/v1/fund-claims/{claimId}/cuts",
                Map.of("institutionId", "ins_" + area + "_H43990100003", "amountFen", 1, "reason", "重复签约"));
        bodies.put("/api/v1/fund-claims/{claimId}/cuts/{cutId}/reversal", Map.of("note", "录错"));
        bodies.put(
                "/api/v1/teams/{teamId}/staff-distributions",
                Map.of(
                        "firstMonth",
                        "2026-01",
                        "lastMonth",
                        "2026-01",
                        "points",
                        List.of(Map.of("practitionerId", "pra_" + area + "_" + ABSENT_UUID, "points", "1"))));
        return Optional.ofNullable(bodies.get(path));
    }
}
