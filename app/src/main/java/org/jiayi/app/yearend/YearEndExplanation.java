package org.jiayi.app.yearend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.visit.VisitClass;
import org.jiayi.app.yearend.YearEnd.Side;
import org.jiayi.app.yearend.YearEndRules.SurplusMode;

/**
 * Why a payee's year ends as it does: a sentence, and every step with its rule, figures and result.
 *
 * @param sentence in Chinese
 * @param sentenceEn in English
 */
public record YearEndExplanation(String sentence, String sentenceEn, List<Step> steps) {

    /**
     * One step.
     *
     * @param rule what was applied, a stable code
     * @param formula the figures, in fen
     */
    public record Step(String rule, String text, String textEn, Optional<String> formula, Optional<Money> result) {}

    static YearEndExplanation of(YearEndPolicy policy, PayeeYearEnd line, int months) {
        var steps = new ArrayList<Step>();
        entitlement(steps, line);
        spending(steps, line);
        steps.add(coefficient(policy, line));
        policy.minimumService().ifPresent(rule -> steps.add(minimumService(rule, line, months)));
        sharing(steps, policy.rules(), line);
        retention(steps, policy.rules(), line);
        due(steps, line);
        carried(steps, policy, line);
        shares(steps, line);
        var balance = line.result().balance();
        var size = balance.isNegative() ? balance.negated() : balance;
        return new YearEndExplanation(
                line.year().payee() + "年终清算" + (balance.isNegative() ? "应收回 " : "应补付 ") + size.toYuan() + " 元",
                "The year end of " + line.year().payee() + (balance.isNegative() ? " recovers " : " pays out ")
                        + size.toYuan() + " yuan",
                List.copyOf(steps));
    }

    private static void entitlement(List<Step> steps, PayeeYearEnd line) {
        var year = line.year();
        steps.add(step(
                "entitlement",
                "全年应付额：" + year.personMonths() + " 人月的定额合计，四舍五入到分",
                "the year's entitlement for " + year.personMonths() + " person-months",
                year.entitlement()));
        steps.add(step("prepaid", "各月预付合计", "prepaid month by month", year.prepaid()));
        if (!year.deducted().isZero()) {
            steps.add(step("deducted", "各月已扣外出就诊", "deducted month by month for visits elsewhere", year.deducted()));
        }
        if (!year.adjusted().isZero()) {
            steps.add(step(
                    "adjusted",
                    "各月批次调整合计，计入已付",
                    "what adjustments of the months paid or recovered, counted as paid",
                    year.adjusted()));
        }
    }

    private static void spending(List<Step> steps, PayeeYearEnd line) {
        var result = line.result();
        steps.add(step(
                "own_spending", "本机构就诊", "spent at the payee", result.spending().own()));
        var sum = Money.ZERO;
        for (var total : line.visits()) {
            if (total.visitClass() == VisitClass.OWN) {
                continue;
            }
            sum = sum.plus(total.charged());
            steps.add(step(
                    "visits_" + total.visitClass().code(),
                    total.visitClass().label() + " " + total.visits() + " 人次，按权重计入，四舍五入到分",
                    total.visits() + " visits of the class "
                            + total.visitClass().code(),
                    total.amount().fen() + " × " + total.weight() + " → "
                            + total.charged().fen(),
                    total.charged()));
        }
        counted(steps, line.result().spending(), sum);
    }

    /** @param charged of all classes, before the ceiling */
    private static void counted(List<Step> steps, YearEnd.Spending spending, Money charged) {
        if (!charged.equals(spending.elsewhere())) {
            steps.add(step(
                    "visits_ceiling",
                    "外出就诊计入额以应付额的比例封顶",
                    "the charge for visits elsewhere is capped by a share of the entitlement",
                    "min(" + charged.fen() + ", " + spending.elsewhere().fen() + ")",
                    spending.elsewhere()));
        }
        steps.add(step(
                "counted_spending",
                "计入支出 = 本机构 + 外出",
                "counted spending = own + elsewhere",
                spending.own().fen() + " + " + spending.elsewhere().fen(),
                spending.counted()));
    }

