package org.jiayi.app.capitation;

import static org.jiayi.app.kernel.decision.RefusalCode.POLICY_INVALID;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.document.DocumentReader;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.resident.PopulationGroup;
import org.jspecify.annotations.Nullable;

/** Reads a capitation policy and compiles its tariff. */
final class CapitationPolicyReader {

    private static final int YEAR_MIN = 2000;
    private static final int YEAR_MAX = 2100;
    private static final int AGE_MAX = 150;
    private static final int PANEL_MAX = 100_000;
    private static final int NO_CONTACT_MONTHS_MAX = 36;
    private static final int LOOK_BACK_USUAL = 12;
    private static final int LOOK_BACK_MAX = 36;
    private static final int ROSTER_DAYS_MAX = 31;
    private static final Fraction COEFFICIENT_MAX = Fraction.of(1_000);

    private final DocumentReader reader = new DocumentReader();

    Decision<CapitationPolicy> read(CapitationPolicyDocument document) {
        reader.require(CapitationPolicy.KIND.equals(document.kind()), POLICY_INVALID, "/kind");
        var name = reader.text(document.name(), "/name");
        var scheme = scheme(document.scheme());
        var year = reader.number(document.year(), YEAR_MIN, YEAR_MAX, "/year");
        var pool = Optional.ofNullable(document.poolFen()).map(fen -> reader.fund(fen, "/poolFen"));
        var baseQuota = pool.isPresent() ? Fraction.ONE : new BaseQuotaReader(reader).read(document);
        reader.require(pool.isEmpty() || document.baseQuotaFen() == null, POLICY_INVALID, "/baseQuotaFen");
        var prepaid = reader.decimal(document.prepaid(), Fraction.ZERO, Fraction.ONE, "/prepaid");
        var headCount = headCount(document.headCount());
        var packages = reader.each(
                document.packages(), 1, "/packages", (text, at) -> reader.oneOf(ServicePackage.class, text, at));
        reader.distinct(packages, "/packages");
        var bands = ageBands(document.ageBands());
        var groups = reader.each(document.groups(), 0, "/groups", this::group);
        requireReachable(groups, bands);
        var grades = grades(document);
        var payees = payees(document);
        var lookBack = document.lookBackMonths() == null
                ? LOOK_BACK_USUAL
                : reader.number(document.lookBackMonths(), 0, LOOK_BACK_MAX, "/lookBackMonths");
        var roster = Optional.ofNullable(document.roster())
                .map(rule -> new RosterRule(
                        reader.number(rule.days(), 1, ROSTER_DAYS_MAX, "/roster/days"),
                        Boolean.TRUE.equals(rule.silenceConsents())));
        return reader.decide(() -> new CapitationPolicy(
                name,
                scheme,
                year,
                baseQuota,
                pool,
                prepaid,
                headCount,
                Set.copyOf(packages),
                new Tariff(baseQuota, bands, groups),
                grades,
                payees,
                lookBack,
                roster));
    }

    private InsuranceScheme scheme(@Nullable String code) {
        for (var scheme : InsuranceScheme.values()) {
            if (scheme.code().equals(code)) {
                return scheme;
            }
        }
        reader.require(false, POLICY_INVALID, "/scheme");
        return InsuranceScheme.RESIDENT;
    }

    private HeadCountRule headCount(CapitationPolicyDocument.@Nullable HeadCount document) {
        if (document == null) {
            reader.require(false, POLICY_INVALID, "/headCount");
            return new HeadCountRule(1, 1, HeadCountRule.Leave.MONTH_OF_LAST_DAY);
        }
        return new HeadCountRule(
                reader.number(document.snapshotDay(), 1, HeadCountRule.DAY_MAX, "/headCount/snapshotDay"),
                reader.number(document.joinThroughDay(), 1, HeadCountRule.DAY_MAX, "/headCount/joinThroughDay"),
                reader.oneOf(HeadCountRule.Leave.class, document.leave(), "/headCount/leave"));
    }

    private List<AgeBand> ageBands(@Nullable List<CapitationPolicyDocument.AgeBand> documents) {
        var bands = reader.each(documents, 1, "/ageBands", this::ageBand);
        reader.distinct(bands.stream().map(AgeBand::code).toList(), "/ageBands");
        for (var index = 0; index < bands.size(); index++) {
            var from = bands.get(index).fromAge();
            var ascends = index == 0 ? from == 0 : from > bands.get(index - 1).fromAge();
            reader.require(ascends, POLICY_INVALID, "/ageBands/" + index + "/fromAge");
        }
        return bands;
    }

