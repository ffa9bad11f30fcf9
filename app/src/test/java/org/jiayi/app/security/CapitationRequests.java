package org.jiayi.app.security;

import java.util.Map;
import java.util.Optional;

/** What the operations of capitation and rosters are asked with: bodies that would do what they ask for, and ids. */
final class CapitationRequests {

    private static final String ABSENT_UUID = "0192f0c1-0000-7000-8000-000000000001";

    private CapitationRequests() {}

    /** What an address of these can name besides: no list is published and nobody has objected. */
    static Map<String, String> absent(String area) {
        return Map.of(
                "payeeId", "ins_" + area + "_H43990100003",
                "rosterMonth", "390-2026-01",
                "objectionId", "obj_" + area + "_" + ABSENT_UUID);
    }

    /** A whole body for the operation, naming things of that area; empty where the operation is none of these. */
    static Optional<Map<String, Object>> body(String path, String area) {
        Map<String, Map<String, Object>> bodies = Map.of(
                "/api/v1/pooling-areas/{area}/capitation-simulations",
                Map.of("policyId", "pol_" + area + "_" + ABSENT_UUID, "year", 2026, "knownOn", "2026-02-19"),
                "/api/v1/pooling-areas/{area}/rosters/{rosterMonth}/objections",
                Map.of("residentId", "res_" + area + "_" + ABSENT_UUID, "reason", "not_ours", "note", "非本机构签约"),
                "/api/v1/objections/{objectionId}/answer",
                Map.of("accepted", true, "answer", "采纳"));
        return Optional.ofNullable(bodies.get(path));
    }
}