    private static Step coefficient(YearEndPolicy policy, PayeeYearEnd line) {
        var rule = policy.rules().score();
        return new Step(
                "score",
                "考核得分 " + line.score() + "（" + rule.fullFrom() + " 分起全额，" + rule.noneBelow() + " 分以下为零，其间为得分÷100）",
                "the score " + line.score() + " gives the coefficient",
                Optional.of(line.score() + " → " + line.result().coefficient()),
                Optional.empty());
    }

    private static Step minimumService(MinimumService rule, PayeeYearEnd line, int months) {
        var utilisation = rule.utilisation(line.visits(), line.year().ownPersonMonths(), months);
        return new Step(
                "minimum_service",
                line.served() ? "达到最低服务量" : "未达到最低服务量，结余不留用",
                line.served()
                        ? "the minimum of service is met"
                        : "the minimum of service is not met: no surplus is kept",
                Optional.of(utilisation.formula() + (line.served() ? " ≥ " : " < ") + rule.threshold()),
                Optional.empty());
    }

    private static void sharing(List<Step> steps, YearEndRules rules, PayeeYearEnd line) {
        var result = line.result();
        var sharing = result.sharing();
        var isSurplus = sharing.side() == Side.SURPLUS;
        steps.add(step(
                isSurplus ? "surplus" : "overspend",
                isSurplus ? "结余 = 应付额 − 计入支出" : "超支 = 计入支出 − 应付额",
                isSurplus ? "surplus = entitlement − counted spending" : "overspend = counted spending − entitlement",
                isSurplus
                        ? result.entitlement().fen() + " − "
                                + result.spending().counted().fen()
                        : result.spending().counted().fen() + " − "
                                + result.entitlement().fen(),
                sharing.amount()));
        if (isSurplus) {
            kept(steps, rules, line);
        } else {
            borne(steps, rules, result);
        }
    }

    private static void kept(List<Step> steps, YearEndRules rules, PayeeYearEnd line) {
        var result = line.result();
        var sharing = result.sharing();
        if (rules.surplusMode() == SurplusMode.WHOLE_AMOUNT) {
            var rate = rules.surplus().rateOf(sharing.amount(), result.entitlement());
            steps.add(new Step(
                    "surplus_band",
                    "结余全额按所在档次 " + rate + " 留用",
                    "the whole surplus at the rate of its band",
                    Optional.of(sharing.amount().fen() + " × " + rate),
                    Optional.empty()));
        } else {
            bands(steps, "surplus_band", rules.surplus(), sharing.amount(), result);
        }
        var coefficient = line.served() ? rules.onSurplus(result.coefficient()) : Fraction.ZERO;
        steps.add(step(
                "surplus_kept",
                "机构留用 = 各档合计 × 系数，四舍五入到分" + ceiling(rules.surplusCeiling()),
                "kept = the bands' sum × the coefficient, half up",
                rules.keeps(sharing.amount(), result.entitlement()) + " × " + coefficient + " → "
                        + sharing.institution().fen(),
                sharing.institution()));
        steps.add(step("surplus_returned", "其余退回基金", "the rest returns to the fund", sharing.fund()));
    }

    private static void borne(List<Step> steps, YearEndRules rules, YearEnd result) {
        var takenBack = YearEnd.takenBack(result.entitlement());
        if (!takenBack.isZero()) {
            steps.add(step(
                    "taken_back",
                    "更正使应付额为负，该部分全部由机构退回，不按档分担",
                    "corrections outweigh the year: that part is given back whole",
                    takenBack));
        }
        bands(
                steps,
                "overspend_band",
                rules.overspend(),
                result.sharing().amount().minus(takenBack),
                result);
        steps.add(step(
                "overspend_borne",
                "机构承担 = 各档合计，四舍五入到分" + ceiling(rules.overspendCeiling()),
                "borne by the institution: the bands' sum, half up",
                result.sharing().institution()));
        steps.add(step(
                "overspend_shared",
                "其余由基金承担",
                "the fund bears the rest",
                result.sharing().fund()));
    }

    private static String ceiling(Optional<Fraction> share) {
        return share.map(most -> "，不超过应付额的 " + most).orElse("");
    }

