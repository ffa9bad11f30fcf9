package org.jiayi.app.security;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bodies and absent ids of what people do to settlement batches, for the table of roles. */
final class HandlingRequests {

    private static final String ABSENT_UUID = "0192f0c1-0000-7000-8000-000000000001";

    private HandlingRequests() {}

    static Map<String, String> absent(String area) {
        return Map.of(
                "runId", "run_" + area + "_" + ABSENT_UUID,
                "orderId", "por_" + area + "_" + ABSENT_UUID,
                "bankPaymentId", "bpm_" + area + "_" + ABSENT_UUID,
                "lineObjectionId", "lob_" + area + "_" + ABSENT_UUID);
    }

    static Optional<Map<String, Object>> body(String path, String area) {
        Map<String, Map<String, Object>> bodies = Map.of(
                "/api/v1/pooling-areas/{area}/monthly-runs",
                        Map.of(
                                "schemes", List.of("390"),
                                "fromMonth", "2026-01",
                                "throughMonth", "2026-01",
                                "knownOn", "2026-02-10"),
                "/api/v1/settlement-batches/{batchId}/review", Map.of(),
                "/api/v1/settlement-batches/{batchId}/return", Map.of("reason", "有误"),
                "/api/v1/settlement-batches/{batchId}/discarding", Map.of("reason", "录错"),
                "/api/v1/settlement-batches/{batchId}/lines/{payeeId}/objections", Map.of("reason", "少算一人"),
                "/api/v1/line-objections/{lineObjectionId}/answer", Map.of("accepted", false, "answer", "已核对"),
                "/api/v1/settlement-batches/{batchId}/comments", Map.of("text", "已看"),
                "/api/v1/settlement-batches/{batchId}/adjustments",
                        Map.of(
                                "lines",
                                List.of(Map.of(
                                        "payeeId", "ins_" + area + "_H43990100003", "amountFen", 100, "reason", "补拨"))),
                "/api/v1/payment-orders/{orderId}/bank-answers",
                        Map.of("outcome", "paid", "amountFen", 1, "valueOn", "2026-02-19", "bankReference", "B1"),
                "/api/v1/payment-orders/{orderId}/payments/{bankPaymentId}/reversal", Map.of("note", "退票"));
        return Optional.ofNullable(bodies.get(path));
    }
}
