package org.jiayi.app.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiayi.app.fee.FeeIncome;
import org.jiayi.app.fee.StaffDistribution;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.settlement.LineExplanation;
import org.jiayi.app.settlement.LineExplanation.Step;

/** Why a team gets what it gets: the income by policy, the staff's share of each, and what every member's points come to. */
final class DistributionStory {

    private DistributionStory() {}

    static LineExplanation of(TeamDistribution distribution, List<FeeIncome.Source> sources) {
        List<Step> steps = new ArrayList<>();
        sources.forEach(source -> {
            cut(distribution, source).ifPresent(steps::add);
            steps.add(share(distribution, source));
        });
        steps.add(pool(distribution, sources));
        steps.add(Step.of(
                "institution",
                "机构留用 = 收入 − 团队成员分配额，不另拨付",
                "the institution keeps the rest, which moves nowhere",
                distribution.income().fen() + " − " + distribution.pool().fen(),
                distribution.institutionPart()));
        Fraction points = distribution.parts().stream()
                .map(part -> Fraction.parse(part.points()))
                .reduce(Fraction.ZERO, Fraction::plus);
        distribution.parts().forEach(part -> steps.add(points(distribution, part, points)));
        String period = distribution.firstMonth() + "/" + distribution.lastMonth();
        return new LineExplanation(
                distribution.teamNumber() + " " + period + " 签约服务费收入 "
                        + distribution.income().toYuan() + " 元，团队成员分配 "
                        + distribution.pool().toYuan() + " 元，机构留用 "
                        + distribution.institutionPart().toYuan() + " 元",
                distribution.teamNumber() + " earned " + distribution.income().toYuan() + " yuan in " + period
                        + ": " + distribution.pool().toYuan() + " for its members, "
                        + distribution.institutionPart().toYuan() + " for the institution",
                Optional.empty(),
                steps);
    }

    private static Optional<Step> cut(TeamDistribution distribution, FeeIncome.Source source) {
        return Optional.ofNullable(distribution.cuts().get(source.policy().policyId()))
                .map(cut -> Step.of(
                                "fund_cut",
                                "基金核减：本团队所占份额，扣除以前各期已冲减的",
                                "what funds have cut: the team's part, less what was taken off before",
                                source.income().amount().plus(cut).fen() + " − " + cut.fen(),
                                source.income().amount())
                        .about(
                                PublicId.Kind.POLICY,
                                distribution.area(),
                                source.policy().policyId()));
    }

    private static Step share(TeamDistribution distribution, FeeIncome.Source source) {
        return Step.of(
                        "staff_share",
                        "《" + source.policy().name() + "》（" + source.policy().effectiveFrom()
                                + " 起）下的收入（不含机构让利） × 人员比例",
                        "income under the policy, without the let-off, × the staff's share",
                        source.income().amount().fen() + " × " + source.income().staffShare(),
                        source.income().staffPart())
                .about(
                        PublicId.Kind.POLICY,
                        distribution.area(),
                        source.policy().policyId());
    }

    private static Step pool(TeamDistribution distribution, List<FeeIncome.Source> sources) {
        Fraction parts =
                sources.stream().map(source -> source.income().staffPart()).reduce(Fraction.ZERO, Fraction::plus);
        int bounded = distribution.pool().compareTo(parts.halfUpToMoney());
        String text = "团队成员分配额 = 各政策下人员部分之和，四舍五入到分";
        String textEn = "what the members share: the sum of their parts under each policy, HALF_UP to the fen";
        if (bounded > 0) {
            text += "；低于收入的 " + StaffDistribution.STAFF_SHARE_MIN + "，按此比例计";
            textEn += "; less than " + StaffDistribution.STAFF_SHARE_MIN + " of the income, so that much of it";
        } else if (bounded < 0) {
            text += "；高于收入，按收入计";
            textEn += "; more than the income, so all of it";
        }
        return Step.of("staff_pool", text, textEn, parts.toString(), distribution.pool())
                .about(PublicId.Kind.STAFF_DISTRIBUTION, distribution.area(), distribution.distributionId());
    }

    private static Step points(TeamDistribution distribution, TeamDistribution.Part part, Fraction all) {
        PublicId member = PublicId.of(PublicId.Kind.PRACTITIONER, distribution.area(), part.practitionerId());
        return Step.of(
                "points",
                "成员 " + member + "：按积分分配（最大余数法）",
                "member " + member + ": by points, largest remainder",
                distribution.pool().fen() + " × " + part.points() + " ÷ " + all,
                part.amount());
    }
}
