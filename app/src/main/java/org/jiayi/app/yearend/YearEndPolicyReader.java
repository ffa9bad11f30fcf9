package org.jiayi.app.yearend;

import static org.jiayi.app.kernel.decision.RefusalCode.POLICY_INVALID;

import java.util.List;
import java.util.Optional;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.document.DocumentReader;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.yearend.YearEndRules.CoefficientOn;
import org.jiayi.app.yearend.YearEndRules.SurplusMode;
import org.jspecify.annotations.Nullable;

/** Reads a year-end policy: bands without a gap, an overlap or one that nothing reaches. */
final class YearEndPolicyReader {

    private static final Fraction SCORE_MAX = Fraction.of(100);
    private static final Fraction SHARE_MAX = Fraction.of(100);
    private static final Fraction WEIGHT_MAX = Fraction.of(1_000);

    private final DocumentReader reader = new DocumentReader();

    Decision<YearEndPolicy> read(YearEndPolicyDocument document) {
        reader.require(YearEndPolicy.KIND.equals(document.kind()), POLICY_INVALID, "/kind");
        var name = reader.text(document.name(), "/name");
        var scheme = Optional.ofNullable(document.scheme()).flatMap(InsuranceScheme::find);
        reader.require(scheme.isPresent(), POLICY_INVALID, "/scheme");
        var surplus = sharing(document.surplus(), "/surplus");
        var mode = reader.oneOf(SurplusMode.class, surplus.mode(), "/surplus/mode");
        // nobody can leave more unspent than there was
        var keeps = bands(surplus.bands(), Fraction.ONE, "/surplus/bands");
        var overspend = sharing(document.overspend(), "/overspend");
        reader.require(overspend.mode() == null, POLICY_INVALID, "/overspend/mode");
        var bears = bands(overspend.bands(), SHARE_MAX, "/overspend/bands");
        var score = score(document.score());
        var coefficientOn = reader.oneOf(CoefficientOn.class, document.coefficientOn(), "/coefficientOn");
        var surplusCeiling = share(surplus.ceiling(), "/surplus/ceiling");
        var overspendCeiling = share(overspend.ceiling(), "/overspend/ceiling");
        var minimum = Optional.ofNullable(document.minimumService()).map(this::minimumService);
        var alliance = Optional.ofNullable(document.alliance()).map(this::alliance);
        var recovery = share(document.recoveryCeiling(), "/recoveryCeiling");
        return reader.decide(() -> new YearEndPolicy(
                name,
                scheme.orElseThrow(),
                new YearEndRules(
                        compiled(keeps), mode, surplusCeiling, compiled(bears), overspendCeiling, score, coefficientOn),
                minimum,
                alliance,
                recovery));
    }

    private YearEndPolicyDocument.Sharing sharing(YearEndPolicyDocument.@Nullable Sharing document, String at) {
        reader.require(document != null, POLICY_INVALID, at);
        return document == null ? new YearEndPolicyDocument.Sharing(null, null, null) : document;
    }

    /** A band as it is written; the last one has no end. */
    private record Written(Fraction from, Optional<Fraction> upTo, Fraction rate) {}

    private List<Written> bands(@Nullable List<YearEndPolicyDocument.Band> documents, Fraction end, String at) {
        var bands = reader.each(documents, 1, at, this::band);
        var reached = Fraction.ZERO;
        for (var index = 0; index < bands.size(); index++) {
            var band = bands.get(index);
            var here = at + "/" + index;
            var isLast = index == bands.size() - 1;
            // below where the one before ends: an overlap; above: a gap
            reader.require(band.from().equals(reached), POLICY_INVALID, here + "/from");
            reader.require(band.from().compareTo(end) < 0, POLICY_INVALID, here + "/from");
            // one that ends where it begins, or that comes after an open one, is never reached
            reader.require(band.upTo().isEmpty() == isLast, POLICY_INVALID, here + "/upTo");
            reached = band.upTo().orElse(reached);
            reader.require(isLast || reached.compareTo(band.from()) > 0, POLICY_INVALID, here + "/upTo");
        }
        return bands;
    }

    private Written band(YearEndPolicyDocument.Band document, String at) {
        return new Written(
                reader.decimal(document.from(), Fraction.ZERO, SHARE_MAX, at + "/from"),
                Optional.ofNullable(document.upTo())
                        .map(end -> reader.decimal(end, Fraction.ZERO, SHARE_MAX, at + "/upTo")),
                reader.decimal(document.rate(), Fraction.ZERO, Fraction.ONE, at + "/rate"));
    }

    private static Bands compiled(List<Written> bands) {
        var last = bands.size() - 1;
        return Refused.orThrow(Bands.of(
                bands.subList(0, last).stream()
                        .map(band -> new Bands.Band(band.upTo().orElseThrow(), band.rate()))
                        .toList(),
                bands.get(last).rate()));
    }

    private ScoreRule score(YearEndPolicyDocument.@Nullable Score document) {
        if (document == null) {
            reader.require(false, POLICY_INVALID, "/score");
            return ScoreRule.USUAL;
        }
        var fullFrom = reader.decimal(document.fullFrom(), Fraction.ZERO, SCORE_MAX, "/score/fullFrom");
        var noneBelow = reader.decimal(document.noneBelow(), Fraction.ZERO, SCORE_MAX, "/score/noneBelow");
        reader.require(noneBelow.compareTo(fullFrom) <= 0, POLICY_INVALID, "/score/noneBelow");
        return reader.isSound() ? new ScoreRule(fullFrom, noneBelow) : ScoreRule.USUAL;
    }

    private MinimumService minimumService(YearEndPolicyDocument.MinimumService document) {
        return new MinimumService(
                reader.oneOf(MinimumService.Measure.class, document.measure(), "/minimumService/measure"),
                reader.decimal(document.threshold(), Fraction.ZERO, WEIGHT_MAX, "/minimumService/threshold"));
    }

    private AllianceSplit alliance(YearEndPolicyDocument.Alliance document) {
        var split = new AllianceSplit(
                reader.decimal(document.lead(), Fraction.ZERO, WEIGHT_MAX, "/alliance/lead"),
                reader.decimal(document.township(), Fraction.ZERO, WEIGHT_MAX, "/alliance/township"),
                reader.decimal(document.village(), Fraction.ZERO, WEIGHT_MAX, "/alliance/village"));
        var whole = split.lead().plus(split.township()).plus(split.village());
        reader.require(!whole.isZero(), POLICY_INVALID, "/alliance");
        return split;
    }

    private Optional<Fraction> share(@Nullable String text, String at) {
        return Optional.ofNullable(text).map(share -> reader.decimal(share, Fraction.ZERO, Fraction.ONE, at));
    }
}
