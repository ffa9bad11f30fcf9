package org.jiayi.app.security;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiayi.app.TestCounty;

/** What the operations of the registries are asked with: bodies that would do what they ask for, and ids. */
final class RegistryRequests {

    private static final String ABSENT_UUID = "0192f0c1-0000-7000-8000-000000000001";

    private RegistryRequests() {}

    /** The same map with what an address of the registries can name besides, absent where the other map has it not. */
    static Map<String, String> with(Map<String, String> things, String area, Map<String, String> found) {
        Map<String, String> all = new LinkedHashMap<>(things);
        all.put("institutionId", "ins_" + area + "_H43990199999");
        all.put("practitionerId", "pra_" + area + "_" + ABSENT_UUID);
        all.put("membershipId", "mem_" + area + "_" + ABSENT_UUID);
        all.put("residentId", "res_" + area + "_" + ABSENT_UUID);
        all.put("guardianId", "grd_" + area + "_" + ABSENT_UUID);
        all.putAll(found);
        return all;
    }

    /** A whole body for the operation, naming things of that area; empty where the operation is none of the registries. */
    static Optional<Map<String, Object>> body(String path, String area) {
        String institution = "ins_" + area + "_" + TestCounty.FIRST_INSTITUTION;
        String practitioner = "pra_" + area + "_" + ABSENT_UUID;
        String resident = "res_" + area + "_" + ABSENT_UUID;
        Map<String, Map<String, Object>> bodies = new LinkedHashMap<>();
        bodies.put(
                "/api/v1/institutions/{institutionId}/standings",
                Map.of("standing", "suspended", "firstDay", "2026-03-01"));
        bodies.put(
                "/api/v1/institutions/{institutionId}/particulars",
                Map.of(
                        "uscc",
                        "12439901JG7LCMK11D",
                        "name",
                        "青石社区卫生服务中心",
                        "kind",
                        "社区卫生服务中心",
                        "division",
                        "439901",
                        "firstDay",
                        "2026-03-01"));
        bodies.put(
                "/api/v1/institutions/{institutionId}/alliance-memberships",
                Map.of("alliance", "县医共体", "leads", false, "firstDay", "2026-03-01"));
        Map<String, Object> employment = Map.of("kind", "nurse", "employerId", institution, "firstDay", "2026-03-01");
        bodies.put("/api/v1/practitioners/{practitionerId}/employments", employment);
        bodies.put(
                "/api/v1/practitioners/{practitionerId}/employments/end",
                Map.of("employerId", institution, "lastDay", "2026-03-31"));
        Map<String, Object> nurse = new LinkedHashMap<>(employment);
        nurse.put("name", "护士甲");
        bodies.put("/api/v1/pooling-areas/{area}/practitioners", nurse);
        bodies.put("/api/v1/teams/{teamId}/names", Map.of("name", "青石家庭医生团队", "firstDay", "2026-03-01"));
        bodies.put(
                "/api/v1/teams/{teamId}/members",
                Map.of("practitionerId", practitioner, "role", "nurse", "firstDay", "2026-03-01"));
        bodies.put("/api/v1/teams/{teamId}/members/{membershipId}/end", Map.of("lastDay", "2026-03-01"));
        bodies.put("/api/v1/teams/{teamId}/capacity", Map.of("basis", "fixed", "cap", 100));
        bodies.put(
                "/api/v1/pooling-areas/{area}/residents",
                Map.of(
                        "name",
                        "样例",
                        "documentType",
                        "passport",
                        "documentNumber",
                        "E12345678",
                        "birthDate",
                        "1990-01-01",
                        "sex",
                        1));
        bodies.put(
                "/api/v1/pooling-areas/{area}/resident-lookups", Map.of("number", "E12345678", "purpose", "signing"));
        bodies.put("/api/v1/residents/{residentId}/documents", Map.of("type", "passport", "number", "E12345678"));
        bodies.put(
                "/api/v1/residents/{residentId}/document-withdrawals",
                Map.of("number", "E12345678", "reason", "mistyped"));
        bodies.put(
                "/api/v1/residents/{residentId}/circumstances",
                Map.of("firstDay", "2026-03-01", "groups", List.of(Map.of("group", "copd", "source", "diagnosis"))));
        bodies.put(
                "/api/v1/residents/{residentId}/households",
                Map.of("household", "H1", "relationship", "02", "firstDay", "2026-03-01"));
        bodies.put(
                "/api/v1/residents/{residentId}/guardians",
                Map.of(
                        "name",
                        "样例",
                        "documentNumber",
                        "E1",
                        "relationship",
                        "52",
                        "evidenceKind",
                        "household_register",
                        "evidenceReference",
                        "1",
                        "firstDay",
                        "2026-03-01"));
        bodies.put("/api/v1/residents/{residentId}/guardians/{guardianId}/end", Map.of("lastDay", "2026-03-01"));
        bodies.put(
                "/api/v1/residents/{residentId}/incapacity",
                Map.of("evidenceKind", "court_ruling", "evidenceReference", "1", "firstDay", "2026-03-01"));
        bodies.put(
                "/api/v1/residents/{residentId}/incapacity/end",
                Map.of("evidenceKind", "court_ruling", "evidenceReference", "2", "lastDay", "2026-03-31"));
        bodies.put(
                "/api/v1/residents/{residentId}/merge", Map.of("survivorId", resident, "reason", "registered_twice"));
        return Optional.ofNullable(bodies.get(path));
    }
}
