package org.jiayi.app.security;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the operations of visits, referrals and year ends are asked with: bodies that would do what they ask for, and ids. */
final class YearEndRequests {

    private static final String ABSENT_UUID = "0192f0c1-0000-7000-8000-000000000001";

    private YearEndRequests() {}

    /** What an address of these can name besides: none of it is there. */
    static Map<String, String> absent(String area) {
        return Map.of(
                "visitId",
                "vis_" + area + "_V999",
                "referralId",
                "ref_" + area + "_Z999",
                "yearEndId",
                "yre_" + area + "_" + ABSENT_UUID,
                "recoveryId",
                "ent_" + area + "_" + ABSENT_UUID,
                "writeOffId",
                "wof_" + area + "_" + ABSENT_UUID,
                "payee",
                "H43990100003");
    }

    /** A whole body for the operation, naming things of that area; empty where the operation is none of these. */
    static Optional<Map<String, Object>> body(String path, String area) {
        Map<String, Map<String, Object>> bodies = new LinkedHashMap<>();
        bodies.put(
                "/api/v1/pooling-areas/{area}/referrals",
                Map.of(
                        "number",
                        "Z1",
                        "residentId",
                        "res_" + area + "_" + ABSENT_UUID,
                        "fromInstitutionId",
                        "ins_" + area + "_H43990100003",
                        "issuedOn",
                        "2026-02-01"));
        bodies.put("/api/v1/visits/{visitId}/cancellation", Map.of("reason", "wrong_person"));
        bodies.put(
                "/api/v1/pooling-areas/{area}/year-ends",
                Map.of(
                        "scheme",
                        "390",
                        "year",
                        2026,
                        "throughMonth",
                        "2026-01",
                        "knownOn",
                        "2026-02-19",
                        "scores",
                        List.of(Map.of("payee", "H43990100003", "score", "90"))));
        bodies.put(
                "/api/v1/pooling-areas/{area}/year-end-debts/recoveries",
                Map.of(
                        "scheme",
                        "390",
                        "payee",
                        "H43990100003",
                        "amountFen",
                        1,
                        "receivedOn",
                        "2026-02-19",
                        "bankReference",
                        "ZH1"));
        bodies.put(
                "/api/v1/pooling-areas/{area}/year-end-debts/write-offs",
                Map.of("scheme", "390", "payee", "H43990100003", "amountFen", 1, "reason", "机构已撤销"));
        bodies.put("/api/v1/year-end-recoveries/{recoveryId}/reversal", Map.of("note", "录错"));
        bodies.put("/api/v1/year-end-write-offs/{writeOffId}/decision", Map.of("accepted", false));
        bodies.put("/api/v1/year-ends/{yearEndId}/discarding", Map.of("reason", "改按全年清算"));
        return Optional.ofNullable(bodies.get(path));
    }
}
