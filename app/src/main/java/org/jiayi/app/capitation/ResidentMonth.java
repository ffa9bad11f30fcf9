package org.jiayi.app.capitation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.kernel.period.Term;

/**
 * All that decides whether a resident counts in a month, as it was known when the month was counted.
 *
 * @param scheme under which the resident is insured on the snapshot day; empty for none
 * @param contracts in the order of their beginnings
 * @param head how the resident counts; empty where not
 * @param otherRegistration under which the same person counts
 */
record ResidentMonth(
        LocalDate birth,
        Optional<String> scheme,
        List<Contract> contracts,
        Optional<PersonMonths.PersonMonth> head,
        Optional<String> otherRegistration) {

    /** A contract as it was known. */
    record Contract(
            String number,
            ServicePackage servicePackage,
            Term term,
            boolean suspended,
            String institutionCode,
            boolean institutionOpen,
            boolean leftOut) {

        /** Why it makes nobody count in the month; empty where it does. */
        Optional<Explanation.Step> objection(CapitationPolicy policy, Month month) {
            if (!policy.headCount().counts(term, month)) {
                return Optional.of(Explanation.Step.told(
                        "not_in_month",
                        number + "：服务期 " + term.from() + " 至 " + term.lastDay() + " 不计入 " + month + "（"
                                + policy.headCount().joinThroughDay() + " 日及以前起算当月计，最后一天所在月仍计）"));
            }
            if (!policy.counts(servicePackage)) {
                return Optional.of(Explanation.Step.told(
                        "package_not_eligible", number + "：服务包 " + servicePackage.code() + " 不计人头"));
            }
            if (suspended) {
                return Optional.of(Explanation.Step.told("contract_suspended", number + "：快照日协议已中止"));
            }
            if (!institutionOpen) {
                return Optional.of(
                        Explanation.Step.told("institution_not_open", number + "：快照日机构 " + institutionCode + " 未开业"));
            }
            return leftOut
                    ? Optional.of(Explanation.Step.told("left_out", number + "：机构异议经采纳，不计入本月"))
                    : Optional.empty();
        }
    }

    /** Whether all would have the resident count, who does not, and it is not told why. */
    boolean isPassedOver(CapitationPolicy policy, Month month) {
        return head.isEmpty()
                && otherRegistration.isEmpty()
                && isInsured(policy)
                && contracts.stream()
                        .anyMatch(contract -> contract.objection(policy, month).isEmpty());
    }

    /** The same, where the person counts under another registration. */
    ResidentMonth with(String registration) {
        return new ResidentMonth(birth, scheme, contracts, head, Optional.of(registration));
    }

    private boolean isInsured(CapitationPolicy policy) {
        return scheme.filter(policy.scheme().code()::equals).isPresent();
    }

    /** Why the resident counts, or why not. */
    Explanation explain(CapitationPolicy policy, Month month) {
        List<Explanation.Step> steps = new ArrayList<>();
        if (contracts.isEmpty()) {
            steps.add(Explanation.Step.told("no_contract", "没有协议"));
        }
        contracts.forEach(contract -> steps.add(contract.objection(policy, month)
                .orElseGet(() -> Explanation.Step.told(
                        "contract_counts",
                        contract.number() + "：服务期 " + contract.term().from() + " 至 "
                                + contract.term().lastDay() + "，机构 " + contract.institutionCode()))));
        boolean insured = isInsured(policy);
        LocalDate snapshot = policy.headCount().snapshot(month);
        steps.add(Explanation.Step.told(
                insured ? "insured" : "not_insured",
                snapshot + " 参保险种：" + scheme.orElse("无") + "，本险种 "
                        + policy.scheme().code()));
        otherRegistration.ifPresent(
                other -> steps.add(Explanation.Step.told("counted_once", "同一人的" + other + " 计入本月")));
        return head.map(counted -> counted(policy, month, snapshot, counted, steps))
                .orElseGet(() -> new Explanation(
                        month + " 不计入 " + policy.scheme().code() + " 人头",
                        "not counted in " + month + " under scheme "
                                + policy.scheme().code(),
                        steps));
    }

    /** As the tariff completes years: who was born on 29 February does it on the 28th of a common year. */
    private int ageOn(LocalDate day) {
        int years = day.getYear() - birth.getYear();
        return birth.plusYears(years).isAfter(day) ? years - 1 : years;
    }

    private Explanation counted(
            CapitationPolicy policy,
            Month month,
            LocalDate snapshot,
            PersonMonths.PersonMonth head,
            List<Explanation.Step> steps) {
        steps.add(Explanation.Step.told(
                "risk_group",
                snapshot + " 周岁 " + ageOn(snapshot) + "，归入第 " + head.tariffRow() + " 行：" + head.tariffLabel()));
        steps.add(Explanation.Step.computed(
                "annual_amount",
                policy.pool().isPresent() ? "权重（含分级），当月总额按权重分摊" : "年定额（含加成与分级，分），当月按十二分之一计",
                "(" + policy.tariff().row(head.tariffRow()).annualQuotaFen() + " + "
                        + policy.payees().topUp(head.institutionCode()) + ") × "
                        + policy.grades().rate(head.grade()),
                policy.annual(head.institutionCode(), head.tariffRow(), head.grade())
                        .toString()));
        return new Explanation(
                month + " 计入机构 " + head.institutionCode() + "、团队 " + head.teamNumber() + "，" + head.tariffLabel(),
                "counted in " + month + " for institution " + head.institutionCode() + ", team " + head.teamNumber(),
                steps);
    }
}
