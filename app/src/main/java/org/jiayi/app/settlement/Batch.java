package org.jiayi.app.settlement;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.period.Month;

/**
 * A settlement batch (结算批次): one scheme's month of one pooling area.
 *
 * @param knownOn what was recorded by the end of this day counts
 * @param heads person-months counted
 * @param correctedHeads signed person-months of earlier months
 */
public record Batch(
        String area,
        UUID batchId,
        String kind,
        String scheme,
        Month month,
        UUID policyId,
        LocalDate knownOn,
        Status status,
        long heads,
        long correctedHeads,
        long entitlementFen,
        long prepaymentFen,
        long retentionFen,
        String digestSha256,
        String digestSm3,
        String computedBy,
        Optional<String> confirmedBy,
        Optional<String> approvedBy) {

    /** Where a batch stands; it only moves forward. */
    public enum Status {
        /** 测算: may be computed again. */
        COMPUTED,
        /** 确认: immutable from here on. */
        CONFIRMED,
        /** 批准: posted to the ledger; its files are being made. */
        APPROVED,
        /** Its files can be pulled. */
        PUBLISHED
    }

    /** What a caller must name to act on the batch that was looked at. */
    public String etag() {
        return '"' + digestSm3 + '"';
    }
}
