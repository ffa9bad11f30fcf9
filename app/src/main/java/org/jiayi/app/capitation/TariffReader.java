package org.jiayi.app.capitation;

import static org.jiayi.app.kernel.decision.RefusalCode.POLICY_INVALID;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jiayi.app.kernel.document.DocumentReader;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.resident.PopulationGroup;
import org.jspecify.annotations.Nullable;

/** Reads the risk groups of a capitation policy, and the cells that have a rate of their own, and compiles the tariff. */
final class TariffReader {

    private static final int AGE_MAX = 150;
    private static final Fraction COEFFICIENT_MAX = Fraction.of(1_000);

    private final DocumentReader reader;

    TariffReader(DocumentReader reader) {
        this.reader = reader;
    }

    /** The tariff; to be asked for where nothing was wrong with the document. */
    Supplier<Tariff> read(CapitationPolicyDocument document, Fraction baseQuota) {
        var bands = ageBands(document.ageBands());
        var groups = reader.each(document.groups(), 0, "/groups", this::group);
        requireReachable(groups, bands);
        // where heads share a pool, they have weights and no rates
        var annualOfOne = document.poolFen() == null ? baseQuota : Fraction.ZERO;
        var overrides = reader.each(
                document.overrides(),
                0,
                "/overrides",
                (override, at) -> override(override, bands, groups, annualOfOne, at));
        reader.distinct(overrides.stream().map(TariffOverride::cell).toList(), "/overrides");
        return () -> new Tariff(baseQuota, bands, groups, overrides);
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
                bySex(document.unspecified(), document.male(), document.female(), at));
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
                ofGroup(document, at));
    }

    /** One for all, or one for each sex. */
    private List<Fraction> ofGroup(CapitationPolicyDocument.Group document, String at) {
        if (document.male() == null && document.female() == null && document.unspecified() == null) {
            return Collections.nCopies(Tariff.SEXES, coefficient(document.coefficient(), at + "/coefficient"));
        }
        reader.require(document.coefficient() == null, POLICY_INVALID, at + "/coefficient");
        return bySex(document.unspecified(), document.male(), document.female(), at);
    }

    private List<Fraction> bySex(
            @Nullable String unspecified, @Nullable String male, @Nullable String female, String at) {
        return List.of(
                coefficient(unspecified, at + "/unspecified"),
                coefficient(male, at + "/male"),
                coefficient(female, at + "/female"));
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

    /** @param annualOfOne what a coefficient of 1 comes to in a year; zero where no rate can be named */
    private TariffOverride override(
            CapitationPolicyDocument.OwnRate document,
            List<AgeBand> bands,
            List<GroupCoefficient> groups,
            Fraction annualOfOne,
            String at) {
        var band = firstOf(
                IntStream.range(0, bands.size())
                        .filter(index -> bands.get(index).code().equals(document.ageBand())),
                at + "/ageBand");
        var sex = firstOf(
                Stream.ofNullable(document.sex())
                        .mapToInt(Tariff.SEX_CODES::indexOf)
                        .filter(index -> index >= 0),
                at + "/sex");
        var group = document.group() == null || bands.isEmpty()
                ? 0
                : 1 + listed(document.group(), bands.get(band).fromAge(), groups, at + "/group");
        return new TariffOverride(new TariffOverride.Cell(band, sex, group), ofCell(document, annualOfOne, at));
    }

    /** Where the list has the group for people of an age: nobody of that age falls on another cell of the group. */
    private int listed(String code, int age, List<GroupCoefficient> groups, String at) {
        var wanted = reader.oneOf(PopulationGroup.class, code, at);
        return firstOf(
                IntStream.range(0, groups.size())
                        .filter(index -> groups.get(index).group() == wanted
                                && groups.get(index).covers(age)),
                at);
    }

    private int firstOf(IntStream found, String at) {
        var first = found.findFirst();
        reader.require(first.isPresent(), POLICY_INVALID, at);
        return first.orElse(0);
    }

    /** A coefficient, or that of which an annual rate is the base quota's multiple: exact, whatever its decimals. */
    private Fraction ofCell(CapitationPolicyDocument.OwnRate document, Fraction annualOfOne, String at) {
        if (document.annualFen() == null) {
            return coefficient(document.coefficient(), at + "/coefficient");
        }
        reader.require(document.coefficient() == null, POLICY_INVALID, at + "/coefficient");
        reader.require(!annualOfOne.isZero(), POLICY_INVALID, at + "/annualFen");
        var annual = reader.amount(document.annualFen(), at + "/annualFen").toFraction();
        return annualOfOne.isZero() ? Fraction.ZERO : annual.dividedBy(annualOfOne);
    }

    /** At most four decimals: more would only pretend. */
    private Fraction coefficient(@Nullable String text, String at) {
        var coefficient = reader.decimal(text, Fraction.ZERO, COEFFICIENT_MAX, at);
        var units = coefficient.times(Fraction.of(Tariff.COEFFICIENT_UNITS));
        reader.require(units.denominator().equals(BigInteger.ONE), POLICY_INVALID, at);
        return coefficient;
    }
}
