package org.jiayi.app.settlement;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;

/**
 * A settlement batch (结算批次): what one fund owes in one pooling area for one period.
 *
 * @param kind the code of its {@link BatchKind}
 * @param fund the code of a {@link Fund}
 * @param month the last one, where it settles several
 * @param sequence of a month's adjustments, from 1; 1 of every other kind
 * @param corrects the batch whose figures an adjustment corrects
 * @param policyId where one policy decides the figures
 * @param knownOn what was recorded by the end of this day counts
 * @param heads person-months counted, contracts charged, or people among whom income is distributed
 * @param correctedHeads signed person-months of earlier months
 * @param entitlementFen what is due: prepayment and retention
 * @param prepaymentFen what is paid of it
 * @param deductedFen taken off what is paid for visits elsewhere
 * @param confirmUntil the last day on which institutions may confirm or object; empty where they are not asked
 */
public record Batch(
        String area,
        UUID batchId,
        String kind,
        String fund,
        Month month,
        int sequence,
        Optional<UUID> corrects,
        Optional<UUID> policyId,
        LocalDate knownOn,
        Status status,
        long heads,
        long correctedHeads,
        long entitlementFen,
        long prepaymentFen,
        long retentionFen,
        long deductedFen,
        String digestSha256,
        String digestSm3,
        String computedBy,
        Optional<String> reviewedBy,
        Optional<LocalDate> confirmUntil,
        Optional<String> confirmedBy,
        Optional<String> approvedBy,
        Optional<String> closedBy) {

    /**
     * Where a batch stands. It moves forward; only a reviewed one may be returned to be computed again, and a paid one is published again
     * where a payment comes back.
     */
    public enum Status {
        /** 测算: may be computed again. */
        COMPUTED,
        /** 复核: another person has looked at it; institutions may confirm or object. */
        REVIEWED,
        /** 确认: immutable from here on. */
        CONFIRMED,
        /** 批准: posted to the ledger; its files are being made. */
        APPROVED,
        /** Its files can be pulled, and payment be ordered. */
        PUBLISHED,
        /** 拨付: every order is paid. */
        PAID,
        /** 办结: nothing more is done to it; what turns out wrong is corrected by another batch. */
        CLOSED,
        /** 作废: an open adjustment that was given up. It stays, with its history, and comes to nothing. */
        DISCARDED
    }

    /** What a caller must name to act on the batch that was looked at. */
    public String etag() {
        return '"' + digestSm3 + '"';
    }

    /** Whether institutions may confirm or object on a day: it is reviewed, and their last day is not over. */
    boolean hearsInstitutionsOn(LocalDate day) {
        return status == Status.REVIEWED
                && confirmUntil.filter(until -> !until.isBefore(day)).isPresent();
    }

    /** What is to be paid: the prepayment less the deduction. */
    public long dueFen() {
        return Math.subtractExact(prepaymentFen, deductedFen);
    }

    /** The scheme whose pooled fund it settles; fails where it settles a payer's. */
    public InsuranceScheme scheme() {
        return InsuranceScheme.find(fund).orElseThrow();
    }

    /** Whether it corrects another batch; refused where it is computed, since such a batch is computed again instead. */
    Decision<Batch> requireAdjustment() {
        return corrects.isPresent() ? Decision.accept(this) : Decision.refuse(RefusalCode.NOT_AN_ADJUSTMENT);
    }

    /** Whether what it was computed from may still change, and so may it. */
    public boolean isOpen() {
        return status == Status.COMPUTED || status == Status.REVIEWED;
    }

    /** Whether it settles a capitation month. */
    public boolean isCapitationMonth() {
        return kind.equals(BatchKind.CAPITATION_MONTH);
    }
}