    private AgeBand ageBand(CapitationPolicyDocument.AgeBand document, String at) {
        return new AgeBand(
                reader.text(document.code(), at + "/code"),
                reader.number(document.fromAge(), 0, AGE_MAX, at + "/fromAge"),
                List.of(
                        coefficient(document.unspecified(), at + "/unspecified"),
                        coefficient(document.male(), at + "/male"),
                        coefficient(document.female(), at + "/female")));
    }

    private GroupCoefficient group(CapitationPolicyDocument.Group document, String at) {
        var group = reader.oneOf(PopulationGroup.class, document.group(), at + "/group");
        // the age bands tell them: a recorded age group would be another year's
        reader.require(!group.isByAge(), POLICY_INVALID, at + "/group");
        return new GroupCoefficient(
                group,
                document.fromAge() == null ? 0 : reader.number(document.fromAge(), 0, AGE_MAX, at + "/fromAge"),
                document.toAge() == null
                        ? GroupCoefficient.FOREVER
                        : 1 + reader.number(document.toAge(), 0, AGE_MAX, at + "/toAge"),
                coefficient(document.coefficient(), at + "/coefficient"));
    }

    /** A group's ages are whole bands, and some of them are not taken by what is listed before. */
    private void requireReachable(List<GroupCoefficient> groups, List<AgeBand> bands) {
        var starts = bands.stream().map(AgeBand::fromAge).toList();
        for (var index = 0; index < groups.size(); index++) {
            var group = groups.get(index);
            var at = "/groups/" + index;
            reader.require(starts.contains(group.fromAge()), POLICY_INVALID, at + "/fromAge");
            reader.require(
                    group.untilAge() == GroupCoefficient.FOREVER || starts.contains(group.untilAge()),
                    POLICY_INVALID,
                    at + "/toAge");
            var before = groups.subList(0, index).stream()
                    .filter(earlier -> earlier.group() == group.group())
                    .toList();
            reader.require(
                    starts.stream()
                            .filter(group::covers)
                            .anyMatch(start -> before.stream().noneMatch(earlier -> earlier.covers(start))),
                    POLICY_INVALID,
                    at);
        }
    }

    private Grades grades(CapitationPolicyDocument document) {
        var panel = reader.each(
                document.panel(),
                0,
                "/panel",
                (band, at) -> new Grades.PanelBand(
                        reader.number(band.above(), 1, PANEL_MAX, at + "/above"), rate(band.rate(), at + "/rate")));
        for (var index = 1; index < panel.size(); index++) {
            reader.require(
                    panel.get(index).above() > panel.get(index - 1).above(),
                    POLICY_INVALID,
                    "/panel/" + index + "/above");
        }
        var noContact = Optional.ofNullable(document.noContact())
                .map(rule -> new Grades.NoContact(
                        reader.number(rule.months(), 1, NO_CONTACT_MONTHS_MAX, "/noContact/months"),
                        rate(rule.rate(), "/noContact/rate")));
        return new Grades(panel, noContact);
    }

    private PayeeRule payees(CapitationPolicyDocument document) {
        var level = document.payee() == null
                ? PayeeLevel.INSTITUTION
                : reader.oneOf(PayeeLevel.class, document.payee(), "/payee");
        var topUps = reader.each(
                document.topUps(),
                0,
                "/topUps",
                (topUp, at) -> new PayeeRule.TopUp(
                        reader.text(topUp.name(), at + "/name"),
                        Set.copyOf(reader.each(topUp.institutions(), 1, at + "/institutions", reader::text)),
                        reader.amount(topUp.annualFen(), at + "/annualFen")));
        var floor = Optional.ofNullable(document.floorFen()).map(fen -> reader.fund(fen, "/floorFen"));
        var cap = Optional.ofNullable(document.capFen()).map(fen -> reader.fund(fen, "/capFen"));
        reader.require(cap.isEmpty() || floor.orElse(Money.ZERO).compareTo(cap.get()) <= 0, POLICY_INVALID, "/capFen");
        reader.require(
                document.poolFen() == null || (topUps.isEmpty() && floor.isEmpty() && cap.isEmpty()),
                POLICY_INVALID,
                "/poolFen");
        return new PayeeRule(level, topUps, floor, cap);
    }

    private Fraction rate(@Nullable String text, String at) {
        return reader.decimal(text, Fraction.ZERO, Fraction.ONE, at);
    }

    /** At most four decimals: more would only pretend. */
    private Fraction coefficient(@Nullable String text, String at) {
        var coefficient = reader.decimal(text, Fraction.ZERO, COEFFICIENT_MAX, at);
        var units = coefficient.times(Fraction.of(Tariff.COEFFICIENT_UNITS));
        reader.require(units.denominator().equals(BigInteger.ONE), POLICY_INVALID, at);
        return coefficient;
    }
}
