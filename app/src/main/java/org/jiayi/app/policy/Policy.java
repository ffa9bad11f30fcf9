package org.jiayi.app.policy;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * One version of a policy.
 *
 * @param effectiveFrom the first day it holds
 * @param effectiveUntil the first day it no longer holds; empty when open
 * @param supersedes the version whose days end where this one's begin
 */
public record Policy(
        String area,
        UUID policyId,
        String kind,
        String subject,
        String name,
        String document,
        String digestSm3,
        LocalDate effectiveFrom,
        Optional<LocalDate> effectiveUntil,
        Status status,
        String draftedBy,
        Optional<String> validatedBy,
        Optional<String> publishedBy,
        Optional<UUID> supersedes) {

    /** Where a version stands; it only ever goes on to the next. */
    public enum Status {
        /** Sound by itself. */
        DRAFT,
        /** Sound beside the area's other policies, too. */
        VALIDATED,
        /** Holds on its days. */
        PUBLISHED,
        /** Held until the day on which its successor began. */
        SUPERSEDED,
        /** Held on no day: another version took its place before its first one. */
        WITHDRAWN;

        /** The code in columns and in the API. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Status of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    /** Whether it was published, and so never changes any more. */
    boolean isPublished() {
        return status != Status.DRAFT && status != Status.VALIDATED;
    }

    /** Whether some day is in both. */
    public boolean overlaps(Policy other) {
        return other.effectiveUntil.map(effectiveFrom::isBefore).orElse(true)
                && effectiveUntil.map(other.effectiveFrom::isBefore).orElse(true);
    }

    /** Whether there are days between the end of the other and the beginning of this one. */
    boolean followsWithGap(Policy other) {
        return other.effectiveUntil.map(effectiveFrom::isAfter).orElse(false);
    }

    /**
     * Whether it can take the other's place: it begins later, or on the same day if that is still to come, and lasts at least as long.
     */
    boolean canSupersede(Policy other, LocalDate today) {
        return other.status == Status.PUBLISHED
                && (effectiveFrom.isAfter(other.effectiveFrom)
                        || effectiveFrom.equals(other.effectiveFrom) && effectiveFrom.isAfter(today))
                && other.effectiveUntil.map(effectiveFrom::isBefore).orElse(true)
                && effectiveUntil
                        .map(end -> other.effectiveUntil
                                .map(late -> !end.isBefore(late))
                                .orElse(false))
                        .orElse(true);
    }
}
