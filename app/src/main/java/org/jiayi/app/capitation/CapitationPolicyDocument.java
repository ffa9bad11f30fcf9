package org.jiayi.app.capitation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A capitation policy as a bureau writes it, before anything is checked; any part may be absent. Decimals are text, so
 * that no parser turns them into floating point.
 *
 * @param kind always {@code capitation}
 * @param scheme the national code of the insurance scheme, {@code 310} or {@code 390}
 * @param baseQuotaFen per head and year, before the coefficient; this, or one of the next three
 * @param topDown the base quota from the year's fund
 * @param bottomUp the base quota from earlier years' claims
 * @param poolFen a year's fixed amount that the payees share; coefficients are then weights
 * @param prepaid the part of the entitlement that is paid monthly, as {@code "0.9"}
 * @param packages the service packages whose contracts count
 * @param ageBands in ascending order, the first from age 0; each reaches to the next
 * @param groups in order of precedence: a person in several gets the first
 * @param overrides single cells of the tariff that have a coefficient or an annual rate of their own
 * @param payee {@code institution}, which is what an absent one means, {@code parent} or {@code team}
 * @param panel what is paid for a team's heads beyond a number, in ascending order
 * @param noContact what is paid for heads without a service record
 * @param topUps more for heads of certain institutions
 * @param floorFen the least that a payee's month comes to
 * @param capFen the most that a payee's month comes to
 * @param lookBackMonths for how many earlier months late facts are booked; absent means 12
 * @param dueDay by which day of the following month a month is to be computed; absent means as soon as it is over
 * @param roster how institutions agree to a month's list; absent means that they are not asked
 */
public record CapitationPolicyDocument(
        @Nullable String kind,
        @Nullable String name,
        @Nullable String scheme,
        @Nullable Integer year,
        @Nullable Long baseQuotaFen,
        @Nullable TopDown topDown,
        @Nullable BottomUp bottomUp,
        @Nullable Long poolFen,
        @Nullable String prepaid,
        @Nullable HeadCount headCount,
        @Nullable List<String> packages,
        @Nullable List<AgeBand> ageBands,
        @Nullable List<Group> groups,
        @Nullable List<OwnRate> overrides,
        @Nullable String payee,
        @Nullable List<PanelBand> panel,
        @Nullable NoContact noContact,
        @Nullable List<TopUp> topUps,
        @Nullable Long floorFen,
        @Nullable Long capFen,
        @Nullable Integer lookBackMonths,
        @Nullable Integer dueDay,
        @Nullable RosterDays roster) {

    /** fund × share × growth ÷ heads. */
    public record TopDown(
            @Nullable Long fundFen,
            @Nullable String share,
            @Nullable String growth,
            @Nullable Integer heads) {}

    /** (claims − out of pocket) ÷ heads of the years together × growth. */
    public record BottomUp(
            @Nullable List<Year> years, @Nullable String growth) {}

    /** What was claimed in a year. */
    public record Year(
            @Nullable Long claimsFen,
            @Nullable Long outOfPocketFen,
            @Nullable Integer heads) {}

    /** Which months a contract counts in; see {@link HeadCountRule}. */
    public record HeadCount(
            @Nullable Integer snapshotDay,
            @Nullable Integer joinThroughDay,
            @Nullable String leave) {}

    /** The coefficients of an age band, by sex. */
    public record AgeBand(
            @Nullable String code,
            @Nullable Integer fromAge,
            @Nullable String male,
            @Nullable String female,
            @Nullable String unspecified) {}

    /**
     * The coefficient of a population group from an age to an age, both included, where it says so: one whatever the sex, or one for
     * each sex.
     */
    public record Group(
            @Nullable String group,
            @Nullable Integer fromAge,
            @Nullable Integer toAge,
            @Nullable String coefficient,
            @Nullable String male,
            @Nullable String female,
            @Nullable String unspecified) {}

    /** What one cell comes to whatever else is said of it; without a group, people in none that is listed for their age. */
    public record OwnRate(
            @Nullable String ageBand,
            @Nullable String sex,
            @Nullable String group,
            @Nullable String coefficient,
            @Nullable Long annualFen) {}

    /** The part that is paid for the heads of a team above a number. */
    public record PanelBand(
            @Nullable Integer above, @Nullable String rate) {}

    /** The part that is paid for a head without a service record in so many months up to the snapshot day. */
    public record NoContact(
            @Nullable Integer months, @Nullable String rate) {}

    /** More per head and year for the heads of these institutions. */
    public record TopUp(
            @Nullable String name,
            @Nullable List<String> institutions,
            @Nullable Long annualFen) {}

    /** See {@link RosterRule}. */
    public record RosterDays(
            @Nullable Integer days, @Nullable Boolean silenceConsents) {}
}
