package org.jiayi.app.fee;

import static org.jiayi.app.kernel.decision.RefusalCode.POLICY_INVALID;
import static org.jiayi.app.kernel.decision.RefusalCode.SHARES_NOT_WHOLE;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.document.DocumentReader;
import org.jiayi.app.kernel.money.Allocation;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.EconomicCategory;
import org.jiayi.app.resident.PopulationGroup;
import org.jspecify.annotations.Nullable;

/** Reads one package of a fee policy and works out the split of its price. */
final class PackageFeeReader {

    private enum RoundTo {
        FEN(1),
        YUAN(100);

        private final long unitFen;

        RoundTo(long unitFen) {
            this.unitFen = unitFen;
        }
    }

    private enum Claim {
        FIXED,
        RATIO,
        REMAINDER
    }

    /** A payer's claim on the price: an amount, and a weight in dividing what the amounts leave. */
    private record ShareRule(Payer payer, Claim claim, Money fixed, Fraction weight) {}

    private final DocumentReader reader;

    PackageFeeReader(DocumentReader reader) {
        this.reader = reader;
    }

    PackageFee read(FeePolicyDocument.PackageFee document, String at) {
        var servicePackage = reader.oneOf(ServicePackage.class, document.servicePackage(), at + "/servicePackage");
        var groups = reader.each(document.populationGroups(), 0, at + "/populationGroups", this::group);
        reader.distinct(groups, at + "/populationGroups");
        var tiers = tiers(document, at);
        var discount = reader.decimal(orElse(document.discount(), "1"), Fraction.ZERO, Fraction.ONE, at + "/discount");
        var roundTo = reader.oneOf(RoundTo.class, orElse(document.roundTo(), "fen"), at + "/roundTo");
        var prices = tiers.fees().stream()
                .map(listPrice -> price(listPrice, discount, roundTo, at))
                .toList();
        var rules = reader.each(document.shares(), 1, at + "/shares", this::share);
        reader.distinct(rules.stream().map(ShareRule::payer).toList(), at + "/shares");
        var ordinary = prices.stream()
                .map(price -> split(price, rules, at + "/shares"))
                .toList();
        // what a resident pays was shown and agreed to at signing: no assessment raises it later
        reader.require(
                ordinary.stream().map(FeeSplit::personal).distinct().count() == 1, POLICY_INVALID, at + "/tiers");
        var waivers = reader.each(
                document.waivers(), 0, at + "/waivers", (waiver, place) -> waiver(waiver, prices.get(0), place));
        var residentPays = rules.stream().anyMatch(rule -> rule.payer().equals(Payer.RESIDENT));
        reader.require(waivers.isEmpty() || residentPays, POLICY_INVALID, at + "/waivers");
        var items = reader.each(document.items(), 0, at + "/items", reader::text);
        return new PackageFee(servicePackage, mask(groups), tiers, ordinary, waivers, items);
    }

    private PopulationGroup group(String code, String at) {
        return reader.oneOf(PopulationGroup.class, code, at);
    }

    private static int mask(List<PopulationGroup> groups) {
        return groups.stream().mapToInt(PopulationGroup::mask).reduce(0, (all, one) -> all | one);
    }

    /** Either one list price or tiers of them. */
    private FeeTiers tiers(FeePolicyDocument.PackageFee document, String at) {
        var named = document.tiers();
        reader.require((named == null) != (document.listPriceFen() == null), POLICY_INVALID, at + "/listPriceFen");
        if (named == null) {
            return FeeTiers.single(reader.amount(document.listPriceFen(), at + "/listPriceFen"));
        }
        return FeeTiers.of(reader.each(named, 1, at + "/tiers", this::tier))
                .fold(
                        refusal -> {
                            reader.require(false, refusal.code(), at + "/tiers" + refusal.field());
                            return FeeTiers.single(Money.ZERO);
                        },
                        sound -> sound);
    }

    private FeeTiers.Tier tier(FeePolicyDocument.Tier document, String at) {
        return new FeeTiers.Tier(
                reader.decimal(document.fromScore(), Fraction.ZERO, FeeTiers.SCORE_MAX, at + "/fromScore"),
                reader.amount(document.listPriceFen(), at + "/listPriceFen"));
    }

