package org.jiayi.app.fee;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.EconomicCategory;

/**
 * Why a line of a fee says what it says: one sentence, and the steps that lead to the amount. It is told from the policy's
 * document and from what was kept when the line was booked, never from what holds today.
 *
 * @param sentence in Chinese
 * @param sentenceEn in English
 */
public record FeeExplanation(String sentence, String sentenceEn, List<Step> steps) {

    private static final String PROPORTION = "按各付费方承担额的比例分摊（最大余数法）";

    /**
     * One step.
     *
     * @param rule what was applied, a stable code
     * @param text in Chinese
     * @param formula the figures, where there are any
     * @param result what came out of it
     */
    public record Step(String rule, String text, Optional<String> formula, Optional<Money> result) {}

    /** Explains a line that was charged by a price of the policy, in the lowest tier. */
    static FeeExplanation charged(
            FeePolicyDocument.PackageFee document, PackageFee fee, EconomicCategory category, Payer payer) {
        return told(
                payer,
                fee.split(PackageFee.LOWEST_TIER, Set.of(category)).amountOf(payer),
                "按收费标准计费",
                "charged by the price of the policy",
                chargeSteps(document, fee, category));
    }

    /** Explains a line that was charged for the months that were left when a contract took another's place. */
    static FeeExplanation chargedForRest(
            FeePolicyDocument.PackageFee document,
            PackageFee fee,
            EconomicCategory category,
            Payer payer,
            Money amount,
            FeeChanges.Explained change) {
        FeeSplit whole = fee.split(PackageFee.LOWEST_TIER, Set.of(category));
        Money rest = whole.total().toFraction().times(change.part()).halfUpToMoney();
        List<Step> steps = chargeSteps(document, fee, category);
        steps.add(new Step(
                "rest_of_term",
                "按剩余月数计费，四舍五入到分",
                Optional.of(whole.total().fen() + " × " + part(change.part()) + " → " + rest.fen()),
                Optional.of(rest)));
        steps.add(new Step("in_proportion", PROPORTION, Optional.empty(), Optional.of(amount)));
        return told(payer, amount, "按剩余月数计费", "charged for the months that were left", steps);
    }

    /** Explains a line that was charged for a further year of a contract. */
    static FeeExplanation chargedForYear(
            FeePolicyDocument.PackageFee document,
            PackageFee fee,
            EconomicCategory category,
            Payer payer,
            Money amount,
            FeeChanges.Explained change) {
        List<Step> steps = chargeSteps(document, fee, category);
        steps.add(new Step(
                "contract_year",
                change.note(),
                Optional.of(change.borne().fen() + " × " + part(change.part()) + " → "
                        + change.moved().fen()),
                Optional.of(change.moved())));
        steps.add(new Step("in_proportion", PROPORTION, Optional.empty(), Optional.of(amount)));
        return told(payer, amount, "按签约年度计费", "charged for a further year of the contract", steps);
    }

    private static List<Step> chargeSteps(
            FeePolicyDocument.PackageFee document, PackageFee fee, EconomicCategory category) {
        FeeSplit ordinary = fee.ordinary().get(PackageFee.LOWEST_TIER);
        FeeSplit split = fee.split(PackageFee.LOWEST_TIER, Set.of(category));
        List<Step> steps = priceSteps(document, fee);
        steps.addAll(shareSteps(document, fee));
        if (!split.equals(ordinary)) {
            Money before = ordinary.amountOf(Payer.RESIDENT);
            Money after = split.amountOf(Payer.RESIDENT);
            steps.add(new Step(
                    "waiver",
                    category.label() + "减免：个人少付，由减免付费方承担（取最优惠的一项，不叠加）",
                    Optional.of(before.fen() + " − " + before.minus(after).fen() + " = " + after.fen()),
                    Optional.of(after)));
        }
        return steps;
    }

    private static List<Step> priceSteps(FeePolicyDocument.PackageFee document, PackageFee fee) {
        Money listPrice = fee.listPrice(PackageFee.LOWEST_TIER);
        Money price = fee.ordinary().get(PackageFee.LOWEST_TIER).total();
        List<Step> steps = new ArrayList<>();
        steps.add(
                new Step("list_price", fee.servicePackage().label() + "标价", Optional.empty(), Optional.of(listPrice)));
        if (document.discount() != null) {
            String unit = "yuan".equals(document.roundTo()) ? "元" : "分";
            steps.add(new Step(
                    "discount",
                    "折扣 " + document.discount() + "，四舍五入到" + unit,
                    Optional.of(listPrice.fen() + " × " + document.discount() + " → " + price.fen()),
                    Optional.of(price)));
        }
        return steps;
    }

