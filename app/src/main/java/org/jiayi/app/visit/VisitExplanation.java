package org.jiayi.app.visit;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.policy.Policy;

/**
 * Why a visit is charged as it is: a sentence, and the steps that lead to it.
 *
 * @param sentence in Chinese
 * @param sentenceEn in English
 * @param policy by which it is charged; empty where it is charged to nobody
 * @param cancelled how it was cancelled; empty where it stands
 */
public record VisitExplanation(
        Visit visit,
        String sentence,
        String sentenceEn,
        Optional<Policy> policy,
        Optional<Fraction> weight,
        Money charge,
        List<Step> steps,
        Optional<VisitRevision.Cancelled> cancelled) {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /**
     * One step.
     *
     * @param rule what was applied, a stable code
     * @param formula the figures, where there are any
     */
    public record Step(String rule, String text, String textEn, Optional<String> formula, Optional<Money> result) {}

    /** A visit of somebody who was under no contract on the day, or not insured in a pool of the area. */
    static VisitExplanation ofNobody(Visit visit) {
        boolean contracted = visit.attribution().isPresent();
        Step step = contracted
                ? step("not_insured", "就诊当日未参加本统筹区医保", "not insured in the area on the day of service")
                : step("no_contract", "就诊当日没有履约中的签约", "no contract in force on the day of service");
        return ofNobody(visit, step, Optional.empty());
    }

    /** A visit after the last day through which its year was ended. */
    static VisitExplanation ofClosedYear(Visit visit, LocalDate lastDay) {
        Step step = step("year_ended", "本年度已清算至 " + lastDay + "，之后的就诊不再计入", "the year was ended through " + lastDay);
        return ofNobody(visit, step, Optional.empty());
    }

    /** A visit of a year that had been ended when it was taken in. */
    static VisitExplanation ofHeardLate(Visit visit, LocalDate lastDay) {
        Step step = step(
                "taken_in_after_year_end",
                "录入时本年度已清算至 " + lastDay + "，不再计入",
                "taken in after the year had been ended through " + lastDay);
        return ofNobody(visit, step, Optional.empty());
    }

    /** A visit before the first month that the scheme settles in its year. */
    static VisitExplanation ofNoMonth(Visit visit, LocalDate firstDay) {
        Step step = step(
                "year_not_begun", "本年度自 " + firstDay + " 起结算，之前的就诊不计入", "the year is settled from " + firstDay + " on");
        return ofNobody(visit, step, Optional.empty());
    }

    /** A visit that was cancelled. The note may be of another person, and is no part of the sentence. */
    static VisitExplanation ofCancelled(Visit visit, VisitRevision.Cancelled cancelled) {
        Cancellation why = cancelled.why();
        LocalDate since = LocalDate.ofInstant(cancelled.at(), ZONE);
        Step step = step(
                "cancelled",
                "已于 " + since + " 冲销（" + why.reason().label() + "）",
                "cancelled on " + since + ": " + why.reason().labelEn());
        return ofNobody(visit, step, Optional.of(cancelled));
    }

    private static VisitExplanation ofNobody(Visit visit, Step step, Optional<VisitRevision.Cancelled> cancelled) {
        return new VisitExplanation(
                visit,
                "本次就诊不计入任何机构：" + step.text(),
                "The visit is charged to nobody: " + step.textEn(),
                Optional.empty(),
                Optional.empty(),
                Money.ZERO,
                List.of(step),
                cancelled);
    }

    /** The same, where it was cancelled after the year end that had charged it. */
    VisitExplanation cancelledAfterYear(VisitRevision.Cancelled cancelledSince) {
        LocalDate since = LocalDate.ofInstant(cancelledSince.at(), ZONE);
        List<Step> all = new ArrayList<>(steps);
        all.add(step(
                "cancelled_after_year_end",
                "年终清算后于 " + since + " 冲销（" + cancelledSince.why().reason().label() + "），已批准的年终清算不变",
                "cancelled on " + since + ", after the year end: what that has charged stays"));
        return new VisitExplanation(
                visit, sentence, sentenceEn, policy, weight, charge, List.copyOf(all), Optional.of(cancelledSince));
    }

    /** The same, with the revisions that were cancelled before. */
    VisitExplanation after(List<VisitRevision> earlier) {
        List<Step> all = new ArrayList<>(steps);
        for (VisitRevision revision : earlier) {
            VisitRevision.Cancelled before = revision.cancelled().orElseThrow();
            LocalDate since = LocalDate.ofInstant(before.at(), ZONE);
            all.add(step(
                    "cancelled_before",
                    "此前第 " + (revision.revision() + 1) + " 次录入已于 " + since + " 冲销（"
                            + before.why().reason().label() + "）",
                    "revision " + revision.revision() + " was cancelled on " + since + ": "
                            + before.why().reason().labelEn()));
        }
        return new VisitExplanation(visit, sentence, sentenceEn, policy, weight, charge, List.copyOf(all), cancelled);
    }

    /** @param on the day on which the policy is in force: the last of those that are charged together */
    static VisitExplanation of(Visit visit, Policy policy, VisitsPolicy rules, LocalDate on) {
        Visit.Attribution contract = visit.attribution().orElseThrow();
        Fraction weight = rules.weight(visit.visitClass());
        Money amount = visit.paid().pooledFund();
        Money charge = amount.toFraction().times(weight).halfUpToMoney();
        List<Step> steps = new ArrayList<>();
        steps.add(step(
                "contract_on_day",
                "就诊当日（" + visit.visitedOn() + "）由" + contract.institutionCode() + "的" + contract.teamNumber()
                        + "团队签约服务",
                "under contract with team " + contract.teamNumber() + " of " + contract.institutionCode() + " on "
                        + visit.visitedOn()));
        steps.add(why(visit, rules));
        steps.add(new Step(
                "weight",
                visit.visitClass().label() + "按 " + weight + " 计入（依 " + on + " 有效的办法）；同类合计后四舍五入到分",
                "the class " + visit.visitClass().code() + " counts with " + weight + " by the policy in force on " + on
                        + "; rounded once for the class's sum",
                Optional.of(amount.fen() + " × " + weight + " → " + charge.fen()),
                Optional.of(charge)));
        return new VisitExplanation(
                visit,
                "就诊归" + contract.institutionCode() + "，属" + visit.visitClass().label() + "，计入 " + charge.toYuan()
                        + " 元",
                "The visit falls to " + contract.institutionCode() + " as "
                        + visit.visitClass().code() + " and counts " + charge.toYuan() + " yuan",
                Optional.of(policy),
                Optional.of(weight),
                charge,
                List.copyOf(steps),
                Optional.empty());
    }

    private static Step why(Visit visit, VisitsPolicy rules) {
        String number = visit.referralNumber().orElse("");
        return switch (visit.visitClass()) {
            case EXCLUDED -> step("excluded", "由其他资金支付", "other funds pay");
            case OWN -> step("own", "在签约机构就诊：" + visit.institutionCode(), "at the payee: " + visit.institutionCode());
            case EMERGENCY -> step("emergency", "急诊", "an emergency");
            case REMOTE_REGISTERED -> step("remote_registered", "已办理异地就医备案", "registered for care elsewhere");
            case REFERRED ->
                visit.referralUntil()
                        .map(until -> step(
                                "referral_covers",
                                "转诊单 " + number + " 有效至 " + until,
                                "referral " + number + " holds until " + until))
                        .orElseGet(() ->
                                step("referral_number", "就诊记录载有转诊单号 " + number, "the claim names referral " + number));
            case UN_REFERRED ->
                number.isEmpty()
                        ? step("no_referral", "没有转诊单", "no referral")
                        : step(
                                "referral_does_not_cover",
                                "转诊单 " + number + " 未登记，或不适用于该居民、机构或日期（未注明有效期的 " + rules.windowDays() + " 天内有效）",
                                "referral " + number
                                        + " is not registered, or not for this resident, institution or day");
        };
    }

    private static Step step(String rule, String text, String textEn) {
        return new Step(rule, text, textEn, Optional.empty(), Optional.empty());
    }
}
