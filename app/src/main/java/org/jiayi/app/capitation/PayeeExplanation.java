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
    private final MonthPricing pricing;
    private final List<Explanation.Step> steps = new ArrayList<>();

    PayeeExplanation(Month month, CapitationPolicy policy, Map<UUID, CapitationPolicy> policies) {
        this.month = month;
        this.policy = policy;
        this.pricing = new MonthPricing(month, policy, policies);
    }

    Explanation of(PayeeMonth payee) {
        payee.cells().forEach(this::cell);
        exact(pricing.priced(payee.cells()), payee.booking().exact());
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

    /** A head that is heard late of a shared month is worth something only where weights are. */
    private void cell(HeadCount.Cell cell) {
        CapitationPolicy own = pricing.policyOf(cell);
        Fraction annual = own.annual(cell.institutionCode(), cell.tariffRow(), cell.grade());
        boolean corrected = !cell.inMonth().equals(month);
        boolean shared = own.pool().isPresent();
        boolean over = shared && policy.pool().isEmpty();
        Fraction amount = shared ? annual : annual.dividedBy(Fraction.of(12));
        steps.add(Explanation.Step.computed(
                corrected ? "corrected_heads" : "heads",
                (corrected ? "更正" + cell.inMonth() + "：" : "") + cell.institutionCode() + " "
                        + own.tariff().row(cell.tariffRow()).label()
                        + own.grades().label(cell.grade())
                        + (shared ? "，人数 × 权重" : "，人数 × 年定额 ÷ 12（分）")
                        + (over ? "，该月总额已分完，不再计" : ""),
                cell.heads() + " × " + annual + (shared ? "" : " ÷ 12"),
                over ? "0" : amount.times(Fraction.of(cell.heads())).toString()));
    }

    /** @param priced what the heads that have prices come to, before floor and cap */
    private void exact(Fraction priced, Fraction exact) {
        if (policy.pool().isEmpty()) {
            steps.add(Explanation.Step.computed(
                    "exact_sum", "各行合计，含保底与封顶，不舍入（分）", bounds(priced, exact), exact.toString()));
            return;
        }
        Fraction share = exact.minus(priced);
        poolShare(policy.pool().orElseThrow(), share);
        if (!priced.isZero()) {
            steps.add(Explanation.Step.computed(
                    "exact_sum", "分摊额加按人头计价月份的更正，不舍入（分）", share + " + " + priced, exact.toString()));
        }
    }

    private void poolShare(Money pool, Fraction share) {
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
                "pool_share", "按权重分摊（最大余数法），各机构之和等于当月总额", (until - before) + " × 本机构权重 ÷ 全部权重", share.toString()));
    }

    private static String bounds(Fraction priced, Fraction exact) {
        int raised = exact.compareTo(priced);
        return raised == 0 ? "Σ" : "Σ = " + priced + (raised > 0 ? " → 保底 " : " → 封顶 ") + exact;
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
