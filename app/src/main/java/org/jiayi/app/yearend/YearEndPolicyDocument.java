package org.jiayi.app.yearend;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A year-end policy as a bureau writes it, before anything is checked; any part may be absent. Decimals are text, so that no
 * parser turns them into floating point.
 *
 * @param kind always {@code year_end}
 * @param scheme the national code of the insurance scheme, {@code 310} or {@code 390}
 * @param coefficientOn {@code margin}, {@code surplus} or {@code both}
 * @param minimumService absent where a surplus may be kept however little the payee was used
 * @param alliance absent where a payee keeps its surplus alone
 * @param recoveryCeiling the most that is recovered at one year end, as a share of the entitlement; the rest is carried over
 */
public record YearEndPolicyDocument(
        @Nullable String kind,
        @Nullable String name,
        @Nullable String scheme,
        @Nullable Sharing surplus,
        @Nullable Sharing overspend,
        @Nullable Score score,
        @Nullable String coefficientOn,
        @Nullable MinimumService minimumService,
        @Nullable Alliance alliance,
        @Nullable String recoveryCeiling) {

    /**
     * How a surplus or an overspend is shared.
     *
     * @param mode {@code marginal} or {@code whole_amount}; an overspend is always marginal and says none
     * @param bands ascending from 0 without gap or overlap, the last one open
     * @param ceiling the most of it that the institution keeps or bears, as a share of the entitlement
     */
    public record Sharing(
            @Nullable String mode,
            @Nullable List<Band> bands,
            @Nullable String ceiling) {}

    /**
     * One band, of shares of the entitlement.
     *
     * @param upTo its upper end, included; absent of the last band
     * @param rate the institution's part, 0 to 1
     */
    public record Band(
            @Nullable String from,
            @Nullable String upTo,
            @Nullable String rate) {}

    /** From which score on the coefficient is 1, and below which it is 0. */
    public record Score(@Nullable String fullFrom, @Nullable String noneBelow) {}

    /** Below which utilisation no surplus is kept; the measure is {@code own_visits_per_head} or {@code own_share_of_visits}. */
    public record MinimumService(
            @Nullable String measure, @Nullable String threshold) {}

    /** The weights by which what is kept is divided: the lead hospital, the payee, its village clinics together. */
    public record Alliance(
            @Nullable String lead,
            @Nullable String township,
            @Nullable String village) {}
}