    private Money price(Money listPrice, Fraction discount, RoundTo roundTo, String at) {
        var price = listPrice.toFraction().times(discount).halfUpToMoney(roundTo.unitFen);
        // 120.50 yuan at no discount would become 121: nobody pays more than the list says
        reader.require(price.compareTo(listPrice) <= 0, POLICY_INVALID, at + "/roundTo");
        return price;
    }

    private ShareRule share(FeePolicyDocument.Share document, String at) {
        var payer = payer(document.payer(), at + "/payer");
        var remainder = Boolean.TRUE.equals(document.remainder());
        var claims = Stream.of(document.fixedFen(), document.ratio(), remainder ? true : null)
                .filter(Objects::nonNull)
                .count();
        reader.require(claims == 1, POLICY_INVALID, at);
        if (document.fixedFen() != null) {
            return new ShareRule(
                    payer, Claim.FIXED, reader.amount(document.fixedFen(), at + "/fixedFen"), Fraction.ZERO);
        }
        if (document.ratio() != null) {
            var ratio = reader.decimal(document.ratio(), Fraction.ZERO, Fraction.ONE, at + "/ratio");
            return new ShareRule(payer, Claim.RATIO, Money.ZERO, ratio);
        }
        // what nobody claims can only be let off: taking it from a payer would be a price that nobody agreed to
        reader.require(payer.equals(Payer.INSTITUTION_LET_OFF), POLICY_INVALID, at + "/remainder");
        return new ShareRule(payer, Claim.REMAINDER, Money.ZERO, Fraction.ONE);
    }

    private PackageFee.Waiver waiver(FeePolicyDocument.Waiver document, Money price, String at) {
        var category = reader.oneOf(EconomicCategory.class, document.category(), at + "/category");
        var payer = payer(document.payer(), at + "/payer");
        reader.require(!payer.isPersonal(), POLICY_INVALID, at + "/payer");
        var full = Boolean.TRUE.equals(document.full());
        reader.require(full == (document.upToFen() == null), POLICY_INVALID, at);
        var upTo = full ? price : reader.amount(document.upToFen(), at + "/upToFen");
        return new PackageFee.Waiver(category, payer, upTo);
    }

    /** Fixed shares first, the rest by ratio or to the let-off, by largest remainder (DOMAIN §4). */
    private FeeSplit split(Money price, List<ShareRule> rules, String at) {
        var fixed = Money.sum(rules.stream().map(ShareRule::fixed).toList());
        var rest = price.minus(fixed);
        var weights = rules.stream().map(ShareRule::weight).toList();
        reader.require(
                weightsMakeAWhole(rules) && !rest.isNegative() && (rest.isZero() || hasWeight(weights)),
                SHARES_NOT_WHOLE,
                at,
                Map.of("priceFen", Long.toString(price.fen()), "fixedFen", Long.toString(fixed.fen())));
        if (!reader.isSound()) {
            return new FeeSplit(List.of());
        }
        var parts = Allocation.byLargestRemainder(rest, weights);
        var shares = new ArrayList<FeeShare>();
        for (var index = 0; index < rules.size(); index++) {
            var rule = rules.get(index);
            shares.add(new FeeShare(rule.payer(), rule.fixed().plus(parts.get(index))));
        }
        return new FeeSplit(shares).requireTotal(price);
    }

    private static boolean weightsMakeAWhole(List<ShareRule> rules) {
        var weighted =
                rules.stream().filter(rule -> rule.claim() != Claim.FIXED).toList();
        var whole = weighted.stream().map(ShareRule::weight).reduce(Fraction.ZERO, Fraction::plus);
        var kinds = weighted.stream().map(ShareRule::claim).distinct().count();
        return weighted.isEmpty() || (kinds == 1 && whole.equals(Fraction.ONE));
    }

    private static boolean hasWeight(List<Fraction> weights) {
        return weights.stream().anyMatch(weight -> !weight.isZero());
    }

    private Payer payer(@Nullable String code, String at) {
        if (code == null || !Payer.isCode(code)) {
            reader.require(false, POLICY_INVALID, at);
            return Payer.RESIDENT;
        }
        return Payer.of(code);
    }

    private static String orElse(@Nullable String value, String absent) {
        return value == null ? absent : value;
    }
}
