package org.jiayi.app.capitation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;

/** Why a payee's month comes to what it does, from the heads to the fen. */
final class PayeeExplanation {

    private final Month month;
    private final CapitationPolicy policy;
    private final Map<UUID, CapitationPolicy> policies;
    private final List<Explanation.Step> steps = new ArrayList<>();

    PayeeExplanation(Month month, CapitationPolicy policy, Map<UUID, CapitationPolicy> policies) {
        this.month = month;
        this.policy = policy;
        this.policies = Map.copyOf(policies);
    }

    Explanation of(PayeeMonth payee) {
        payee.cells().forEach(this::cell);
        exact(payee.booking().exact());
        rounding(payee.booking());
        Money entitlement = payee.booking().entitlement();
        return new Explanation(
                payee.payee() + " " + month + " 计 " + payee.heads() + " 人月，更正 " + payee.correctedHeads() + " 人月，应付 "
                        + entitlement.toYuan() + " 元，其中预付 "
                        + payee.booking().prepayment().toYuan() + " 元，预留 "
                        + payee.booking().retention().toYuan() + " 元",
                payee.payee() + " has " + payee.heads() + " person-months in " + month + " and "
                        + payee.correctedHeads() + " corrected ones of earlier months; due " + entitlement.toYuan()
                        + " yuan, prepaid " + payee.booking().prepayment().toYuan(),
                steps);
    }

    private void cell(HeadCount.Cell cell) {
        CapitationPolicy own = policies.getOrDefault(cell.policyId(), policy);
        Fraction annual = own.annual(cell.institutionCode(), cell.tariffRow(), cell.grade());
        boolean corrected = !cell.inMonth().equals(month);
        steps.add(Explanation.Step.computed(
                corrected ? "corrected_heads" : "heads",
                (corrected ? "更正" + cell.inMonth() + "：" : "") + cell.institutionCode() + " "
                        + own.tariff().row(cell.tariffRow()).label()
                        + own.grades().label(cell.grade())
                        + (policy.pool().isPresent() ? "，人数 × 权重" : "，人数 × 年定额 ÷ 12（分）"),
                cell.heads() + " × " + annual + (policy.pool().isPresent() ? "" : " ÷ 12"),
                annual.times(Fraction.of(cell.heads()))
                        .dividedBy(policy.pool().isPresent() ? Fraction.ONE : Fraction.of(12))
                        .toString()));
    }

    private void exact(Fraction exact) {
        policy.pool()
                .ifPresentOrElse(
                        pool -> poolShare(pool, exact),
                        () -> steps.add(Explanation.Step.computed(
                                "exact_sum", "各行合计，含保底与封顶，不舍入（分）", bounds(), exact.toString())));
    }

    private void poolShare(Money pool, Fraction exact) {
        int months = month.monthOfYear();
        long until = CapitationPolicy.poolToDate(pool, months).fen();
        long before = CapitationPolicy.poolToDate(pool, months - 1).fen();
        steps.add(Explanation.Step.computed(
                "pool_of_month",
                "当月总额：至本月的十二分之几，四舍五入到分，减去至上月的",
                "HALF_UP(" + pool.fen() + " × " + months + " ÷ 12) − HALF_UP(" + pool.fen() + " × " + (months - 1)
                        + " ÷ 12) = " + until + " − " + before,
                Long.toString(until - before)));
        steps.add(Explanation.Step.computed(
                "pool_share", "按权重分摊（最大余数法），各机构之和等于当月总额", (until - before) + " × 本机构权重 ÷ 全部权重", exact.toString()));
    }

    private String bounds() {
        return policy.payees().floor().map(floor -> "保底 " + floor.fen() + " ").orElse("")
                + policy.payees().cap().map(cap -> "封顶 " + cap.fen()).orElse("")
                + (policy.payees().floor().isEmpty() && policy.payees().cap().isEmpty() ? "Σ" : "");
    }

    /** The month is the difference between the year's rounded sums. */
    private void rounding(MonthlyBooking booking) {
        BookedToDate year = booking.toDate();
        Money before = year.entitlement().minus(booking.entitlement());
        steps.add(Explanation.Step.computed(
                "cumulative_entitlement",
                "全年累计四舍五入到分，减去此前已记",
                "HALF_UP(" + year.exact() + ") − " + before.fen() + " = "
                        + year.entitlement().fen() + " − " + before.fen(),
                Long.toString(booking.entitlement().fen())));
        Money prepaidBefore = year.prepaid().minus(booking.prepayment());
        steps.add(Explanation.Step.computed(
                "cumulative_prepayment",
                "累计预付按比例四舍五入到分，减去此前已付",
                "HALF_UP(" + year.exact() + " × " + policy.prepaid() + ") − " + prepaidBefore.fen(),
                Long.toString(booking.prepayment().fen())));
        steps.add(Explanation.Step.computed(
                "retention",
                "预留 = 应付 − 预付",
                booking.entitlement().fen() + " − " + booking.prepayment().fen(),
                Long.toString(booking.retention().fen())));
    }
}
