package org.jiayi.app.security;

import java.util.Map;
import java.util.Optional;

/** What the operations of statements are asked with: bodies that would do what they ask for, and ids. */
final class PublicationRequests {

    /** A detail file without lines. */
    static final String DETAIL = "resident_id,contract_id,team_number,institution_code,payee,for_month,person_months,"
            + "reason,tariff_row,grade,tariff_label\r\n#TOTAL,0,0\r\n";

    private static final String ABSENT_UUID = "0192f0c1-0000-7000-8000-000000000001";

    private PublicationRequests() {}

    /** What an address of these can name besides: none of it is there. */
    static Map<String, String> absent(String area) {
        return Map.of(
                "statementId",
                "sta_" + area + "_" + ABSENT_UUID,
                "fileName",
                "payees.csv.gz",
                "algorithm",
                "sm2",
                "linkId",
                "lnk_" + area + "_" + ABSENT_UUID,
                "reconciliationId",
                "rcn_" + area + "_" + ABSENT_UUID,
                "keyId",
                "sm2-0000000000000000");
    }

    /** A whole body for the operation; empty where the operation is none of these. */
    static Optional<Map<String, Object>> body(String path) {
        Map<String, Map<String, Object>> bodies = Map.of(
                "/api/v1/statements/{statementId}/totals-receipts",
                Map.of("lines", 1, "persons", 1, "amountFen", 1),
                "/api/v1/statements/{statementId}/revisions",
                Map.of("reason", "版式更正"));
        return Optional.ofNullable(bodies.get(path));
    }
}
