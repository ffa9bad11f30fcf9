package org.jiayi.app.capitation;

import static org.jiayi.app.kernel.decision.RefusalCode.AMOUNT_OUT_OF_RANGE;
import static org.jiayi.app.kernel.decision.RefusalCode.POLICY_INVALID;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.document.DocumentReader;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.resident.PopulationGroup;
import org.jspecify.annotations.Nullable;

/** Reads a capitation policy and compiles its tariff. */
final class CapitationPolicyReader {

    private static final int YEAR_MIN = 2000;
    private static final int YEAR_MAX = 2100;
    private static final int AGE_MAX = 150;
    private static final Fraction COEFFICIENT_MAX = Fraction.of(100);

    private final DocumentReader reader = new DocumentReader();

    Decision<CapitationPolicy> read(CapitationPolicyDocument document) {
        reader.require(CapitationPolicy.KIND.equals(document.kind()), POLICY_INVALID, "/kind");
        var name = reader.text(document.name(), "/name");
        var scheme = scheme(document.scheme());
        var year = reader.number(document.year(), YEAR_MIN, YEAR_MAX, "/year");
        var baseQuota = reader.amount(document.baseQuotaFen(), "/baseQuotaFen");
        reader.require(!baseQuota.isZero(), AMOUNT_OUT_OF_RANGE, "/baseQuotaFen");
        var prepaid = reader.decimal(document.prepaid(), Fraction.ZERO, Fraction.ONE, "/prepaid");
        var headCount = headCount(document.headCount());
        var packages = reader.each(
                document.packages(), 1, "/packages", (text, at) -> reader.oneOf(ServicePackage.class, text, at));
        reader.distinct(packages, "/packages");
        var bands = ageBands(document.ageBands());
        var groups = reader.each(document.groups(), 0, "/groups", this::group);
        reader.distinct(groups.stream().map(GroupCoefficient::group).toList(), "/groups");
        return reader.decide(() -> new CapitationPolicy(
                name,
                scheme,
                year,
                baseQuota,
                prepaid,
                headCount,
                Set.copyOf(packages),
                new Tariff(baseQuota, bands, groups)));
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
        return new GroupCoefficient(
                reader.oneOf(PopulationGroup.class, document.group(), at + "/group"),
                coefficient(document.coefficient(), at + "/coefficient"));
    }

    /** At most four decimals, so that every entitlement is a whole number of {@link Tariff#EXACT_UNITS_PER_FEN}ths. */
    private Fraction coefficient(@Nullable String text, String at) {
        var coefficient = reader.decimal(text, Fraction.ZERO, COEFFICIENT_MAX, at);
        var units = coefficient.times(Fraction.of(Tariff.COEFFICIENT_UNITS));
        reader.require(units.denominator().equals(BigInteger.ONE), POLICY_INVALID, at);
        return coefficient;
    }
}