    private static List<Step> shareSteps(FeePolicyDocument.PackageFee document, PackageFee fee) {
        FeeSplit ordinary = fee.ordinary().get(PackageFee.LOWEST_TIER);
        List<Step> steps = new ArrayList<>();
        for (FeePolicyDocument.Share share :
                Optional.ofNullable(document.shares()).orElse(List.of())) {
            Payer payer = Payer.of(String.valueOf(share.payer()));
            steps.add(new Step(
                    "share", payer.label() + how(share), Optional.empty(), Optional.of(ordinary.amountOf(payer))));
        }
        return steps;
    }

    private static String how(FeePolicyDocument.Share share) {
        if (share.fixedFen() != null) {
            return "定额";
        }
        return share.ratio() != null ? "其余部分按比例 " + share.ratio() + "（最大余数法）" : "其余部分";
    }

    /** How a price fixes what a payer bears; a payer without a share of it bears it in the resident's place. */
    static String rule(FeePolicyDocument.PackageFee document, Payer payer) {
        return Optional.ofNullable(document.shares()).orElse(List.of()).stream()
                .filter(share -> payer.code().equals(share.payer()))
                .map(FeeExplanation::how)
                .findFirst()
                .orElse("代居民承担（减免）");
    }

    /** Explains a line by the score that brought the fee to another tier. */
    static FeeExplanation assessed(String score, Payer payer, Money amount) {
        Step tier = new Step("tier", "考核得分 " + score + " 所在收费档次与此前计费的差额", Optional.empty(), Optional.of(amount));
        return told(payer, amount, FeeLineReason.ASSESSED.label(), "tier of the score " + score, List.of(tier));
    }

    /** Explains a line by the change that made it. */
    static FeeExplanation changed(FeeChanges.Explained change, FeeLineReason reason, Payer payer, Money amount) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step("borne", "变更前各付费方承担合计", Optional.empty(), Optional.of(change.borne())));
        if (!change.rule().isEmpty() && reason != FeeLineReason.RESPLIT) {
            steps.add(new Step(
                    change.rule(),
                    ruleLabel(change.rule()) + "，最后有效日 " + change.lastDay(),
                    Optional.of(part(change.part())),
                    Optional.empty()));
        }
        if (reason == FeeLineReason.RESPLIT) {
            steps.add(new Step("resplit", "合计不变，付费方调整：" + change.note(), Optional.empty(), Optional.of(amount)));
        } else if (reason == FeeLineReason.REINSTATED) {
            steps.add(new Step("reinstated", "撤销死亡登记，原退费按原付费方逐笔恢复", Optional.empty(), Optional.of(amount)));
        } else {
            steps.add(new Step(
                    "part",
                    "按上述比例计算，四舍五入到分",
                    Optional.of(change.borne().fen() + " × " + part(change.part()) + " → "
                            + change.moved().fen()),
                    Optional.of(change.moved())));
            steps.add(new Step("in_proportion", PROPORTION, Optional.empty(), Optional.of(amount)));
        }
        return told(payer, amount, reason.label(), reason.code().replace('_', ' '), steps);
    }

    /** Explains a line of which nothing is kept but the line itself: it is from before explanations were. */
    static FeeExplanation bare(FeeLineReason reason, Payer payer, Money amount) {
        return told(payer, amount, reason.label(), reason.code().replace('_', ' '), List.of());
    }

    private static FeeExplanation told(Payer payer, Money amount, String why, String whyEn, List<Step> steps) {
        String verb = amount.isNegative() ? "少承担" : "承担";
        Money size = amount.isNegative() ? amount.negated() : amount;
        return new FeeExplanation(
                payer.label() + verb + " " + size.toYuan() + " 元：" + why,
                payer.code() + " bears " + size.toYuan() + (amount.isNegative() ? " yuan less: " : " yuan: ") + whyEn,
                List.copyOf(steps));
    }

    private static String part(Fraction part) {
        return part.numerator() + "/" + part.denominator();
    }

    private static String ruleLabel(String rule) {
        for (RefundRule refund : RefundRule.values()) {
            if (refund.name().equalsIgnoreCase(rule)) {
                return refund.label();
            }
        }
        return TransferRule.valueOf(rule.toUpperCase(Locale.ROOT)).label();
    }
}
