package org.jiayi.app.visit;

import org.jspecify.annotations.Nullable;

/**
 * A policy of visits elsewhere as a bureau writes it, before anything is checked; any part may be absent. Decimals are text, so
 * that no parser turns them into floating point.
 *
 * @param kind always {@code visits_elsewhere}
 * @param scheme the national code of the insurance scheme, {@code 310} or {@code 390}
 * @param own {@code institution}, or {@code with_clinics} where visits at the payee's village clinics are its own
 * @param deduct {@code monthly} or {@code year_end}
 * @param ceiling the most that is charged to a payee, as a share of its entitlement; absent where there is no such limit
 */
public record VisitsPolicyDocument(
        @Nullable String kind,
        @Nullable String name,
        @Nullable String scheme,
        @Nullable String own,
        @Nullable Weights weights,
        @Nullable Referral referral,
        @Nullable String deduct,
        @Nullable String ceiling) {

    /** The part of each class that is charged to the payee, as {@code "0.5"}. */
    public record Weights(
            @Nullable String own,
            @Nullable String referred,
            @Nullable String unReferred,
            @Nullable String emergency,
            @Nullable String remoteRegistered,
            @Nullable String excluded) {}

    /**
     * When a referral covers a visit.
     *
     * @param evidence {@code registered}, or {@code number} where a number in the claim is enough
     * @param windowDays for how many days a referral without a last day holds, the day of issue included
     */
    public record Referral(
            @Nullable String evidence, @Nullable Integer windowDays) {}
}
