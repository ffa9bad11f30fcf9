package org.jiayi.app.security;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the operations upon contracts are asked with: bodies that would do what they ask for. */
final class ContractingRequests {

    private static final String ABSENT_UUID = "0192f0c1-0000-7000-8000-000000000001";

    private ContractingRequests() {}

    /** A whole body for the operation, naming things of that area; empty where the operation is none of these. */
    static Optional<Map<String, Object>> body(String path, String area) {
        String team = "tem_" + area + "_T002";
        String resident = "res_" + area + "_" + ABSENT_UUID;
        String contracts = "/api/v1/contracts/{contractId}/";
        Map<String, Map<String, Object>> bodies = new LinkedHashMap<>();
        bodies.put(contracts + "renewal", Map.of());
        bodies.put(contracts + "transfer", Map.of("teamId", team, "firstDay", "2026-03-01"));
        bodies.put(
                contracts + "change-quote",
                Map.of("act", "amend", "body", Map.of("servicePackage", "elderly", "firstDay", "2026-03-01")));
        bodies.put(contracts + "amendment", Map.of("servicePackage", "elderly", "firstDay", "2026-03-01"));
        bodies.put(contracts + "termination", Map.of("reason", "own_wish", "lastDay", "2026-03-01"));
        bodies.put(contracts + "withdrawal", Map.of());
        bodies.put(contracts + "suspension", Map.of("firstDay", "2026-03-01", "basis", "断保"));
        bodies.put(contracts + "resumption", Map.of("firstDay", "2026-03-01"));
        bodies.put("/api/v1/residents/{residentId}/death", Map.of("diedOn", "2026-02-01"));
        bodies.put(
                "/api/v1/residents/{residentId}/death/revocation",
                Map.of("reason", "wrong_person", "evidenceKind", "seen_alive", "evidenceReference", "走访记录1号"));
        Map<String, Object> wish = Map.of("teamId", team, "servicePackage", "basic");
        bodies.put("/api/v1/applications", wish);
        bodies.put("/api/v1/offers", wish);
        bodies.put("/api/v1/applications/{applicationId}/refusal", Map.of("reason", "不在服务范围"));
        bodies.put("/api/v1/offers/{offerCode}/refusal", Map.of("reason", "再考虑"));
        bodies.put("/api/v1/offers/{offerCode}/agreement", Map.of());
        bodies.put(
                "/api/v1/teams/{teamId}/household-signings",
                Map.of("householdOf", resident, "servicePackage", "basic"));
        bodies.put("/api/v1/teams/{teamId}/dissolution", Map.of("lastDay", "2027-12-31"));
        bodies.put("/api/v1/phone-outbox", Map.of("items", List.of(Map.of("key", "phone-key-1", "act", "sign"))));
        bodies.put("/api/v1/pooling-areas/{area}/reassignments", reassignment(area));
        return Optional.ofNullable(bodies.get(path));
    }

    /** A rehearsal that moves nothing. */
    static Map<String, Object> reassignment(String area) {
        return Map.of(
                "basis",
                "县卫健发〔2026〕12号",
                "firstDay",
                "2026-06-01",
                "dryRun",
                true,
                "moves",
                List.of(Map.of("fromTeamId", "tem_" + area + "_T002", "toTeamId", "tem_" + area + "_T003")));
    }
}
