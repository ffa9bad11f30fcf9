package org.jiayi.app.security;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the operations upon payments are asked with: bodies that would do what they ask for. */
final class PaymentRequests {

    static final Map<String, Object> OPENING = Map.of("payer", "resident", "provider", "simulator");
    static final Map<String, Object> RECONCILIATION = Map.of("provider", "simulator", "day", "2026-02-19");

    private PaymentRequests() {}

    /** A whole body for the operation; empty where the operation is none of these. */
    static Optional<Map<String, Object>> body(String path) {
        Map<String, Map<String, Object>> bodies = new LinkedHashMap<>();
        bodies.put("/api/v1/contracts/{contractId}/payments", OPENING);
        bodies.put("/api/v1/payments/{paymentId}/reversal", Map.of("reason", "other"));
        bodies.put(
                "/api/v1/payments/{paymentId}/refunds/{refundId}/bank-refund",
                Map.of("bankReference", "B1", "valueOn", "2026-02-19", "note", "逾期退款"));
        bodies.put("/api/v1/payments/{paymentId}/refunds/{refundId}/bank-refund/reversal", Map.of("note", "录错"));
        bodies.put(
                "/api/v1/payments/{paymentId}/refunds/{refundId}/exits",
                Map.of("bankReference", "B1", "valueOn", "2026-02-19", "note", "渠道停用", "evidence", "渠道函件"));
        bodies.put("/api/v1/payments/{paymentId}/closing", Map.of("note", "金额不符，渠道已退回"));
        bodies.put("/api/v1/pooling-areas/{area}/payment-bills", RECONCILIATION);
        bodies.put(
                "/api/v1/pooling-areas/{area}/provider-remittances",
                Map.of(
                        "provider",
                        "simulator",
                        "amountFen",
                        1,
                        "chargeFen",
                        0,
                        "valueOn",
                        "2026-02-19",
                        "bankReference",
                        "B1"));
        bodies.put("/api/v1/provider-remittances/{remittanceId}/reversal", Map.of("note", "录错"));
        bodies.put("/api/v1/payment-notices/{provider}", Map.of("kind", "payment"));
        return Optional.ofNullable(bodies.get(path));
    }
}