    private static void bands(List<Step> steps, String rule, Bands bands, Money amount, YearEnd result) {
        for (var part : bands.parts(amount, result.entitlement())) {
            var range =
                    part.from() + " – " + part.upTo().map(Fraction::toString).orElse("∞");
            steps.add(new Step(
                    rule,
                    "应付额的 " + range + " 档，比例 " + part.rate(),
                    "the band " + range + " of the entitlement at " + part.rate(),
                    Optional.of(part.amount() + " × " + part.rate() + " = " + part.shared()),
                    Optional.empty()));
        }
    }

    private static void retention(List<Step> steps, YearEndRules rules, PayeeYearEnd line) {
        var retention = line.result().retention();
        steps.add(step(
                "margin",
                "质量保证金 = 应付额 − 预付",
                "margin = entitlement − prepaid",
                line.year().entitlement().fen() + " − " + line.year().prepaid().fen(),
                retention.margin()));
        steps.add(step(
                "retention_released",
                "返还 = 质量保证金 × 系数，四舍五入到分",
                "released = margin × the coefficient, half up",
                retention.margin().fen() + " × " + rules.onMargin(line.result().coefficient()) + " → "
                        + retention.released().fen(),
                retention.released()));
        steps.add(step("retention_forfeited", "其余扣减", "the rest is forfeited", retention.forfeited()));
    }

    private static void due(List<Step> steps, PayeeYearEnd line) {
        var result = line.result();
        var sharing = result.sharing();
        var isSurplus = sharing.side() == Side.SURPLUS;
        steps.add(step(
                "final_due",
                isSurplus ? "清算应得 = 本机构支出 + 留用 − 扣减" : "清算应得 = 本机构支出 − 承担 − 扣减",
                isSurplus ? "final due = own + kept − forfeited" : "final due = own − borne − forfeited",
                result.spending().own().fen() + (isSurplus ? " + " : " − ")
                        + sharing.institution().fen() + " − "
                        + result.retention().forfeited().fen(),
                result.finalDue()));
        steps.add(step(
                "control",
                isSurplus ? "核对：应付额 − 外出 − 退回基金 − 扣减" : "核对：应付额 + 基金承担 − 扣减 − 外出",
                isSurplus
                        ? "control: entitlement − elsewhere − returned − forfeited"
                        : "control: entitlement + the fund's part − forfeited − elsewhere",
                result.entitlement().fen() + " − "
                        + result.spending().elsewhere().fen() + (isSurplus ? " − " : " + ")
                        + sharing.fund().fen() + " − "
                        + result.retention().forfeited().fen(),
                result.finalDue()));
        steps.add(step(
                "balance",
                "清算差额 = 清算应得 − 已付",
                "balance = final due − paid",
                result.finalDue().fen() + " − " + result.paid().fen(),
                result.balance()));
    }

    private static void carried(List<Step> steps, YearEndPolicy policy, PayeeYearEnd line) {
        if (!line.carriedIn().isZero()) {
            steps.add(step("carried_in", "以前年度结转待收回", "carried in from earlier year ends", line.carriedIn()));
        }
        if (!line.carriedOut().isZero()) {
            steps.add(step(
                    "carried_out",
                    "超过收回上限（应付额的 "
                            + policy.recoveryCeiling().map(Fraction::toString).orElse("") + "），结转下年",
                    "above the ceiling of what is recovered: carried to the next year",
                    line.carriedOut()));
        }
    }

    private static void shares(List<Step> steps, PayeeYearEnd line) {
        if (!line.shares().isEmpty()) {
            steps.add(step(
                    "alliance_split",
                    "医共体内分配（最大余数法）",
                    "divided in the alliance, by largest remainder",
                    line.shares().stream()
                            .map(share -> share.institutionCode() + " "
                                    + share.amount().fen())
                            .collect(Collectors.joining(" + ")),
                    line.result().sharing().institution()));
        }
    }

    private static Step step(String rule, String text, String textEn, Money result) {
        return new Step(rule, text, textEn, Optional.empty(), Optional.of(result));
    }

    private static Step step(String rule, String text, String textEn, String formula, Money result) {
        return new Step(rule, text, textEn, Optional.of(formula), Optional.of(result));
    }
}
