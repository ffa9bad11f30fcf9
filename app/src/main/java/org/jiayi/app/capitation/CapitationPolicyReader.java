package org.jiayi.app.capitation;

import static org.jiayi.app.kernel.decision.RefusalCode.POLICY_INVALID;

import java.util.Optional;
import java.util.Set;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.document.DocumentReader;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.InsuranceScheme;
import org.jspecify.annotations.Nullable;

/** Reads a capitation policy; what heads are worth by it is read by {@link TariffReader}. */
final class CapitationPolicyReader {

    private static final int YEAR_MIN = 2000;
    private static final int YEAR_MAX = 2100;
    private static final int PANEL_MAX = 100_000;
    private static final int NO_CONTACT_MONTHS_MAX = 36;
    private static final int LOOK_BACK_USUAL = 12;
    private static final int LOOK_BACK_MAX = 36;
    private static final int ROSTER_DAYS_MAX = 31;

    private final DocumentReader reader = new DocumentReader();

    Decision<CapitationPolicy> read(CapitationPolicyDocument document) {
        reader.require(CapitationPolicy.KIND.equals(document.kind()), POLICY_INVALID, "/kind");
        var name = reader.text(document.name(), "/name");
        var scheme = scheme(document.scheme());
        var year = reader.number(document.year(), YEAR_MIN, YEAR_MAX, "/year");
        var pool = Optional.ofNullable(document.poolFen()).map(fen -> reader.fund(fen, "/poolFen"));
        var baseQuota = pool.isPresent() ? Fraction.ONE : new BaseQuotaReader(reader).read(document);
        reader.require(pool.isEmpty() || document.baseQuotaFen() == null, POLICY_INVALID, "/baseQuotaFen");
        reader.require(pool.isEmpty() || document.topDown() == null, POLICY_INVALID, "/topDown");
        reader.require(pool.isEmpty() || document.bottomUp() == null, POLICY_INVALID, "/bottomUp");
        var prepaid = reader.decimal(document.prepaid(), Fraction.ZERO, Fraction.ONE, "/prepaid");
        var headCount = headCount(document.headCount());
        var packages = reader.each(
                document.packages(), 1, "/packages", (text, at) -> reader.oneOf(ServicePackage.class, text, at));
        reader.distinct(packages, "/packages");
        var tariff = new TariffReader(reader).read(document, baseQuota);
        var grades = grades(document);
        var payees = payees(document);
        var lookBack = document.lookBackMonths() == null
                ? LOOK_BACK_USUAL
                : reader.number(document.lookBackMonths(), 0, LOOK_BACK_MAX, "/lookBackMonths");
        var dueDay =
                document.dueDay() == null ? 1 : reader.number(document.dueDay(), 1, HeadCountRule.DAY_MAX, "/dueDay");
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
                tariff.get(),
                grades,
                payees,
                lookBack,
                dueDay,
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
}
